import { MINUTE_MS } from "../../clock.ts";
import type { Appointment } from "./appointment.ts";
import type { BookingRules } from "./booking-rules.ts";

/** Minutes of notice of an appointment that was cancelled after the cut-off, as the rules are now; else undefined. */
export function lateNotice(
  { status, startsAt, updatedAt }: Appointment,
  { cancelCutoffMinutes }: Pick<BookingRules, "cancelCutoffMinutes">,
): number | undefined {
  const minutes = Math.floor((startsAt - updatedAt) / MINUTE_MS);
  return status === "cancelled" && minutes >= 0 && minutes < cancelCutoffMinutes ? minutes : undefined;
}
