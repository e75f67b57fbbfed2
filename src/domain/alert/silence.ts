import { DAY_MS, HOUR_MS } from "../../clock.ts";
import { type Span, contains } from "../time/spans.ts";
import { type WallDate, addDays } from "../time/wall-date.ts";
import { type Zone, dateAt, instantOf, wallTimeAt } from "../time/zoned-time.ts";

/** How many past weeks the usual hours are learned from. */
export const LEARNED_WEEKS = 8;
/** How many days back silence is counted. */
export const COUNTED_DAYS = 7;
/**
 * An hour is known if the clinic was open at that hour in at least this many weeks, and usual if this share of them had
 * calls.
 */
const LEAST_WEEKS = 3;
const USUAL_SHARE = 0.75;

export interface Heard {
  readonly zone: Zone;
  /** When the clinic was open, without holidays and closures; ascending and disjoint. */
  readonly openings: readonly Span[];
  /** When callers called, ascending. */
  readonly calls: readonly number[];
  readonly now: number;
}

/**
 * How many whole hours since the last call are hours at which the clinic is usually called: it was open at that hour in
 * at least three past weeks, and had calls in three of four of them. Hours are clock hours in the clinic's zone. Hours
 * at which it is closed or usually quiet neither count nor end the silence.
 */
export function silentHours(heard: Heard): number {
  const { calls, now } = heard;
  const [first, last] = [calls[0], calls.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const earliest = Math.max(last, now - COUNTED_DAYS * DAY_MS);
  const present = hourOf(dateAt(now, heard.zone), hourTextAt(now, heard.zone), heard.zone);
  let silent = 0;
  for (let from = present.from - HOUR_MS; from >= earliest; from -= HOUR_MS) {
    if (isOpen(heard, { from, to: from + HOUR_MS }) && isUsual(from, first, heard)) silent += 1;
  }
  return silent;
}

/** Whether the clinic is usually called in the hour that begins then. */
function isUsual(from: number, first: number, heard: Heard): boolean {
  const { zone, calls } = heard;
  const [date, time] = [dateAt(from, zone), hourTextAt(from, zone)];
  let [known, called] = [0, 0];
  for (let week = 1; week <= LEARNED_WEEKS; week += 1) {
    const hour = hourOf(addDays(date, -7 * week), time, zone);
    if (hour.from < first - HOUR_MS || !isOpen(heard, hour)) continue;
    known += 1;
    if (hasCall(calls, hour)) called += 1;
  }
  return known >= LEAST_WEEKS && called / known >= USUAL_SHARE;
}

function hourTextAt(instant: number, zone: Zone): string {
  return `${wallTimeAt(instant, zone).slice(0, 2)}:00`;
}

function hourOf(date: WallDate, time: string, zone: Zone): Span {
  const from = instantOf(date, time, zone);
  return { from, to: from + HOUR_MS };
}

function isOpen({ openings }: Heard, hour: Span): boolean {
  return openings.some((opening) => contains(opening, hour));
}

function hasCall(calls: readonly number[], { from, to }: Span): boolean {
  return calls.some((at) => from <= at && at < to);
}
