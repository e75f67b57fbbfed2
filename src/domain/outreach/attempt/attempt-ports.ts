import type { Voices } from "../../call/line/call-speech.ts";
import type { CallerFacts, Phrases } from "../../call/line/caller-variables.ts";
import type { OutreachPorts } from "../ports.ts";
import type { CallAttempt } from "./attempt.ts";
import type { Pacer } from "./pace.ts";
import type { CallPlatform } from "./ports.ts";

/** What placing calls for one clinic needs. */
export interface AttemptPorts extends OutreachPorts {
  readonly calls: CallPlatform;
  readonly pacer: Pick<Pacer, "inTurn" | "holdBack" | "repeating">;
  callerFacts(): Promise<CallerFacts>;
  /** Handles an event as if Retell had sent it. */
  takeEvent(body: string): Promise<void>;
  readonly phrases: Phrases;
  readonly voices: Voices;
}

/** How far an attempt got. `why` names the rule, or what else it waits for. */
export type AttemptStep =
  | { readonly kind: "settled"; readonly attempt: CallAttempt }
  | { readonly kind: "wait"; readonly attempt: CallAttempt; readonly until: number; readonly why: string };
