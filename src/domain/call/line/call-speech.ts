import { boostedKeywordsLimit } from "../../../flow/schema/limits.ts";
import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import { type PronouncedWord, pronouncedName } from "../../clinic/doctor-name.ts";
import type { Language } from "../../language/language.ts";
import { oneLine } from "../../language/plain-text.ts";
import { type AgentLocale, agentLocale } from "./caller-variables.ts";

/** The voice of each language at Retell; a language without one is spoken with the agent's. */
export type Voices = Partial<Readonly<Record<Language, string>>>;

/** What one call changes of the agent (docs/retell.md 4.4): what it hears and speaks, how, and which names it listens for. */
export interface CallSpeech {
  /** Several where the caller may speak either. */
  readonly language: AgentLocale | AgentLocale[];
  readonly voice_id?: string;
  /** null: the agent's voice model is of another provider than this voice. */
  readonly voice_model?: null;
  readonly boosted_keywords: string[];
  /** In place of the agent's own; absent where no name of the clinic has one. */
  readonly pronunciation_dictionary?: PronouncedWord[];
}

/** The shipped agent's voice model is ElevenLabs'; ids begin with their provider (docs/retell.md 2.1). */
const otherProvider = /^(?:retell|openai|cartesia|minimax|fish_audio|inworld)-/u;

/** A clinic's own voice is that of its own language. */
export function callSpeech(
  { clinic, doctors }: { readonly clinic: Clinic; readonly doctors: readonly Pick<Doctor, "name" | "pronunciation">[] },
  language: Language,
  voices: Voices,
): CallSpeech {
  const own = language === clinic.language ? clinic.voice : null;
  const voice = own ?? voices[language];
  const locale = agentLocale({ language, country: clinic.country });
  const second = language === clinic.language ? clinic.secondLanguage : null;
  const names = [clinic.name, ...doctors.map(({ name }) => name)].map(oneLine);
  return {
    language: second === null ? locale : [locale, agentLocale({ language: second, country: clinic.country })],
    ...(voice === undefined ? {} : { voice_id: voice, ...(otherProvider.test(voice) ? { voice_model: null } : {}) }),
    boosted_keywords: [...new Set(names)].slice(0, boostedKeywordsLimit),
    ...pronunciations(doctors),
  };
}

function pronunciations(doctors: readonly Pick<Doctor, "name" | "pronunciation">[]) {
  const words = doctors.flatMap(({ name, pronunciation }) =>
    pronunciation === undefined ? [] : pronouncedName(oneLine(name), pronunciation),
  );
  // Doctors of one last name may be pronounced in two ways: the first one's is taken.
  const first = words.filter(({ word }, index) => words.findIndex((other) => other.word === word) === index);
  return first.length === 0 ? {} : { pronunciation_dictionary: first };
}
