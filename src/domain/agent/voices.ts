import * as z from "zod";
import { closestText } from "../closest-text.ts";
import type { Voices } from "../call/line/call-speech.ts";
import { type Language, type Translated, isLanguage, languages } from "../language/language.ts";
import { AscendiaError } from "../../errors.ts";

/** A voice of the account, as Retell lists it (docs/retell.md 2.1). */
export interface Voice {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly gender: string;
  /** null: Retell names no accent. */
  readonly accent: string | null;
}

const listed = z
  .object({
    voice_id: z.string(),
    voice_name: z.string().default(""),
    provider: z.string().default(""),
    gender: z.string().default(""),
    accent: z.string().nullish(),
  })
  .transform(({ voice_id: id, voice_name: name, provider, gender, accent }): Voice => ({
    id,
    name,
    provider,
    gender,
    accent: accent === undefined || accent === null || accent.trim() === "" ? null : accent,
  }));

export function readVoices(answer: readonly unknown[]): readonly Voice[] {
  return z.array(listed).parse(answer);
}

/** Names of accents, by the language they belong to. */
const accents: Translated<RegExp> = {
  fr: /french|fran[cç]ais|qu[eé]b|parisian|belgian|swiss|acadian/iu,
  en: /american|british|english|australian|irish|scottish|welsh|indian|new zealand|south african|nigerian|kenyan|^us|^uk/iu,
  es: /spanish|espa[nñ]ol|mexic|castil|latin|colombian|argentin|chilean|peruvian|cuban|puerto ric/iu,
};

/**
 * `native`: the voice's accent belongs to the language; `foreign`: to another language; `unknown`: Retell does not say.
 */
export function accentIn({ accent }: Pick<Voice, "accent">, language: Language): "native" | "foreign" | "unknown" {
  if (accent === null || /^(?:neutral|multilingual|none)$/iu.test(accent)) return "unknown";
  return accents[language].test(accent) ? "native" : "foreign";
}

/**
 * A voice with a native accent for each language in which the agent's voice has a foreign one. It is from the same
 * provider, because the agent's voice model is that provider's, and of the same gender if possible.
 */
export function usualVoices(voices: readonly Voice[], agentVoice: string): Voices {
  const agents = voices.find(({ id }) => id === agentVoice);
  if (agents === undefined) return {};
  const chosen = languages.flatMap((language): readonly (readonly [Language, string])[] => {
    if (accentIn(agents, language) !== "foreign") return [];
    const fitting = voices.filter(
      (voice) => accentIn(voice, language) === "native" && voice.provider === agents.provider,
    );
    const best = fitting.find(({ gender }) => gender === agents.gender) ?? fitting[0];
    return best === undefined ? [] : [[language, best.id]];
  });
  return Object.fromEntries(chosen);
}

/** The voices as configured. @throws not_configured for an unknown language */
export function configuredVoices(voices: Readonly<Record<string, string>>): Voices {
  const unknown = Object.keys(voices).find((language) => !isLanguage(language));
  if (unknown === undefined) return voices;
  throw new AscendiaError("not_configured", `ASCENDIA_VOICES: "${unknown}" is not a language.`, {
    hint: `Use ${languages.join(", ")}.`,
  });
}

/** The installation's voices, used where the configuration names no others. */
export interface UsualVoiceStore {
  read(): Promise<Voices>;
  save(voices: Voices): Promise<void>;
}

/** @throws not_found for a voice that the account does not have, invalid for one with the accent of another language */
export function requireVoice(
  id: string,
  language: Language,
  { voices, anyAccent }: { readonly voices: readonly Voice[]; readonly anyAccent: boolean },
): Voice {
  const found = voices.find((voice) => voice.id === id);
  if (found === undefined) {
    const ids = voices.map((voice) => voice.id);
    const meant = closestText(id, ids);
    throw new AscendiaError("not_found", `The Retell account has no voice ${id}.`, {
      hint: `${meant === undefined ? "" : `Did you mean ${meant}? `}See them with: ascendia voice:list`,
    });
  }
  if (anyAccent || accentIn(found, language) !== "foreign") return found;
  const fitting = voices.filter((voice) => accentIn(voice, language) === "native").map((voice) => voice.id);
  throw new AscendiaError(
    "invalid",
    `The voice ${id} would speak "${language}" with the accent ${found.accent ?? ""}.`,
    {
      hint: `${fitting.length === 0 ? "" : `Voices of that language: ${fitting.slice(0, 5).join(", ")}. `}Pass --any-accent if you mean it.`,
    },
  );
}
