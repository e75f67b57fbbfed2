import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { Appointment } from "../../src/domain/booking/appointment.ts";
import type { Patient } from "../../src/domain/booking/ports.ts";
import type { AllClinicStores, Store } from "../../src/domain/fleet/ports.ts";
import { AscendiaError } from "../../src/errors.ts";
import { testClinic } from "./test-clinic.ts";

/** The clinic that a test is about, and its neighbour, whose rows it must never see. */
export interface TwoClinics {
  readonly database: SqlDatabase;
  readonly store: Store;
  readonly own: AllClinicStores;
  readonly other: AllClinicStores;
}

export const ownClinic = testClinic({ id: "clinic-own", slug: "own", name: "Own", ownerEmail: "own@example.com" });
export const otherClinic = testClinic({ id: "clinic-other", slug: "other", name: "Other", createdAt: 1 });

export async function twoClinics(open: () => Promise<SqlDatabase>): Promise<TwoClinics> {
  const database = await open();
  const store = sqlStore(database);
  for (const clinic of [ownClinic, otherClinic]) await store.clinics.add(clinic);
  return { database, store, own: store.scope(ownClinic.id), other: store.scope(otherClinic.id) };
}

/** Adds each clinic's first rows, under ids that name the clinic: `doctor-own`, `patient-own`. */
export async function withDoctorAndPatient(clinics: TwoClinics): Promise<TwoClinics> {
  for (const [name, scope] of [
    ["own", clinics.own],
    ["other", clinics.other],
  ] as const) {
    await scope.doctors.add({
      id: `doctor-${name}`,
      name: "Awa Test",
      specialty: "Dentist",
      email: null,
      active: true,
    });
    await scope.booking.stores.patients.add(patientOf(`patient-${name}`));
  }
  return clinics;
}

export function patientOf(id: string, more: Partial<Patient> = {}): Patient {
  return { id, name: "Koffi Test", phone: "+2290197000020", birthDate: null, email: null, createdAt: 1, ...more };
}

/** A half-hour visit by the clinic's patient to its doctor. */
export function visitOf(id: string, startsAt: number, more: Partial<Appointment> = {}): Appointment {
  return {
    id,
    patientId: "patient-own",
    doctorId: "doctor-own",
    roomId: null,
    typeId: null,
    startsAt,
    endsAt: startsAt + 30,
    blockedFrom: startsAt,
    blockedTo: startsAt + 30,
    status: "scheduled",
    callId: null,
    rescheduledFrom: null,
    changeReason: null,
    calendarUid: `${id}@test`,
    calendarSequence: 0,
    overbookReason: null,
    createdAt: 1,
    updatedAt: 1,
    ...more,
  };
}

export function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}

/** The outcome of concurrent works: how many succeeded, and the error codes of the others. */
export async function rivalry(works: readonly Promise<unknown>[]) {
  const results = await Promise.allSettled(works);
  const codes = results.flatMap((result) => (result.status === "rejected" ? [codeOf(result.reason)] : []));
  return { won: works.length - codes.length, refusedWith: [...new Set(codes)] };
}

function codeOf(error: unknown): string {
  return error instanceof AscendiaError ? error.code : String(error);
}
