import { AscendiaError } from "../../errors.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt, instantOf, wallTimeAt } from "../time/zoned-time.ts";
import type { Appointment } from "./appointment.ts";
import type { Booked } from "./book-appointment.ts";
import { warmHolidays } from "./clinic-calendar.ts";
import type { BookingPorts, Patient } from "./ports.ts";
import type { SlotChoice } from "./slot.ts";
import { inOneTransaction } from "./in-one-transaction.ts";
import { bookByStaff } from "./staff-booking.ts";

export interface Repetition {
  readonly appointment: Appointment;
  readonly everyWeeks: number;
  /** How many visits follow. */
  readonly times: number;
  /** Book the dates that are free, instead of none when one is not. */
  readonly skipsUnavailable: boolean;
  readonly reason: string | null;
}

export interface Repeated {
  readonly booked: readonly Booked[];
  /** "2026-12-25 09:00: …", why it cannot be booked. */
  readonly missed: readonly string[];
}

/**
 * The patient's following visits: the same doctor, type and time on the wall, every so many weeks. All or none, unless
 * unavailable dates are skipped. @throws conflict, not_found
 */
export async function repeatByStaff(repetition: Repetition, ports: BookingPorts): Promise<Repeated> {
  const { appointment, skipsUnavailable, reason } = repetition;
  const patient = await ports.database.stores.patients.find(appointment.patientId);
  if (patient === undefined) throw new AscendiaError("not_found", "The patient of that appointment was erased.");
  const choices = choicesOf(repetition, ports);
  for (const choice of choices) await warmHolidays(choice, ports);
  return inOneTransaction(async (inner) => {
    const booked: Booked[] = [];
    const missed: string[] = [];
    for (const choice of choices) {
      const outcome = await tryBooking({ choice, patient, reason }, inner);
      if (typeof outcome === "string") missed.push(outcome);
      else booked.push(outcome);
    }
    if (missed.length > 0 && (!skipsUnavailable || booked.length === 0)) throw notAllFree(missed, choices.length);
    return { booked, missed };
  }, ports);
}

function choicesOf({ appointment, everyWeeks, times }: Repetition, { clinic }: BookingPorts): readonly SlotChoice[] {
  const { doctorId, typeId, startsAt } = appointment;
  const [date, time] = [dateAt(startsAt, clinic.timezone), wallTimeAt(startsAt, clinic.timezone)];
  return Array.from({ length: times }, (_, index) => {
    const day = addDays(date, 7 * everyWeeks * (index + 1));
    return { doctorId, typeId, startsAt: instantOf(day, time, clinic.timezone) };
  });
}

async function tryBooking(
  {
    choice,
    patient,
    reason,
  }: { readonly choice: SlotChoice; readonly patient: Patient; readonly reason: string | null },
  ports: BookingPorts,
): Promise<Booked | string> {
  const { timezone } = ports.clinic;
  try {
    return await bookByStaff({ choice, patient, reason }, ports);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "conflict") throw error;
    return `${dateAt(choice.startsAt, timezone)} ${wallTimeAt(choice.startsAt, timezone)}: ${error.message}`;
  }
}

function notAllFree(missed: readonly string[], times: number): AscendiaError {
  return new AscendiaError("conflict", `${missed.length} of ${times} visits cannot be booked, so none was.`, {
    hint: "Book the others with --skip-unavailable, or choose another time.",
    detail: missed,
  });
}
