import { wallSpans } from "../time/day-spans.ts";
import type { Span } from "../time/spans.ts";
import { type WallDate, addDays, weekdayNumber } from "../time/wall-date.ts";
import { minutesOfWallTime } from "../time/wall-time.ts";
import { type Zone, dateAt } from "../time/zoned-time.ts";
import type { OutreachPolicy } from "./policy.ts";

/** When a person may be called, in their local time. */
export interface CallHours extends Pick<OutreachPolicy, "opensAt" | "closesAt" | "onSundays"> {
  readonly zone: Zone;
  /** Dates without calls. */
  readonly holidays: ReadonlySet<WallDate>;
}

const SUNDAY = 7;
/** No run of Sundays and holidays is longer. */
const mostDaysSearched = 31;

/** The hours of a date: the same wall-clock times every day, whatever the clock change. */
function spansOn(date: WallDate, { zone, opensAt, closesAt, onSundays, holidays }: CallHours): readonly Span[] {
  if ((!onSundays && weekdayNumber(date) === SUNDAY) || holidays.has(date)) return [];
  return wallSpans(date, zone, [minutesOfWallTime(opensAt) ?? 0, minutesOfWallTime(closesAt) ?? 0]);
}

export function isWithinHours(at: number, hours: CallHours): boolean {
  return spansOn(dateAt(at, hours.zone), hours).some(({ from, to }) => from <= at && at < to);
}

/** The instant itself, or the first later one when the person may be called; null: not in the foreseeable future. */
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
