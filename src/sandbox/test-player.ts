import type { JsonObject } from "./json.ts";

export interface TestToPlay {
  /** The test case definition as stored (docs/retell.md 11). */
  readonly definition: JsonObject;
  /** The flow version that the batch refers to. */
  readonly flow: JsonObject;
}

export interface TestVerdict {
  readonly status: "pass" | "fail" | "error";
  readonly explanation: string;
  readonly transcript: readonly JsonObject[];
}

/**
 * Plays one test case to its end. It never throws: if it cannot be played, the verdict is an `error` with the reason.
 */
export interface TestPlayer {
  play(test: TestToPlay): Promise<TestVerdict>;
}

/** Without a simulator no test can be played. */
export const noTestPlayer: TestPlayer = {
  play: () =>
    Promise.resolve({ status: "error", explanation: "This sandbox was started without a simulator.", transcript: [] }),
};
