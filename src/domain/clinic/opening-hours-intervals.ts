import { AscendiaError } from "../errors.ts";
import { minutesOfWallTime, minutesPerDay, wallTimeOfMinutes } from "../time/wall-time.ts";
import type { Interval } from "./opening-hours.ts";

const timeHint = 'Write times as "HH:MM" from 00:00 to 24:00, for example "08:00" and "12:30".';

/**
 * One day's intervals from pairs of texts, sorted and normalised to "HH:MM". `where` names the place in messages
 * ("Sat", "hours.mon"). Throws `invalid` on a bad time, a reversed or empty interval, or an overlap.
 */
export function intervalsOf(pairs: readonly (readonly [string, string])[], where: string): readonly Interval[] {
  const spans = pairs.map(([opens, closes]) => spanOf(opens, closes, where)).toSorted((a, b) => a.from - b.from);
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1];
    if (next !== undefined && next.from < span.to) throw overlapError(where, [span, next]);
  }
  return spans.map(({ from, to }) => ({ opens: wallTimeOfMinutes(from), closes: wallTimeOfMinutes(to) }));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(opens: string, closes: string, where: string): Span {
  const from = minutesOf(opens, where);
  const to = minutesOf(closes, where);
  if (from < to) return { from, to };
  const written = `${wallTimeOfMinutes(from)}-${wallTimeOfMinutes(to)}`;
  throw new AscendiaError("invalid", `Opening hours, ${where}: ${written} ends before it begins or is empty.`, {
    hint:
      from === minutesPerDay
        ? timeHint
        : `Swap the two times; hours that go past midnight are two intervals: ${wallTimeOfMinutes(from)}-24:00 on this day and 00:00-${wallTimeOfMinutes(to)} on the next.`,
  });
}

function minutesOf(text: string, where: string): number {
  const minutes = minutesOfWallTime(text);
  if (minutes !== undefined) return minutes;
  throw new AscendiaError("invalid", `Opening hours, ${where}: "${text}" is not a time.`, { hint: timeHint });
}

function overlapError(where: string, [first, second]: readonly [Span, Span]): AscendiaError {
  const text = (span: Span): string => `${wallTimeOfMinutes(span.from)}-${wallTimeOfMinutes(span.to)}`;
  const merged = text({ from: first.from, to: Math.max(first.to, second.to) });
  return new AscendiaError("invalid", `Opening hours, ${where}: ${text(first)} and ${text(second)} overlap.`, {
    hint: `Join them (${merged}) or leave a gap between them.`,
  });
}
