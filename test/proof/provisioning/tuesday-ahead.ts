import { addDays, weekdayNumber } from "../../../src/domain/time/wall-date.ts";
import { dateAt } from "../../../src/domain/time/zoned-time.ts";

/** The Tuesday of next week. "Next Tuesday" can mean two dates, depending on the day on which a proof runs. */
export function tuesdayAhead(zone = "America/Chicago"): string {
  const today = dateAt(Date.now(), zone);
  return addDays(today, 9 - weekdayNumber(today));
}
