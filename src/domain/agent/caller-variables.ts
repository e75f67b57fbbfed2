import type { ClinicFact } from "./clinic-facts.ts";
import { clinicFacts } from "./clinic-facts.ts";
import type { PhraseKey } from "./phrases.ts";
import { phraseKeys } from "./phrases.ts";

export type CallerVariable = ClinicFact | `phrase_${PhraseKey}`;

/** The dynamic variables that the inbound webhook supplies with every call, and so the only ones a template may expect. */
export const CALLER_VARIABLES: readonly CallerVariable[] = [
  ...clinicFacts,
  ...phraseKeys.map((key) => `phrase_${key}` as const),
];
