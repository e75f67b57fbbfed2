import type { CallOutcome } from "../call/call.ts";
import type { WallTime } from "../time/wall-time.ts";

/** Whether to have booked is to agree to be reminded, or each person must have been asked. */
export const consentBases = ["booking", "stated"] as const;

/** How a clinic reminds. All times of day are the called person's own. */
export interface OutreachPolicy {
  readonly enabled: boolean;
  /** How long before the appointment it is called about; longest first, none twice. */
  readonly leadMinutes: readonly number[];
  /** Appointment types that are called about; null: all, and those without one. */
  readonly typeIds: readonly string[] | null;
  /** No call begins before the one or from the other on. */
  readonly opensAt: WallTime;
  readonly closesAt: WallTime;
  readonly onSundays: boolean;
  readonly onHolidays: boolean;
  /** About one appointment. */
  readonly mostTries: number;
  /** From the end of a try to the next, by what became of it. */
  readonly busyMinutes: number;
  readonly noAnswerMinutes: number;
  readonly voicemailMinutes: number;
  readonly failedMinutes: number;
  /** Calls to one number in 7 days. */
  readonly mostWeekly: number;
  /** Of the clinic in a day: calls, and what they cost in US cents. */
  readonly mostDaily: number;
  readonly mostDailyCents: number;
  readonly consent: (typeof consentBases)[number];
  /** ISO alpha-2 of the countries that are called beside the clinic's own. */
  readonly countries: readonly string[];
}

/** Of a clinic that has not set its own: nobody is called until somebody says so. */
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

/** From the end of a call that reached nobody to the next try; null: it reached somebody. */
export function retryMinutes(outcome: CallOutcome, policy: OutreachPolicy): number | null {
  return spacing[outcome]?.(policy) ?? null;
}
