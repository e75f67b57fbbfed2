import type { CallOutcome } from "../../call/call.ts";

/** Why somebody is called: reminders by policy, call-backs because they asked, all else because an operator said so. */
export type CallPurpose = "reminder" | "callback" | "manual";

/** What a reminder is about: the appointment in the book, else the contact that tells of one kept elsewhere. */
export interface ReminderSubject {
  readonly appointmentId: string | null;
  /** null: not stored yet, which only contacts of appointments in the book are. */
  readonly contactId: string | null;
}

export function reminderKey({ appointmentId, contactId }: ReminderSubject, leadMinutes: number): string {
  return `reminder:${appointmentId ?? contactId ?? ""}:${leadMinutes}`;
}

/** How long before the appointment the policy has this reminder; undefined: it is no lead's. */
export function leadMinutesOf(key: string): number | undefined {
  const [kind, , minutes] = key.split(":");
  return kind === "reminder" && minutes !== undefined && /^\d+$/u.test(minutes) ? Number(minutes) : undefined;
}

/** The next try after a dial that reached nobody. */
export function retryKey(dialId: string): string {
  return `retry:${dialId}`;
}

/** The call that somebody asked for in a call. */
export function callbackKey(callId: string): string {
  return `callback:${callId}`;
}

const purposes: Readonly<Record<string, CallPurpose>> = {
  reminder: "reminder",
  retry: "reminder",
  callback: "callback",
};

export function purposeOf(key: string): CallPurpose {
  return purposes[key.split(":", 1)[0] ?? ""] ?? "manual";
}

/**
 * `planned`: waits for its time. `dialling`: Retell is being asked. `placed`: Retell has the call. `unknown`: Retell was
 * asked and nobody knows what came of it. `ended`: the call is over. `failed`: Retell was not asked, or refused.
 */
export const attemptStates = ["planned", "dialling", "placed", "unknown", "ended", "failed"] as const;

export type AttemptState = (typeof attemptStates)[number];

/** One attempt to call one contact. Its id is Retell's idempotency key, so that it can never be two calls. */
export interface CallAttempt {
  readonly id: string;
  readonly contactId: string;
  readonly state: AttemptState;
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
const next: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  planned: ["dialling", "failed"],
  dialling: ["planned", "placed", "unknown", "ended", "failed"],
  unknown: ["placed", "ended", "failed"],
  placed: ["ended"],
  ended: [],
  failed: ["ended"],
};

export function canBecome(from: AttemptState, to: AttemptState): boolean {
  return next[from].includes(to);
}

/** Retell may have been asked to call: it counts as a try. */
export function wasAsked({ requestedAt }: Pick<CallAttempt, "requestedAt">): boolean {
  return requestedAt !== null;
}

/** The attempt may still ring, so no other may begin. */
export function isOpen({ state }: Pick<CallAttempt, "state">): boolean {
  return state !== "ended" && state !== "failed";
}
