import type { OfflineBrain } from "../../domain/brain/brain.ts";
import type { FlowCall } from "../../flow/session/state.ts";
import type { CallerNumber, ClinicFacts } from "../scenario/fill-placeholders.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { RecordedTools } from "./recorded-tools.ts";

/** A scenario with its placeholders filled, about to be played to one clinic. */
export interface PreparedRun {
  readonly scenario: Scenario;
  readonly facts: ClinicFacts;
  readonly caller: CallerNumber;
  readonly callId: string;
}

export interface OpenLine {
  readonly kind: "open";
  readonly call: FlowCall;
  readonly tools: RecordedTools;
  readonly brain: OfflineBrain;
  /** Of the inbound webhook's answer; of an outbound call, its variables. */
  readonly body: string;
  /** undefined: the clinic places the call, and no webhook is asked. */
  readonly webhookMs: number | undefined;
  /** The person the clinic calls. */
  readonly contactId?: string;
}
