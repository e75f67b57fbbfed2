import { badRequest, unknownId } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import { languagesOf } from "../schemas/language-schema.ts";

interface Voice {
  readonly voice_id: string;
  readonly voice_name: string;
  readonly provider: "elevenlabs" | "openai" | "cartesia" | "platform";
  readonly gender: "male" | "female";
  readonly accent: string;
  readonly age: string;
}

/** Provider, gender and accent by id: the emulator's own catalogue. */
const catalogue: Readonly<Record<string, readonly [Voice["provider"], Voice["gender"], string]>> = {
  "retell-Cimo": ["platform", "female", "American"],
  "11labs-Adrian": ["elevenlabs", "male", "American"],
  "11labs-Anna": ["elevenlabs", "female", "American"],
  "11labs-Marie": ["elevenlabs", "female", "French"],
  "cartesia-Camille": ["cartesia", "female", "French"],
  "openai-Alloy": ["openai", "female", "American"],
  "openai-Echo": ["openai", "male", "American"],
  "sandbox-English": ["platform", "male", "British"],
};

/** Voices without an entry speak every language; this one is there so that a mismatch can be tried. */
const languagesByVoice: ReadonlyMap<string, readonly string[]> = new Map([["sandbox-English", ["en"]]]);

export const voices: readonly Voice[] = Object.entries(catalogue).map(([id, [provider, gender, accent]]) => ({
  voice_id: id,
  voice_name: id.replace(/^[^-]*-/u, ""),
  provider,
  gender,
  accent,
  age: "Young",
}));

export const findVoice = (id: string): Voice | undefined => voices.find((voice) => voice.voice_id === id);

/** 422 for a voice that does not exist, 400 for one that does not speak the agent's languages (retell-api.md 2.1). */
export const checkVoice = (agent: JsonObject, options: SandboxOptions): void => {
  const ids = [agent["voice_id"], ...fallbacks(agent)];
  const languages = languagesOf(agent);
  for (const id of ids.map(String)) {
    if (options.unknownVoices === "refuse") checkIsKnown(id);
    checkSpeaks(id, languages);
  }
};

const fallbacks = (agent: JsonObject): readonly unknown[] => {
  const ids = agent["fallback_voice_ids"];
  return Array.isArray(ids) ? ids : [];
};

const checkIsKnown = (id: string): void => {
  if (findVoice(id) !== undefined) return;
  throw unknownId(422, `voice ${id}; this sandbox has ${voices.map((voice) => voice.voice_id).join(", ")}`);
};

const checkSpeaks = (id: string, languages: readonly string[]): void => {
  const speaks = languagesByVoice.get(id);
  const foreign = languages.filter((language) => speaks?.includes(language.split("-")[0] ?? "") === false);
  if (foreign.length === 0) return;
  throw badRequest(`Invalid request format: voice_id: voice ${id} does not speak ${foreign.join(", ")}.`);
};
