import type { ExpressionBuilder, Kysely } from "kysely";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { ClinicDirectory, ClinicOverview } from "../../domain/clinic/ports.ts";
import { AscendiaError } from "../../domain/errors.ts";
import { fleetStatement } from "./clinic-statement.ts";
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
      .leftJoin("phoneNumbers", "phoneNumbers.clinicId", "clinics.id")
      .selectAll("clinics")
      .select(["phoneNumbers.phoneNumber", (query) => doctorsOf(query).as("doctors")])
      .orderBy("slug")
      .execute();
    return rows.map(({ phoneNumber, doctors, ...row }) => ({
      clinic: toClinic(row),
      phoneNumber,
      doctors: doctors ?? 0,
    }));
  }

  async find(idOrSlug: string): Promise<Clinic | undefined> {
    const [row] = await named(this.#database, { name: idOrSlug });
    return row === undefined ? undefined : toClinic(row);
  }

  async findByNumber(phoneNumber: string): Promise<Clinic | undefined> {
    const [row] = await numbered(this.#database, { phoneNumber });
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

const named = fleetStatement<ClinicRow, { readonly name: string }>((fleet, given) =>
  fleet
    .selectFrom("clinics")
    .selectAll()
    .where((is) => is.or([is("id", "=", given("name")), is("slug", "=", given("name"))])),
);

const numbered = fleetStatement<ClinicRow, { readonly phoneNumber: string }>((fleet, given) =>
  fleet
    .selectFrom("clinics")
    .innerJoin("phoneNumbers", "phoneNumbers.clinicId", "clinics.id")
    .selectAll("clinics")
    .where("phoneNumbers.phoneNumber", "=", given("phoneNumber")),
);

function doctorsOf(query: ExpressionBuilder<FleetSchema, "clinics">) {
  return query
    .selectFrom("doctors")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .whereRef("doctors.clinicId", "=", "clinics.id")
    .where("doctors.active", "=", 1);
}

function toClinic({ smsEnabled, ...row }: ClinicRow): Clinic {
  return { ...row, smsEnabled: smsEnabled === 1 };
}

function toRow(clinic: Clinic): ClinicRow {
  return { ...clinic, smsEnabled: clinic.smsEnabled ? 1 : 0 };
}
