import { type Span, wallSpans } from "../time/spans.ts";
import { type WallDate, addDays, weekdayNumber } from "../time/wall-date.ts";
import { minutesOfWallTime } from "../time/wall-time.ts";
import { type Zone, dateAt } from "../time/zoned-time.ts";
import type { OutreachPolicy } from "./policy.ts";

/** When a person may be called, by the clocks where they live. */
export interface CallHours extends Pick<OutreachPolicy, "opensAt" | "closesAt" | "onSundays"> {
  readonly zone: Zone;
  /** Dates on which nobody is called. */
  readonly holidays: ReadonlySet<WallDate>;
}

const SUNDAY = 7;
/** No run of Sundays and holidays is longer. */
const mostDaysSearched = 31;

/** The hours of a date: wall-clock times on every day, so that a clock change moves none of them. */
function spansOn(date: WallDate, { zone, opensAt, closesAt, onSundays, holidays }: CallHours): readonly Span[] {
  if ((!onSundays && weekdayNumber(date) === SUNDAY) || holidays.has(date)) return [];
  return wallSpans(date, zone, [minutesOfWallTime(opensAt) ?? 0, minutesOfWallTime(closesAt) ?? 0]);
}

export function isWithinHours(at: number, hours: CallHours): boolean {
  return spansOn(dateAt(at, hours.zone), hours).some(({ from, to }) => from <= at && at < to);
}

/** The instant itself or the first one after it at which the person may be called; null: in no foreseeable time. */
export function nextWithinHours(at: number, hours: CallHours): number | null {
  const first = dateAt(at, hours.zone);
  for (let days = 0; days < mostDaysSearched; days += 1) {
    const span = spansOn(addDays(first, days), hours).find(({ to }) => at < to);
    if (span !== undefined) return Math.max(at, span.from);
  }
  return null;
}

/** The last hours that are over before the instant; null: in no recent time. */
export function hoursBefore(at: number, hours: CallHours): Span | null {
  const last = dateAt(at, hours.zone);
  for (let days = 0; days < mostDaysSearched; days += 1) {
    const span = spansOn(addDays(last, -days), hours).findLast(({ to }) => to <= at);
    if (span !== undefined) return span;
  }
  return null;
}
