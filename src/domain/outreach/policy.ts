import type { CallOutcome } from "../call/call.ts";
import type { WallTime } from "../time/wall-time.ts";

/** `booking`: booking implies consent to reminders; `stated`: each person must have been asked. */
export const consentBases = ["booking", "stated"] as const;

/** How a clinic reminds. All times of day are in the called person's zone. */
export interface OutreachPolicy {
  readonly enabled: boolean;
  /** Minutes before the appointment, one call each; longest first, without duplicates. */
  readonly leadMinutes: readonly number[];
  /** Appointment types to call about; null: all, and appointments without a type. */
  readonly typeIds: readonly string[] | null;
  /** Calls start at `opensAt` or later, and before `closesAt`. */
  readonly opensAt: WallTime;
  readonly closesAt: WallTime;
  readonly onSundays: boolean;
  readonly onHolidays: boolean;
  /** About one appointment. */
  readonly mostTries: number;
  /** From the end of a try to the next, by outcome. */
  readonly busyMinutes: number;
  readonly noAnswerMinutes: number;
  readonly voicemailMinutes: number;
  readonly failedMinutes: number;
  /** Calls to one number in 7 days. */
  readonly mostWeekly: number;
  /** Limits per clinic and day: calls, and their cost in US cents. */
  readonly mostDaily: number;
  readonly mostDailyCents: number;
  readonly consent: (typeof consentBases)[number];
  /** ISO alpha-2 of the countries to call in addition to the clinic's own. */
  readonly countries: readonly string[];
}

/** Applies until a clinic sets its own: no one is called until someone turns reminders on. */
export const defaultPolicy: OutreachPolicy = {
  enabled: false,
  leadMinutes: [48 * 60, 24 * 60],
  typeIds: null,
  opensAt: "09:00",
  closesAt: "20:00",
  onSundays: false,
  onHolidays: false,
  mostTries: 3,
  busyMinutes: 15,
  noAnswerMinutes: 120,
  voicemailMinutes: 24 * 60,
  failedMinutes: 60,
  mostWeekly: 4,
  mostDaily: 200,
  mostDailyCents: 10_000,
  consent: "booking",
  countries: [],
};

const spacing: Partial<Readonly<Record<CallOutcome, (policy: OutreachPolicy) => number>>> = {
  busy: ({ busyMinutes }) => busyMinutes,
  no_answer: ({ noAnswerMinutes }) => noAnswerMinutes,
  voicemail: ({ voicemailMinutes }) => voicemailMinutes,
  failed: ({ failedMinutes }) => failedMinutes,
};

/** From the end of a call that reached no one to the next try; null: it reached someone. */
export function retryMinutes(outcome: CallOutcome, policy: OutreachPolicy): number | null {
  return spacing[outcome]?.(policy) ?? null;
}
