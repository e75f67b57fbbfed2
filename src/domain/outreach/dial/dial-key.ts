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
