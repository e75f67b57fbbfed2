import { shortId } from "../../find-by-id.ts";
import { AscendiaError } from "../../../errors.ts";
import { dateAt, wallTimeAt, instantOf } from "../../time/zoned-time.ts";
import type { Staff } from "../patients/patient-identity.ts";
import { type Appointment, type AppointmentStatus, isActive, moveAppointment } from "../appointment.ts";
import { readAvailability } from "../slots/availability.ts";
import { bookableSpan } from "../slots/horizon.ts";
import { type Booked, type Unavailable, type UnavailableReason, bookAppointment } from "./book-appointment.ts";
import {
  type Cancelled,
  type NotActive,
  type PastCutoff,
  type Rescheduled,
  cancelAppointment,
  passedCutoff,
  rescheduleAppointment,
} from "./change-appointment.ts";
import { latestOf, requireAppointment } from "../patients/find-appointments.ts";
import { type PatientDetails, claimedPatients, sameName } from "../patients/patient.ts";
import type { BookingPorts, Patient } from "../ports.ts";
import type { SlotChoice } from "../slots/slot.ts";
import { addDays } from "../../time/wall-date.ts";
import { warmHolidays } from "../calendar/clinic-calendar.ts";
import { inOneTransaction } from "../transactions.ts";

/** Without a reason, the rules for callers apply to staff too. */
interface Reasoned {
  readonly reason: string | null;
}

interface Overbooking extends Reasoned {
  /** Whether the doctor may see someone else at that time. Needs a reason. */
  readonly overbook?: boolean | undefined;
}

export interface StaffBooking extends Overbooking {
  readonly choice: SlotChoice;
  readonly patient: PatientDetails;
}

export interface StaffMove extends Overbooking {
  readonly appointmentId: string;
  readonly choice: SlotChoice;
}

interface StaffCancellation extends Reasoned {
  readonly appointmentId: string;
}

/** @throws conflict when the slot is not available, or breaks notice or horizon and no reason is given */
export async function bookByStaff(request: StaffBooking, ports: BookingPorts): Promise<Booked> {
  const { choice, patient, reason, overbook = false } = request;
  assertReasoned(request);
  if (reason === null) await assertWithinRules(choice, ports);
  const before = overbook ? await bookedBefore({ choice, patient }, ports) : undefined;
  if (before !== undefined) return before;
  const result = await bookAppointment({ choice, patient, by: { ...staff(reason), overbooks: overbook } }, ports);
  if (result.kind === "booked") return result;
  return (await bookedBefore({ choice, patient }, ports)) ?? refuse(result, ports);
}

/** @throws not_found, conflict */
export async function moveByStaff(
  { appointmentId, choice, reason, overbook = false }: StaffMove,
  ports: BookingPorts,
): Promise<Rescheduled> {
  assertReasoned({ reason, overbook });
  const appointment = await requireAppointment(appointmentId, ports.database.stores);
  if (reason === null) await assertChangeable(appointment, ports);
  if (reason === null) await assertWithinRules(choice, ports);
  const result = await rescheduleAppointment(
    { appointmentId, choice, by: { ...staff(reason), overbooks: overbook } },
    ports,
  );
  if (result.kind === "rescheduled") return result;
  return result.kind === "unavailable" ? refuse(result, ports) : refuseChange(result, ports);
}

/** @throws not_found, conflict */
export async function cancelByStaff(
  { appointmentId, reason }: StaffCancellation,
  ports: BookingPorts,
): Promise<Cancelled> {
  const appointment = await requireAppointment(appointmentId, ports.database.stores);
  if (reason === null) await assertChangeable(appointment, ports);
  const result = await cancelAppointment({ appointmentId, by: staff(reason) }, ports);
  return result.kind === "cancelled" ? result : refuseChange(result, ports);
}

function assertReasoned({ overbook = false, reason }: Overbooking): void {
  if (!overbook || reason !== null) return;
  throw new AscendiaError("usage", "--overbook needs a reason.", {
    hint: 'Say why the doctor sees two patients then, such as --reason "urgent, agreed with Dr. Test".',
  });
}

function staff(reason: string | null): Staff {
  return { kind: "staff", reason: reason ?? "by staff" };
}

async function assertWithinRules(choice: SlotChoice, ports: BookingPorts): Promise<void> {
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const { calendar, now } = await readAvailability({ firstDate: date, lastDate: date }, ports.database.stores, ports);
  const { from, to } = bookableSpan(calendar, now);
  if (choice.startsAt < now || (from <= choice.startsAt && choice.startsAt < to)) return;
  const why = choice.startsAt < from ? refusals.too_soon : refusals.too_far;
  throw new AscendiaError("conflict", `${whenOf(choice.startsAt, ports)}: ${why}.`, { hint: override });
}

