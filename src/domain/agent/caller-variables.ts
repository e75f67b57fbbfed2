import { type ClinicFact, clinicFacts } from "./agent.ts";
import { type PhraseKey, phraseKeys } from "./phrases.ts";

export type CallerVariable = ClinicFact | "call_purpose" | `phrase_${PhraseKey}`;

/**
 * The dynamic variables that come with every call, and so the only ones a template may use without its own default.
 * `call_purpose` is empty in inbound calls.
 */
export const CALLER_VARIABLES: readonly CallerVariable[] = [
  ...clinicFacts,
  "call_purpose",
  ...phraseKeys.map((key) => `phrase_${key}` as const),
];
