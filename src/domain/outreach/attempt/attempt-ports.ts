import type { CallerFacts, Phrases } from "../../call/caller-variables.ts";
import type { OutreachPorts } from "../ports.ts";
import type { CallAttempt } from "./attempt.ts";
import type { Pacer } from "./pace.ts";
import type { CallPlatform } from "./ports.ts";

/** What placing the calls of one clinic works with. */
export interface AttemptPorts extends OutreachPorts {
  readonly calls: CallPlatform;
  readonly pacer: Pick<Pacer, "inTurn" | "holdBack" | "repeating">;
  callerFacts(): Promise<CallerFacts>;
  /** Takes an event in as if Retell had sent it. */
  takeEvent(body: string): Promise<void>;
  readonly phrases: Phrases;
}

/** How far a dial came. `why` names the rule, or what else is waited for. */
export type AttemptStep =
  | { readonly kind: "settled"; readonly dial: CallAttempt }
  | { readonly kind: "wait"; readonly dial: CallAttempt; readonly until: number; readonly why: string };
