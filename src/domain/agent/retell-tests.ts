import type { FlowReference, JsonObject } from "./ports.ts";

/** A call for Retell's own engine to play (docs/retell.md 11). */
export interface TestCase {
  readonly name: string;
  /** What the model that plays the caller does. */
  readonly prompt: string;
  /** What must hold of the call, a sentence each. */
  readonly metrics: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly mocks: readonly TestMock[];
}

export interface TestMock {
  readonly tool: string;
  /** Arguments that a call must have; undefined: any call. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** JSON */
  readonly output: string;
  readonly succeeds: boolean;
}

export interface TestResult {
  readonly caseId: string;
  /** Retell's word: pass, fail or error. */
  readonly status: string;
  readonly explanation: string | null;
}

/** Retell's test cases and batches. */
export interface RetellTests {
  /** A flow of no agent, for tests alone. Sent once. */
  addFlow(body: JsonObject): Promise<FlowReference>;
  deleteFlow(flowId: string): Promise<void>;
  createCase(flow: FlowReference, testCase: TestCase): Promise<string>;
  deleteCase(id: string): Promise<void>;
  startBatch(flow: FlowReference, caseIds: readonly string[]): Promise<string>;
  /** The results of a batch; undefined while it is played. */
  results(batchId: string): Promise<readonly TestResult[] | undefined>;
}
