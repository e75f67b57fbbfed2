import type { Clock } from "../../time/ports.ts";
import type { Brain, ScriptRunner, Telephony, ToolRunner } from "../ports.ts";
import type { FlowInput, FlowSnapshot, Turn } from "./state.ts";

export interface FlowPorts {
  readonly brain: Brain;
  readonly tools: ToolRunner;
  readonly scripts: ScriptRunner;
  readonly telephony: Telephony;
  readonly clock: Clock;
  /** Waits between attempts of a tool; without it retries follow at once. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** One run of a flow, driven from outside. `open` once, then `hear` until the status is no longer "waiting". */
export interface FlowSession {
  open(): Promise<Turn>;
  hear(input: FlowInput): Promise<Turn>;
  /** Plain JSON; with it `resumeFlow` goes on, in this process or another. */
  snapshot(): FlowSnapshot;
}