async function assertChangeable(appointment: Appointment, ports: BookingPorts): Promise<void> {
  if (!isActive(appointment)) return;
  const minutes = await passedCutoff(appointment, ports.database.stores, ports);
  if (minutes === undefined) return;
  throw new AscendiaError(
    "conflict",
    `The appointment of ${whenOf(appointment.startsAt, ports)} is closer than the clinic's cut-off of ${minutes} minutes.`,
    { hint: override },
  );
}

const override = "Staff may override this rule: pass --reason, which is recorded.";

const refusals: Readonly<Record<UnavailableReason, string>> = {
  past: "that time has passed",
  too_soon: "that is sooner than the clinic's minimum notice",
  too_far: "that is beyond the clinic's horizon",
  same_day: "that time is reserved for same-day callers",
  closed: "no such visit can begin then (closed, doctor absent, type not offered, no room, or off the slot interval)",
  taken: "that time is taken",
  held: "a caller is choosing that time",
  limit: "the caller has reached the booking limit",
  withheld: "callers with a withheld number have reached today's limit",
};

export function unavailableText(reason: UnavailableReason): string {
  return refusals[reason];
}

/** Finds the appointment of the same command run earlier, whose answer was lost. */
async function bookedBefore(
  { choice, patient }: Pick<StaffBooking, "choice" | "patient">,
  { database }: BookingPorts,
): Promise<Booked | undefined> {
  const family = await claimedPatients({ phone: patient.phone, name: patient.name }, database.stores);
  for (const known of family.filter(({ name }) => sameName(name, patient.name))) {
    const appointments = await database.stores.appointments.ofPatient(known.id);
    const appointment = appointments.find(
      (each) => isActive(each) && each.doctorId === choice.doctorId && each.startsAt === choice.startsAt,
    );
    if (appointment !== undefined) return { kind: "booked", appointment, patient: known, repeated: true };
  }
  return undefined;
}

function refuse({ reason, alternatives }: Unavailable, ports: BookingPorts): never {
  const times = alternatives.slots.map(({ startsAt }) => whenOf(startsAt, ports)).join(", ");
  const next =
    alternatives.nextDate === null ? "Try another doctor." : `The next free date is ${alternatives.nextDate}.`;
  throw new AscendiaError("conflict", `Cannot book: ${refusals[reason]}.`, {
    hint: times === "" ? next : `Free instead: ${times}.`,
  });
}

async function refuseChange({ appointment }: PastCutoff | NotActive, ports: BookingPorts): Promise<never> {
  const latest = await latestOf(appointment, ports.database.stores);
  const moved =
    latest.id === appointment.id ? "" : `It was moved to ${whenOf(latest.startsAt, ports)}: use ${latest.id}.`;
  throw new AscendiaError("conflict", `The appointment is ${appointment.status} and cannot change.`, {
    hint: moved === "" ? `See it with: ascendia appointment:show ${shortId(appointment.id)}` : moved,
  });
}

function whenOf(instant: number, { clinic }: BookingPorts): string {
  return `${dateAt(instant, clinic.timezone)} ${wallTimeAt(instant, clinic.timezone)}`;
}

/** What staff record about a kept appointment; moving and cancelling have their own operations. */
export const outcomeStatuses = ["confirmed", "completed", "no_show"] as const satisfies readonly AppointmentStatus[];

export type OutcomeStatus = (typeof outcomeStatuses)[number];

interface Outcome {
  readonly appointmentId: string;
  readonly status: OutcomeStatus;
  readonly reason?: string | undefined;
}

/**
 * Confirms the appointment or records how it went; repeating it changes nothing. Throws `not_found`, and `conflict` for
 * a visit that has not begun or a status change that is not allowed.
 */
export async function recordOutcome(outcome: Outcome, { database, clock }: BookingPorts): Promise<Appointment> {
  return database.transact(async (stores) => {
    const appointment = await stores.appointments.find(outcome.appointmentId);
    if (appointment === undefined) {
      throw new AscendiaError("not_found", `There is no appointment with the id "${outcome.appointmentId}".`, {
        hint: "List the clinic's appointments to see their ids.",
      });
    }
    if (appointment.status === outcome.status) return appointment;
    if (outcome.status !== "confirmed" && clock.now() < appointment.startsAt) throw notBegun(outcome.status);
    const moved = moveAppointment(appointment, { status: outcome.status, at: clock.now(), reason: outcome.reason });
    await stores.appointments.update(moved);
    return moved;
  });
}

function notBegun(status: OutcomeStatus): AscendiaError {
  return new AscendiaError("conflict", `The visit has not begun: it cannot be ${status} yet.`, {
    hint: "Until then you can confirm, move or cancel it.",
  });
}

interface Repetition {
  readonly appointment: Appointment;
  readonly everyWeeks: number;
  /** How many visits to add. */
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
 * Books the patient's further visits: same doctor, type and local time, every `everyWeeks` weeks. Books all or none,
 * unless unavailable dates are skipped. @throws conflict, not_found
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
