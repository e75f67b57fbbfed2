import type { JsonObject } from "./json.ts";

export interface TestToPlay {
  /** The test case definition as stored (docs/retell.md 11). */
  readonly definition: JsonObject;
  /** The version of the flow that the batch names. */
  readonly flow: JsonObject;
}

export interface TestVerdict {
  readonly status: "pass" | "fail" | "error";
  readonly explanation: string;
  readonly transcript: readonly JsonObject[];
}

/** Plays one test case to its end. It never throws: what cannot be played is an `error` that says why. */
export interface TestPlayer {
  play(test: TestToPlay): Promise<TestVerdict>;
}

/** Without a simulator no test can be played. */
export const noTestPlayer: TestPlayer = {
  play: () =>
    Promise.resolve({ status: "error", explanation: "This sandbox was started without a simulator.", transcript: [] }),
};
