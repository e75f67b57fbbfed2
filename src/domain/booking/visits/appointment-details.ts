import type { Doctor } from "../../clinic/clinic.ts";
import type { DoctorStore } from "../../clinic/ports.ts";
import type { Appointment } from "../appointment.ts";
import { type BookingRules, defaultBookingRules } from "../booking-rules.ts";
import type { AppointmentType, BookingDatabase, Patient, Room } from "../ports.ts";
import { MINUTE_MS } from "../../../clock.ts";

/** An appointment with everything its ids refer to, including doctors, rooms and types no longer in use. */
export interface AppointmentDetails {
  readonly appointment: Appointment;
  readonly doctor: Doctor | null;
  readonly room: Room | null;
  readonly type: AppointmentType | null;
  readonly patient: Patient | null;
  /** Minutes of notice, where it was cancelled after the cut-off. */
  readonly lateNotice: number | null;
}

interface DetailStores {
  readonly doctors: Pick<DoctorStore, "find">;
  readonly booking: Pick<BookingDatabase, "stores">;
}

type DetailsOf = (appointment: Appointment) => Promise<AppointmentDetails>;

/** Reads the details of appointments one at a time, but each doctor, type and patient only once. */
export function appointmentDetails(stores: DetailStores): DetailsOf {
  return detailsWith(stores, new Map());
}

/** The details of a page of appointments, with all their patients in one query. */
export async function listedDetails(
  appointments: readonly Appointment[],
  stores: DetailStores,
): Promise<readonly AppointmentDetails[]> {
  const ids = [...new Set(appointments.map(({ patientId }) => patientId))];
  const patients = await stores.booking.stores.patients.among(ids);
  const detailsOf = detailsWith(stores, new Map(patients.map((patient) => [patient.id, Promise.resolve(patient)])));
  return Promise.all(appointments.map((each) => detailsOf(each)));
}

function detailsWith(
  { doctors, booking: { stores } }: DetailStores,
  patients: Map<string, Promise<Patient | undefined>>,
): DetailsOf {
  const rulesOf = remembering(() => stores.rules.find());
  const roomsOf = remembering(() => stores.rooms.list());
  const doctorOf = remembering((id) => doctors.find(id));
  const typeOf = remembering((id) => stores.types.find(id));
  const patientOf = remembering((id) => stores.patients.find(id), patients);
  return async (appointment) => ({
    appointment,
    doctor: (await doctorOf(appointment.doctorId)) ?? null,
    room: (await roomsOf("")).find(({ id }) => id === appointment.roomId) ?? null,
    type: appointment.typeId === null ? null : ((await typeOf(appointment.typeId)) ?? null),
    patient: (await patientOf(appointment.patientId)) ?? null,
    lateNotice: lateNotice(appointment, (await rulesOf("")) ?? defaultBookingRules) ?? null,
  });
}

function remembering<T>(
  find: (id: string) => Promise<T>,
  known = new Map<string, Promise<T>>(),
): (id: string) => Promise<T> {
  return (id) => {
    const found = known.get(id) ?? find(id);
    known.set(id, found);
    return found;
  };
}

/** Minutes of notice of an appointment cancelled after the cut-off, by today's rules; else undefined. */
export function lateNotice(
  { status, startsAt, updatedAt }: Appointment,
  { cancelCutoffMinutes }: Pick<BookingRules, "cancelCutoffMinutes">,
): number | undefined {
  const minutes = Math.floor((startsAt - updatedAt) / MINUTE_MS);
  return status === "cancelled" && minutes >= 0 && minutes < cancelCutoffMinutes ? minutes : undefined;
}
