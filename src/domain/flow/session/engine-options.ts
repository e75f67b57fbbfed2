import type { BareNames } from "../equation.ts";

/** Where variables come from, strongest first where two have one name. `collected` were set during the call. */
export type VariableScope = "collected" | "call" | "tag" | "default" | "system";

/** Every point on which Retell's behaviour is not established is one option here. */
export interface EngineOptions {
  /** Order of the sources of variables; only call > default is documented (retell-api.md 10, 15 #12). */
  readonly variablePrecedence: readonly VariableScope[];
  /** Zone of time variables without a zone in their name (retell-api.md 10, 15 #12). */
  readonly defaultTimeZone: string;
  /** When `always_edge` is taken (retell-api.md 15 #7). */
  readonly alwaysEdge: "after_caller" | "after_speaking";
  /** What happens when nothing matches and there is no else edge (retell-api.md 1.5, 15 #7). */
  readonly noMatch: "stay" | "first_edge";
  /** How an equation's left side without braces is read (retell-api.md 1.5; seen in exports). */
  readonly bareNames: BareNames;
  /** Whether an instruction is spoken when `speak_during_execution` is absent (retell-api.md 15 #8). */
  readonly speakWhenUnset: boolean;
  /** Whether the node is spoken again on return from a global node (not documented). */
  readonly onGoBack: "speak" | "wait";
  /** Node transitions before a global node without `cool_down` may fire again (API default not documented, 1.6). */
  readonly defaultCoolDown: number;
  /** Pause before retry n of a tool is this times 2^(n-1) (retell-api.md 6.2: back-off without figures). */
  readonly retryPauseMs: number;
  /** Nodes entered without waiting for the caller before the run fails. */
  readonly hopLimit: number;
  readonly reminderTriggerMs: number;
  readonly reminderMaxCount: number;
  readonly endCallAfterSilenceMs: number;
}

/** Silence figures are the agent's defaults (retell-api.md 2.1). */
export const defaultEngineOptions: EngineOptions = {
  variablePrecedence: ["collected", "call", "tag", "default", "system"],
  defaultTimeZone: "America/Los_Angeles",
  alwaysEdge: "after_caller",
  noMatch: "stay",
  bareNames: "literal",
  speakWhenUnset: false,
  onGoBack: "speak",
  defaultCoolDown: 0,
  retryPauseMs: 1000,
  hopLimit: 60,
  reminderTriggerMs: 10_000,
  reminderMaxCount: 1,
  endCallAfterSilenceMs: 600_000,
};
