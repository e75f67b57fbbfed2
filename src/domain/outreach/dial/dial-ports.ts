import type { CallerFacts } from "../../call/caller-facts.ts";
import type { Phrases } from "../../call/caller-variables.ts";
import type { OutreachPorts } from "../ports.ts";
import type { CallPlatform } from "./call-platform.ts";
import type { Dial } from "./dial.ts";
import type { Pacer } from "./pacer.ts";

/** What placing the calls of one clinic works with. */
export interface DialPorts extends OutreachPorts {
  readonly calls: CallPlatform;
  readonly pacer: Pick<Pacer, "inTurn" | "holdBack" | "repeating">;
  callerFacts(): Promise<CallerFacts>;
  /** Takes an event in as if Retell had sent it. */
  takeEvent(body: string): Promise<void>;
  readonly phrases: Phrases;
}

/** How far a dial came. `why` names the rule, or what else is waited for. */
export type DialStep =
  | { readonly kind: "settled"; readonly dial: Dial }
  | { readonly kind: "wait"; readonly dial: Dial; readonly until: number; readonly why: string };
