import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";

/** When a series begins, and how it repeats. */
export interface Pattern {
  /** Wall-clock time, such as 2026-12-01T09:00. */
  readonly start: string;
  readonly zone: string;
  readonly minutes: number;
  /** Lines of RFC 5545: RRULE, EXDATE. */
  readonly lines: readonly string[];
}

export interface Occurrence {
  readonly from: number;
  readonly to: number;
  /** The date on which the occurrence begins, in the series' zone. */
  readonly date: string;
}

const MOST = 3000;

/** The occurrences that end after `from` and begin before `to`. */
export function occurrencesOf(
  { start, zone, minutes, lines }: Pattern,
  from: number,
  to: number,
): readonly Occurrence[] {
  const rule = lines.find((line) => line.startsWith("RRULE:"))?.slice("RRULE:".length);
  if (rule === undefined) return [];
  const excluded = new Set(lines.filter((line) => line.startsWith("EXDATE")).flatMap((line) => excludedBy(line, zone)));
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(seconds(start)));
  const found: Occurrence[] = [];
  for (let count = 0; count < MOST; count += 1) {
    const next: unknown = iterator.next();
    if (!(next instanceof ICAL.Time)) break;
    const wall = Temporal.PlainDateTime.from(next.toString());
    const began = wall.toZonedDateTime(zone).epochMilliseconds;
    if (began >= to) break;
    const ended = wall.add({ minutes }).toZonedDateTime(zone).epochMilliseconds;
    if (ended > from && !excluded.has(began))
      found.push({ from: began, to: ended, date: wall.toPlainDate().toString() });
  }
  return found;
}

function seconds(wall: string): string {
  return wall.length === 16 ? `${wall}:00` : wall.slice(0, 19);
}

function excludedBy(line: string, zone: string): readonly number[] {
  const [, values = ""] = /^EXDATE[^:]*:(.*)$/u.exec(line) ?? [];
  return values.split(",").map((value) => {
    const wall = value.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/u, "$1-$2-$3T$4:$5:$6");
    const at = Temporal.PlainDateTime.from(wall);
    return at.toZonedDateTime(value.endsWith("Z") ? "UTC" : zone).epochMilliseconds;
  });
}
