import type { InsertResult, Kysely } from "kysely";
import type { Patient, PatientStore } from "../../domain/booking/ports.ts";
import type { WallDate } from "../../domain/time/wall-date.ts";
import type { ClinicSchema } from "./schema.ts";
import { clinicStatement, expectOne } from "./statement.ts";

/** By name, each with the number of their appointments. */
export function listedPatients(clinic: Kysely<ClinicSchema>) {
  return clinic
    .selectFrom("patients")
    .select(["id", "name", "phone", "email", "birthDate", "createdAt"])
    .select((patient) =>
      patient
        .selectFrom("appointments")
        .whereRef("appointments.patientId", "=", "patients.id")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .$asScalar()
        .$notNull()
        .as("appointments"),
    )
    .orderBy("name")
    .orderBy("id");
}

export class SqlPatientStore implements PatientStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(patientId: string): Promise<Patient | undefined> {
    return patientById(this.#clinic, { patientId }).then(([patient]) => patient);
  }

  async among(patientIds: readonly string[]): Promise<readonly Patient[]> {
    return patientIds.length === 0 ? [] : allPatients(this.#clinic).where("id", "in", patientIds).execute();
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

const patientById = clinicStatement<Patient, { readonly patientId: string }>((clinic, given) =>
  allPatients(clinic).where("id", "=", given("patientId")),
);

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
