import type { CallOutcome } from "../../call/call.ts";

/**
 * `planned`: waits for its time. `dialling`: Retell is being asked. `placed`: Retell has the call. `unknown`: Retell was
 * asked and nobody knows what came of it. `ended`: the call is over. `failed`: Retell was not asked, or refused.
 */
export const dialStates = ["planned", "dialling", "placed", "unknown", "ended", "failed"] as const;

export type DialState = (typeof dialStates)[number];

/** One attempt to call one contact. Its id is Retell's idempotency key, so that it can never be two calls. */
export interface Dial {
  readonly id: string;
  readonly contactId: string;
  readonly state: DialState;
  /** What was ordered: of one key there is one dial per clinic, ever. */
  readonly key: string;
  /** Not to be placed before. */
  readonly dueAt: number;
  /** 1 for the first to this contact. */
  readonly attempt: number;
  /** Why an operator overruled the hours; null: nobody did. */
  readonly forced: string | null;
  /** When Retell was first asked. */
  readonly requestedAt: number | null;
  readonly callId: string | null;
  /** The rule that forbade it, Retell's refusal, or the call's `disconnection_reason`. */
  readonly reason: string | null;
  readonly outcome: CallOutcome | null;
  readonly endedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A call's events may come before Retell's answer does, and even when nobody waits for them any longer. */
const next: Readonly<Record<DialState, readonly DialState[]>> = {
  planned: ["dialling", "failed"],
  dialling: ["planned", "placed", "unknown", "ended", "failed"],
  unknown: ["placed", "ended", "failed"],
  placed: ["ended"],
  ended: [],
  failed: ["ended"],
};

export function canBecome(from: DialState, to: DialState): boolean {
  return next[from].includes(to);
}

/** Retell may have been asked to call: it counts as a try. */
export function wasAsked({ requestedAt }: Pick<Dial, "requestedAt">): boolean {
  return requestedAt !== null;
}

/** The attempt may still ring, so no other may begin. */
export function isOpen({ state }: Pick<Dial, "state">): boolean {
  return state !== "ended" && state !== "failed";
}
