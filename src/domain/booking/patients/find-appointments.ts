import { AscendiaError } from "../../../errors.ts";
import type { IdentifiedCaller, Staff, PatientClaim } from "./patient-identity.ts";
import { type Appointment, type AppointmentStatus, isActive } from "../appointment.ts";
import { claimedPatients } from "./patient.ts";
import type { BookingPorts, BookingStores, Patient } from "../ports.ts";
import type { SlotChoice } from "../slots/slot.ts";
import type { Doctor } from "../../clinic/clinic.ts";

/** Upcoming appointments of the patient the claim proves, by start; none when it proves no one. */
export async function findAppointments(
  claim: PatientClaim,
  ports: BookingPorts,
): Promise<readonly VerifiedAppointment[]> {
  const patients = await claimedPatients(claim, ports.database.stores);
  const found = await Promise.all(patients.map((patient) => appointmentsOf(patient, ports)));
  return found.flat();
}

/** The patient's upcoming appointments, by start. */
export async function appointmentsOf(
  patient: Patient,
  { database, clock }: Pick<BookingPorts, "database" | "clock">,
): Promise<readonly VerifiedAppointment[]> {
  const appointments = await database.stores.appointments.ofPatient(patient.id);
  return appointments
    .filter((appointment) => isActive(appointment) && appointment.endsAt > clock.now())
    .map((appointment) => ({ appointment, patient }))
    .toSorted((one, other) => one.appointment.startsAt - other.appointment.startsAt);
}

export interface VerifiedAppointment {
  readonly appointment: Appointment;
  readonly patient: Patient;
}

/**
 * The appointment, if the actor may change it. A caller whose claim does not cover it gets the same `not_found` as for
 * an appointment that does not exist.
 */
export async function verifyAppointment(
  { appointmentId, by }: { readonly appointmentId: string; readonly by: IdentifiedCaller | Staff },
  stores: BookingStores,
): Promise<VerifiedAppointment> {
  const appointment = await stores.appointments.find(appointmentId);
  if (appointment === undefined) throw unknownAppointment();
  if (by.kind === "caller") {
    const patients = await claimedPatients(by.claim, stores);
    if (!patients.some(({ id }) => id === appointment.patientId)) throw unknownAppointment();
  }
  const patient = await stores.patients.find(appointment.patientId);
  if (patient === undefined) throw unknownAppointment();
  return { appointment, patient };
}

function unknownAppointment(): AscendiaError {
  return new AscendiaError("not_found", "No such appointment for this person.", {
    hint: "Search again by the patient's phone, or by name and birth date.",
  });
}

/** Active appointments that have not begun, by start. */
export async function comingAppointments({
  database,
  clock,
}: Pick<BookingPorts, "database" | "clock">): Promise<readonly Appointment[]> {
  const from = clock.now();
  const appointments = await database.stores.appointments.startingWithin({ from, to: Number.MAX_SAFE_INTEGER });
  return appointments.filter((appointment) => isActive(appointment));
}

/** @throws not_found */
export async function requireAppointment(
  appointmentId: string,
  { appointments }: Pick<BookingStores, "appointments">,
): Promise<Appointment> {
  const appointment = await appointments.find(appointmentId);
  if (appointment !== undefined) return appointment;
  throw new AscendiaError("not_found", `The clinic has no appointment "${appointmentId}".`, {
    hint: "List them with: ascendia appointment:list",
  });
}

/** The appointment itself, or the one it was finally moved to. */
export async function latestOf(
  appointment: Appointment,
  { appointments }: Pick<BookingStores, "appointments">,
): Promise<Appointment> {
  const ofPatient = await appointments.ofPatient(appointment.patientId);
  let latest = appointment;
  for (;;) {
    const { id } = latest;
    const next = ofPatient.find(({ rescheduledFrom }) => rescheduledFrom === id);
    if (next === undefined) return latest;
    latest = next;
  }
}

export async function activeVisits(
  patientId: string,
  { database }: Pick<BookingPorts, "database">,
): Promise<readonly Appointment[]> {
  return (await database.stores.appointments.ofPatient(patientId)).filter((visit) => isActive(visit));
}

/** Whether the visit is the requested one, so that a caller who was cut off and calls again finds it. */
export function isVisitChosen(visit: Appointment, { doctorId, startsAt }: SlotChoice): boolean {
  return visit.doctorId === doctorId && visit.startsAt === startsAt;
}

/** The other visits that overlap this one. */
export function visitsAtOnce(
  { id, startsAt, endsAt }: Appointment,
  visits: readonly Appointment[],
): readonly Appointment[] {
  return visits.filter((other) => other.id !== id && other.startsAt < endsAt && startsAt < other.endsAt);
}

const wasKept: ReadonlySet<AppointmentStatus> = new Set(["scheduled", "confirmed", "completed"]);

/** The doctor a patient saw last, if still at the clinic. Only for callers who proved to be that patient. */
export async function lastSeenDoctor(
  { id: patientId }: Pick<Patient, "id">,
  { database, clock }: Pick<BookingPorts, "database" | "clock">,
): Promise<Doctor | undefined> {
  const { appointments, doctors } = database.stores;
  const past = (await appointments.ofPatient(patientId)).filter(
    ({ startsAt, status }) => startsAt <= clock.now() && wasKept.has(status),
  );
  const last = past.toSorted((a, b) => b.startsAt - a.startsAt)[0];
  if (last === undefined) return undefined;
  return (await doctors.list()).find(({ id, active }) => id === last.doctorId && active);
}
