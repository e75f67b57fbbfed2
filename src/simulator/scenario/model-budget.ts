import type { Scenario } from "./schema.ts";

/** An estimate of what a run will ask a language model; cached answers of earlier runs are not subtracted. */
export interface ModelEstimate {
  readonly calls: number;
  readonly requests: number;
  /** Tokens of the questions; answers are short. */
  readonly tokens: number;
}

/** A persona talks until it has what it wants, about as many turns as a caller who books. */
const PERSONA_TURNS = 10;

/**
 * Each turn needs a decision, an extraction and an answer; a call also needs an opening sentence and a final judgement.
 */
const PER_TURN = 3;

const PER_CALL = 2;

/** Clinic facts, instructions and the conversation so far: about 2,100 in short calls, and more in long ones. */
const TOKENS_PER_REQUEST = 2_500;

export function estimateModelUse(scenarios: readonly Scenario[], clinics: number, repeat = 1): ModelEstimate {
  const turns = scenarios.map(
    ({ caller: { turns: said, persona } }) => said.length + (persona === undefined ? 0 : PERSONA_TURNS),
  );
  const requests = turns.reduce((sum, count) => sum + PER_CALL + count * PER_TURN, 0) * clinics * repeat;
  return { calls: scenarios.length * clinics * repeat, requests, tokens: requests * TOKENS_PER_REQUEST };
}
