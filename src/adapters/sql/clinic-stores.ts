import type { Kysely } from "kysely";
import type { ClinicNumber, Doctor } from "../../domain/clinic/clinic.ts";
import type { DoctorStore, NumberStore } from "../../domain/clinic/ports.ts";
import { AscendiaError } from "../../domain/errors.ts";
import { clinicStatement } from "./clinic-statement.ts";
import type { ClinicSchema, DoctorRow } from "./schema.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlDoctorStore implements DoctorStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async list(): Promise<readonly Doctor[]> {
    return (await activeDoctors(this.#clinic, {})).map(toDoctor);
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

const activeDoctors = clinicStatement<DoctorRow>((clinic) =>
  clinic.selectFrom("doctors").selectAll().where("active", "=", 1).orderBy("position"),
);

function toDoctor({ position, active, ...row }: DoctorRow): Doctor {
  return { ...row, active: active === 1 };
}

function toDoctorRow(doctor: Doctor): Omit<DoctorRow, "position"> {
  return { ...doctor, active: doctor.active ? 1 : 0 };
}

export class SqlNumberStore implements NumberStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<ClinicNumber | undefined> {
    return this.#clinic.selectFrom("phoneNumbers").selectAll().executeTakeFirst();
  }

  async save(number: ClinicNumber): Promise<void> {
    const [result] = await this.#clinic
      .updateTable("phoneNumbers")
      .set(number)
      .where("phoneNumber", "=", number.phoneNumber)
      .execute();
    if (result?.numUpdatedRows === 1n) return;
    await refusingDuplicates(`The number ${number.phoneNumber} belongs to another clinic.`, () =>
      this.#clinic.insertInto("phoneNumbers").values(number).execute(),
    );
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("phoneNumbers").execute();
  }
}
