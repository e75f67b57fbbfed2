import type { CallOutcome } from "../call/call.ts";
import { type WallTime, minutesOfWallTime } from "../time/wall-time.ts";
import type { Span } from "../time/spans.ts";
import { type Zone, wallSpans, dateAt } from "../time/zoned-time.ts";
import { type WallDate, addDays, weekdayNumber } from "../time/wall-date.ts";

/** `booking`: booking implies consent to reminders; `stated`: each person must have been asked. */
export const consentBases = ["booking", "stated"] as const;

/** How a clinic reminds. All times of day are in the called person's zone. */
export interface OutreachPolicy {
  readonly enabled: boolean;
  /** Minutes before the appointment, one call each; longest first, without duplicates. */
  readonly leadMinutes: readonly number[];
  /** Appointment types to call about; null: all types, and appointments without one. */
  readonly typeIds: readonly string[] | null;
  /** Calls start at `opensAt` or later, and before `closesAt`. */
  readonly opensAt: WallTime;
  readonly closesAt: WallTime;
  readonly onSundays: boolean;
  readonly onHolidays: boolean;
  /** For one appointment. */
  readonly mostTries: number;
  /** Minutes from the end of a try to the next, by outcome. */
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
  /** ISO alpha-2 codes of the countries to call in addition to the clinic's own. */
  readonly countries: readonly string[];
}

/** Applies until a clinic sets its own policy: no one is called until someone turns reminders on. */
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

/** Minutes from a call that reached no one to the next try; null: it reached someone. */
export function retryMinutes(outcome: CallOutcome, policy: OutreachPolicy): number | null {
  return spacing[outcome]?.(policy) ?? null;
}

/** When a person may be called, in their local time. */
export interface CallHours extends Pick<OutreachPolicy, "opensAt" | "closesAt" | "onSundays"> {
  readonly zone: Zone;
  /** Dates without calls. */
  readonly holidays: ReadonlySet<WallDate>;
}

const SUNDAY = 7;

/** No run of Sundays and holidays is longer. */
const mostDaysSearched = 31;

/** The call hours of a date: the same wall-clock times every day, whatever the clock change. */
function spansOn(date: WallDate, { zone, opensAt, closesAt, onSundays, holidays }: CallHours): readonly Span[] {
  if ((!onSundays && weekdayNumber(date) === SUNDAY) || holidays.has(date)) return [];
  return wallSpans(date, zone, [minutesOfWallTime(opensAt) ?? 0, minutesOfWallTime(closesAt) ?? 0]);
}

export function isWithinHours(at: number, hours: CallHours): boolean {
  return spansOn(dateAt(at, hours.zone), hours).some(({ from, to }) => from <= at && at < to);
}

/** The instant itself, or the first later one when the person may be called; null: none in the foreseeable future. */
export function nextWithinHours(at: number, hours: CallHours): number | null {
  const first = dateAt(at, hours.zone);
  for (let days = 0; days < mostDaysSearched; days += 1) {
    const span = spansOn(addDays(first, days), hours).find(({ to }) => at < to);
    if (span !== undefined) return Math.max(at, span.from);
  }
  return null;
}

/** The last call hours that ended before the instant; null: none recently. */
export function hoursBefore(at: number, hours: CallHours): Span | null {
  const last = dateAt(at, hours.zone);
  for (let days = 0; days < mostDaysSearched; days += 1) {
    const span = spansOn(addDays(last, -days), hours).findLast(({ to }) => to <= at);
    if (span !== undefined) return span;
  }
  return null;
}
