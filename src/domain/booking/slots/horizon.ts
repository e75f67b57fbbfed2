import { MINUTE_MS } from "../../../clock.ts";
import type { Span } from "../../time/spans.ts";
import { type WallDate, addDays } from "../../time/wall-date.ts";
import { dateAt, daySpan, todayIn } from "../../time/zoned-time.ts";
import { type BookingRules, defaultBookingRules } from "../booking-rules.ts";
import type { ClinicCalendar } from "../calendar/clinic-calendar.ts";
import type { BookingPorts, BookingStores } from "../ports.ts";

/** From now plus the minimum notice to the end of the horizon's last date. */
export function bookableSpan({ zone, rules }: ClinicCalendar, now: number): Span {
  return { from: now + rules.leastNoticeMinutes * MINUTE_MS, to: daySpan(horizon(rules, dateAt(now, zone)), zone).to };
}

/** The last date that callers can book. */
export async function lastDateForCallers(
  { rules }: Pick<BookingStores, "rules">,
  { clinic, clock }: Pick<BookingPorts, "clinic" | "clock">,
): Promise<WallDate> {
  return horizon((await rules.find()) ?? defaultBookingRules, todayIn(clinic.timezone, clock));
}

function horizon({ horizonDays }: BookingRules, today: WallDate): WallDate {
  return addDays(today, horizonDays);
}
