import { Temporal } from "temporal-polyfill";
import { AscendiaError } from "../../errors.ts";
import type { Span } from "../time/spans.ts";
import { type WallDate, addDays, isWallDate, weekdayNumber } from "../time/wall-date.ts";
import { type Zone, startOfDay } from "../time/zoned-time.ts";

/** Monday to Sunday on a clinic's calendar (ISO 8601). */
export interface Week {
  /** 2026-W48 */
  readonly name: string;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
}

export function weekOf(date: WallDate): Week {
  const firstDate = addDays(date, 1 - weekdayNumber(date));
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(firstDate);
  return {
    name: `${String(yearOfWeek).padStart(4, "0")}-W${String(weekOfYear).padStart(2, "0")}`,
    firstDate,
    lastDate: addDays(firstDate, 6),
  };
}

export function weekBefore({ firstDate }: Week): Week {
  return weekOf(addDays(firstDate, -7));
}

export function weekAfter({ firstDate }: Week): Week {
  return weekOf(addDays(firstDate, 7));
}

/** All instants of the week: 167 or 169 hours when the clocks change. */
export function spanOfWeek({ firstDate, lastDate }: Week, zone: Zone): Span {
  return { from: startOfDay(firstDate, zone), to: startOfDay(addDays(lastDate, 1), zone) };
}

/** 2026-W48, or any date in the week. @throws invalid */
export function weekNamed(text: string, where: string): Week {
  const [, year, week] = /^(\d{4})-?W(\d{2})$/iu.exec(text.trim()) ?? [];
  if (year !== undefined && week !== undefined) {
    // 4 January is in the first week of every year.
    const found = weekOf(addDays(weekOf(`${year}-01-04`).firstDate, 7 * (Number(week) - 1)));
    if (found.name === `${year}-W${week}` && isInReach(found)) return found;
  } else if (isWallDate(text.trim())) {
    const found = weekOf(text.trim());
    if (isInReach(found)) return found;
  }
  throw new AscendiaError("invalid", `${where}: "${text}" is not a week.`, {
    hint: "Write it as 2026-W48, or as a date in the week, such as 2026-11-23.",
  });
}

/** Calls before 2000 did not exist here, and far-off dates have no instants. */
function isInReach({ firstDate }: Week): boolean {
  return firstDate >= "2000-01-01" && firstDate < "2200-01-01";
}
