import { boostedKeywordsLimit } from "../../../flow/schema/limits.ts";
import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import { type PronouncedWord, pronouncedName } from "../../clinic/doctor-name.ts";
import type { Language } from "../../language/language.ts";
import { oneLine } from "../../language/plain-text.ts";
import { type AgentLocale, agentLocale } from "./caller-variables.ts";

/** The Retell voice of each language; a language without one is spoken in the agent's voice. */
export type Voices = Partial<Readonly<Record<Language, string>>>;

/**
 * What one call overrides in the agent (docs/retell.md 4.4): its languages, its voice, and the names it listens for.
 */
export interface CallSpeech {
  /** Several if the caller may speak any of them. */
  readonly language: AgentLocale | AgentLocale[];
  readonly voice_id?: string;
  /** null: the agent's voice model belongs to another provider than this voice. */
  readonly voice_model?: null;
  readonly boosted_keywords: string[];
  /** Replaces the agent's dictionary; absent if no name of the clinic has a pronunciation. */
  readonly pronunciation_dictionary?: PronouncedWord[];
}

/** The shipped agent uses a voice model of ElevenLabs. Voice ids begin with their provider (docs/retell.md 2.1). */
const otherProvider = /^(?:retell|openai|cartesia|minimax|fish_audio|inworld)-/u;

/** A clinic's own voice speaks only the clinic's language. */
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
  // Doctors with the same last name may be pronounced differently: the first pronunciation applies.
  const first = words.filter(({ word }, index) => words.findIndex((other) => other.word === word) === index);
  return first.length === 0 ? {} : { pronunciation_dictionary: first };
}
