import type { Flow } from "../../flow/flow.ts";
import type { Brain, ScriptRunner } from "../../flow/ports.ts";
import type { EngineOptions } from "../../flow/session/engine-options.ts";
import type { Clock } from "../../time/ports.ts";
import type { DialogueCall, Wait } from "../ports.ts";

export interface FlowDialoguePorts {
  readonly flow: Flow;
  readonly options: Partial<EngineOptions>;
  /** Whoever decides, finds and words in this call; its work ends with the signal. */
  brain(call: DialogueCall, signal: AbortSignal): Brain;
  readonly scripts: ScriptRunner;
  readonly clock: Clock;
  readonly wait: Wait;
}
