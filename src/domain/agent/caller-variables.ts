import type { ClinicFact } from "./clinic-facts.ts";
import { clinicFacts } from "./clinic-facts.ts";
import type { PhraseKey } from "./phrases.ts";
import { phraseKeys } from "./phrases.ts";

export type CallerVariable = ClinicFact | "call_purpose" | `phrase_${PhraseKey}`;

/**
 * The dynamic variables that come with every call, and so the only ones a template may expect without a default of its
 * own. `call_purpose` is empty in calls that come in.
 */
export const CALLER_VARIABLES: readonly CallerVariable[] = [
  ...clinicFacts,
  "call_purpose",
  ...phraseKeys.map((key) => `phrase_${key}` as const),
];
