import type { InsertResult, Kysely } from "kysely";
import type { Patient, PatientStore, WaitlistEntry, WaitlistStore } from "../../domain/booking/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { WallDate } from "../../domain/time/wall-date.ts";
import { SqlClinicDirectory } from "./clinic-stores.ts";
import type { SqlDatabase } from "./database.ts";
import type { ClinicSchema } from "./schema.ts";
import { clinicStatement, expectOne } from "./statement.ts";

/** Clinics that hold a slot for a waitlisted patient who let it pass. */
export async function clinicsWithLapsedOffers({ fleet }: SqlDatabase, now: number): Promise<readonly Clinic[]> {
  const rows = await fleet
    .selectFrom("holds")
    .select("clinicId")
    .distinct()
    .where("waitlistEntryId", "is not", null)
    .where("expiresAt", "<=", now)
    .execute();
  const directory = new SqlClinicDirectory(fleet);
  const clinics = await Promise.all(rows.map(({ clinicId }) => directory.find(clinicId)));
  return clinics.flatMap((clinic) => (clinic?.status === "active" ? [clinic] : []));
}

export class SqlPatientStore implements PatientStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(patientId: string): Promise<Patient | undefined> {
    return allPatients(this.#clinic).where("id", "=", patientId).executeTakeFirst();
  }

  withPhone(phone: string): Promise<readonly Patient[]> {
    return withPhone(this.#clinic, { phone });
  }

  bornOn(birthDate: WallDate): Promise<readonly Patient[]> {
    return allPatients(this.#clinic).where("birthDate", "=", birthDate).execute();
  }

  async add(patient: Patient): Promise<void> {
    await addPatient(this.#clinic, patient);
  }

  async update(patient: Patient): Promise<void> {
    const result = await this.#clinic
      .updateTable("patients")
      .set(patient)
      .where("id", "=", patient.id)
      .executeTakeFirst();
    expectOne(result.numUpdatedRows, `patient ${patient.id}`);
  }
}

function allPatients(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("patients").selectAll().orderBy("createdAt").orderBy("id");
}

const withPhone = clinicStatement<Patient, { readonly phone: string }>((clinic, given) =>
  allPatients(clinic).where("phone", "=", given("phone")),
);

const addPatient = clinicStatement<InsertResult, Patient>((clinic, given) =>
  clinic.insertInto("patients").values({
    id: given("id"),
    name: given("name"),
    phone: given("phone"),
    birthDate: given("birthDate"),
    email: given("email"),
    createdAt: given("createdAt"),
  }),
);

export class SqlWaitlistStore implements WaitlistStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(entryId: string): Promise<WaitlistEntry | undefined> {
    return this.#clinic.selectFrom("waitlist").selectAll().where("id", "=", entryId).executeTakeFirst();
  }

  inLine(): Promise<readonly WaitlistEntry[]> {
    return inLine(this.#clinic, {});
  }

  async add(entry: WaitlistEntry): Promise<void> {
    await this.#clinic.insertInto("waitlist").values(entry).execute();
  }

  async update(entry: WaitlistEntry): Promise<void> {
    const result = await this.#clinic.updateTable("waitlist").set(entry).where("id", "=", entry.id).executeTakeFirst();
    expectOne(result.numUpdatedRows, `waitlist entry ${entry.id}`);
  }
}

const inLine = clinicStatement<WaitlistEntry>((clinic) =>
  clinic
    .selectFrom("waitlist")
    .selectAll()
    .where("status", "in", ["waiting", "offered"])
    .orderBy("createdAt")
    .orderBy("id"),
);
