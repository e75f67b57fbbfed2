import type { Kysely } from "kysely";
import type { ClinicNumber, Doctor } from "../../domain/clinic/clinic.ts";
import type { DoctorStore, NumberStore } from "../../domain/clinic/ports.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { ClinicSchema, DoctorRow, PhoneNumberRow } from "./schema.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlDoctorStore implements DoctorStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async list(): Promise<readonly Doctor[]> {
    const rows = await this.#clinic
      .selectFrom("doctors")
      .selectAll()
      .where("active", "=", 1)
      .orderBy("position")
      .execute();
    return rows.map(toDoctor);
  }

  async find(doctorId: string): Promise<Doctor | undefined> {
    const row = await this.#clinic.selectFrom("doctors").selectAll().where("id", "=", doctorId).executeTakeFirst();
    return row === undefined ? undefined : toDoctor(row);
  }

  async add(doctor: Doctor): Promise<void> {
    const { last } = await this.#clinic
      .selectFrom("doctors")
      .select(({ fn }) => fn.max("position").as("last"))
      .executeTakeFirstOrThrow();
    await this.#refusingNamesakes(doctor, () =>
      this.#clinic
        .insertInto("doctors")
        .values({ ...toDoctorRow(doctor), position: (last ?? 0) + 1 })
        .execute(),
    );
  }

  async update(doctor: Doctor): Promise<void> {
    const [result] = await this.#refusingNamesakes(doctor, () =>
      this.#clinic.updateTable("doctors").set(toDoctorRow(doctor)).where("id", "=", doctor.id).execute(),
    );
    if (result?.numUpdatedRows !== 1n) throw new AscendiaError("not_found", `The clinic has no doctor ${doctor.id}.`);
  }

  #refusingNamesakes<T>(doctor: Doctor, write: () => Promise<T>): Promise<T> {
    return refusingDuplicates(`The clinic has a doctor named "${doctor.name}" already.`, write);
  }
}

function toDoctor(row: Omit<DoctorRow, "clinic_id">): Doctor {
  return { id: row.id, name: row.name, specialty: row.specialty, email: row.email, active: row.active === 1 };
}

function toDoctorRow(doctor: Doctor): Omit<DoctorRow, "clinic_id" | "position"> {
  return { ...doctor, active: doctor.active ? 1 : 0 };
}

export class SqlNumberStore implements NumberStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<ClinicNumber | undefined> {
    const row = await this.#clinic.selectFrom("phone_numbers").selectAll().executeTakeFirst();
    return row === undefined ? undefined : toNumber(row);
  }

  async save(number: ClinicNumber): Promise<void> {
    const row = toNumberRow(number);
    const [result] = await this.#clinic
      .updateTable("phone_numbers")
      .set(row)
      .where("phone_number", "=", number.phoneNumber)
      .execute();
    if (result?.numUpdatedRows === 1n) return;
    await refusingDuplicates(`The number ${number.phoneNumber} belongs to another clinic.`, () =>
      this.#clinic.insertInto("phone_numbers").values(row).execute(),
    );
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("phone_numbers").execute();
  }
}

function toNumber(row: Omit<PhoneNumberRow, "clinic_id">): ClinicNumber {
  return {
    phoneNumber: row.phone_number,
    source: row.source,
    agentId: row.agent_id,
    agentVersion: row.agent_version,
    webhookUrl: row.webhook_url,
    monthlyCents: row.monthly_cents,
  };
}

function toNumberRow(number: ClinicNumber): Omit<PhoneNumberRow, "clinic_id"> {
  return {
    phone_number: number.phoneNumber,
    source: number.source,
    agent_id: number.agentId,
    agent_version: number.agentVersion,
    webhook_url: number.webhookUrl,
    monthly_cents: number.monthlyCents,
  };
}
