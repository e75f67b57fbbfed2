import type { ExpressionBuilder, Kysely } from "kysely";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { ClinicDirectory, ClinicOverview } from "../../domain/clinic/ports.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { ClinicRow, FleetSchema } from "./schema.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlClinicDirectory implements ClinicDirectory {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async list(): Promise<readonly Clinic[]> {
    const rows = await this.#database.selectFrom("clinics").selectAll().orderBy("slug").execute();
    return rows.map(toClinic);
  }

  async overview(): Promise<readonly ClinicOverview[]> {
    const rows = await this.#database
      .selectFrom("clinics")
      .leftJoin("phone_numbers", "phone_numbers.clinic_id", "clinics.id")
      .selectAll("clinics")
      .select(["phone_numbers.phone_number", (query) => doctorsOf(query).as("doctors")])
      .orderBy("slug")
      .execute();
    return rows.map((row) => ({ clinic: toClinic(row), phoneNumber: row.phone_number, doctors: row.doctors ?? 0 }));
  }

  async find(idOrSlug: string): Promise<Clinic | undefined> {
    const row = await this.#database
      .selectFrom("clinics")
      .selectAll()
      .where((is) => is.or([is("id", "=", idOrSlug), is("slug", "=", idOrSlug)]))
      .executeTakeFirst();
    return row === undefined ? undefined : toClinic(row);
  }

  async findByNumber(phoneNumber: string): Promise<Clinic | undefined> {
    const row = await this.#database
      .selectFrom("clinics")
      .innerJoin("phone_numbers", "phone_numbers.clinic_id", "clinics.id")
      .selectAll("clinics")
      .where("phone_numbers.phone_number", "=", phoneNumber)
      .executeTakeFirst();
    return row === undefined ? undefined : toClinic(row);
  }

  async add(clinic: Clinic): Promise<void> {
    await refusingDuplicates(`There is a clinic with the slug "${clinic.slug}" already.`, () =>
      this.#database.insertInto("clinics").values(toRow(clinic)).execute(),
    );
  }

  async update(clinic: Clinic): Promise<void> {
    const [result] = await refusingDuplicates(`There is a clinic with the slug "${clinic.slug}" already.`, () =>
      this.#database.updateTable("clinics").set(toRow(clinic)).where("id", "=", clinic.id).execute(),
    );
    if (result?.numUpdatedRows !== 1n) throw new AscendiaError("not_found", `There is no clinic ${clinic.id}.`);
  }
}

function doctorsOf(query: ExpressionBuilder<FleetSchema, "clinics">) {
  return query
    .selectFrom("doctors")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .whereRef("doctors.clinic_id", "=", "clinics.id")
    .where("doctors.active", "=", 1);
}

export function toClinic(row: ClinicRow): Clinic {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    address: row.address,
    country: row.country,
    timezone: row.timezone,
    language: row.language,
    phone: row.phone,
    transferNumber: row.transfer_number,
    emergencyNumber: row.emergency_number,
    ownerEmail: row.owner_email,
    instructions: row.instructions,
    smsEnabled: row.sms_enabled === 1,
    status: row.status,
    createdAt: row.created_at,
  };
}

function toRow(clinic: Clinic): ClinicRow {
  return {
    id: clinic.id,
    slug: clinic.slug,
    name: clinic.name,
    address: clinic.address,
    country: clinic.country,
    timezone: clinic.timezone,
    language: clinic.language,
    phone: clinic.phone,
    transfer_number: clinic.transferNumber,
    emergency_number: clinic.emergencyNumber,
    owner_email: clinic.ownerEmail,
    instructions: clinic.instructions,
    sms_enabled: clinic.smsEnabled ? 1 : 0,
    status: clinic.status,
    created_at: clinic.createdAt,
  };
}
