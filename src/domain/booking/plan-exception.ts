import { AscendiaError } from "../errors.ts";
import { todayIn } from "../time/zoned-time.ts";
import type { Appointment } from "./appointment.ts";
import type { BookingPorts } from "./ports.ts";
import type { CalendarException } from "./records.ts";
import { strandedAppointments } from "./stranded-appointments.ts";

/** Times left out mean the whole day. */
export type ExceptionRequest = Omit<CalendarException, "id" | "fromTime" | "toTime"> &
  Partial<Pick<CalendarException, "fromTime" | "toTime">>;

export interface ExceptionPlan {
  readonly exception: CalendarException;
  /** Coming appointments that fall into it; they stand. */
  readonly stranded: readonly Appointment[];
}

/** @throws invalid for reversed or past dates, and for an extra opening that does not say when */
export async function planException(request: ExceptionRequest, ports: BookingPorts): Promise<ExceptionPlan> {
  const { firstDate, lastDate } = request;
  if (lastDate < firstDate) {
    throw new AscendiaError("invalid", `The range ends (${lastDate}) before it begins (${firstDate}).`, {
      hint: "Give the earlier date first.",
    });
  }
  if (lastDate < todayIn(ports.clinic.timezone, ports.clock)) {
    throw new AscendiaError("invalid", `${lastDate} is past.`, { hint: "A closure is about dates to come." });
  }
  if (request.kind === "open" && request.fromTime === undefined) {
    throw new AscendiaError("usage", "An extra opening must say from when to when.", {
      hint: "Give --hours, such as --hours 09:00-12:00.",
    });
  }
  const exception: CalendarException = { fromTime: "00:00", toTime: "24:00", ...request, id: ports.newId() };
  const stranded = await strandedAppointments(
    (calendar) => ({ ...calendar, exceptions: [...calendar.exceptions, exception] }),
    ports,
  );
  return { exception, stranded };
}
