import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import type { ClinicRevisions } from "../../../domain/call/ports.ts";
import type { Clinic, ClinicNumber, Doctor } from "../../../domain/clinic/clinic.ts";
import type { ClinicDirectory, ClinicOverview, DoctorStore, NumberStore } from "../../../domain/clinic/ports.ts";
import { type PageRequest, allRows, collected } from "../../../domain/page.ts";
import { AscendiaError } from "../../../errors.ts";
import type { SqlDatabase } from "../database.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import type { ClinicRow, ClinicSchema, DoctorRow, FleetSchema } from "../schema.ts";
import { type Param, clinicSettings, fleetSettings, refusingDuplicates, statementAbout } from "../statement.ts";

export class SqlDoctorStore implements DoctorStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async list(): Promise<readonly Doctor[]> {
    return activeDoctors(this.#clinic, {});
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
    if (result?.numUpdatedRows !== 1n)
      throw new AscendiaError("not_found", `The clinic has no doctor with the id ${doctor.id}.`);
  }

  #refusingNamesakes<T>(doctor: Doctor, write: () => Promise<T>): Promise<T> {
    return refusingDuplicates(this.#clinic, `The clinic already has a doctor named "${doctor.name}".`, write);
  }
}

const activeDoctors = clinicSettings(
  (clinic) => clinic.selectFrom("doctors").selectAll().where("active", "=", 1).orderBy("position"),
  (rows: readonly DoctorRow[]): readonly Doctor[] => rows.map(toDoctor),
);

export function toDoctor({ position, active, lateOn, lateMinutes, pronunciation, ...row }: DoctorRow): Doctor {
  const doctor = { ...row, active: active === 1, ...(pronunciation !== null && { pronunciation }) };
  return lateOn === null || lateMinutes === null ? doctor : { ...doctor, late: { on: lateOn, minutes: lateMinutes } };
}

function toDoctorRow({ late, pronunciation, ...doctor }: Doctor): Omit<DoctorRow, "position"> {
  const lateness = { lateOn: late?.on ?? null, lateMinutes: late?.minutes ?? null };
  return { ...doctor, active: doctor.active ? 1 : 0, pronunciation: pronunciation ?? null, ...lateness };
}

export class SqlNumberStore implements NumberStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<ClinicNumber | undefined> {
    return ownNumber(this.#clinic, {});
  }

  async save(number: ClinicNumber): Promise<void> {
    const [result] = await this.#clinic
      .updateTable("phoneNumbers")
      .set(number)
      .where("phoneNumber", "=", number.phoneNumber)
      .execute();
    if (result?.numUpdatedRows === 1n) return;
    await refusingDuplicates(this.#clinic, `The number ${number.phoneNumber} belongs to another clinic.`, () =>
      this.#clinic.insertInto("phoneNumbers").values(number).execute(),
    );
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("phoneNumbers").execute();
  }
}

const bySlug: ListOrder = { by: sql.ref("clinics.slug"), id: sql.ref("clinics.id"), direction: "asc" };

const searched = [
  ...["slug", "name", "address", "timezone", "status"].map((column) => `clinics.${column}`),
  "phoneNumbers.phoneNumber",
];

const ownNumber = clinicSettings(
  (clinic) => clinic.selectFrom("phoneNumbers").selectAll(),
  ([number]: readonly ClinicNumber[]) => number,
);

export class SqlClinicDirectory implements ClinicDirectory {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async list(): Promise<readonly Clinic[]> {
    return collected(this.all());
  }

  all(): AsyncIterable<Clinic> {
    const read = async ({ after, limit }: PageRequest) => {
      const clinics = this.#database.selectFrom("clinics").selectAll().orderBy("slug").limit(limit);
      const rows = await (after === undefined ? clinics : clinics.where(behind(bySlug, after))).execute();
      return rows.map(toClinic);
    };
    return allRows({}, { read, placeOf: ({ slug, id }) => ({ by: slug, id }) });
  }

  overview({ limit, ...asked }: Partial<PageRequest> = {}): Promise<readonly ClinicOverview[]> {
    if (limit !== undefined) return this.#page({ ...asked, limit });
    const read = (page: PageRequest) => this.#page(page);
    return collected(allRows(asked, { read, placeOf: ({ clinic: { slug, id } }) => ({ by: slug, id }) }));
  }

  async #page({ after, search, limit }: PageRequest): Promise<readonly ClinicOverview[]> {
    let query = this.#database
      .selectFrom("clinics")
      .leftJoin("phoneNumbers", "phoneNumbers.clinicId", "clinics.id")
      .selectAll("clinics")
      .select(["phoneNumbers.phoneNumber", (clinic) => doctorsOf(clinic).as("doctors")])
      .orderBy("slug")
      .limit(limit);
    if (after !== undefined) query = query.where(behind(bySlug, after));
    if (search !== undefined) query = query.where(containsText(searched, search));
    const rows = await query.execute();
    return rows.map(({ phoneNumber, doctors, ...row }) => ({
      clinic: toClinic(row),
      phoneNumber,
      doctors: doctors ?? 0,
    }));
  }

  async find(idOrSlug: string): Promise<Clinic | undefined> {
    return named(this.#database, { name: idOrSlug });
  }

  async findByNumber(phoneNumber: string): Promise<Clinic | undefined> {
    return numbered(this.#database, { phoneNumber });
  }

  async accounts(): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom("clinics")
      .select("retellAccount as account")
      .distinct()
      .where("retellAccount", "is not", null)
      .orderBy("retellAccount")
      .execute();
    return rows.flatMap(({ account }) => (account === null ? [] : [account]));
  }

  async add(clinic: Clinic): Promise<void> {
    await refusingDuplicates(this.#database, `A clinic with the slug "${clinic.slug}" already exists.`, () =>
      this.#database.insertInto("clinics").values(toRow(clinic)).execute(),
    );
  }

  async update(clinic: Clinic): Promise<void> {
    const [result] = await refusingDuplicates(
      this.#database,
      `A clinic with the slug "${clinic.slug}" already exists.`,
      () => this.#database.updateTable("clinics").set(toRow(clinic)).where("id", "=", clinic.id).execute(),
    );
    if (result?.numUpdatedRows !== 1n) throw new AscendiaError("not_found", `There is no clinic ${clinic.id}.`);
  }
}

const named = fleetSettings(
  (fleet, param: Param<{ readonly name: string }>) =>
    fleet
      .selectFrom("clinics")
      .selectAll()
      .where((is) => is.or([is("id", "=", param("name")), is("slug", "=", param("name"))])),
  firstClinic,
);

const numbered = fleetSettings(
  (fleet, param: Param<{ readonly phoneNumber: string }>) =>
    fleet
      .selectFrom("clinics")
      .innerJoin("phoneNumbers", "phoneNumbers.clinicId", "clinics.id")
      .selectAll("clinics")
      .where("phoneNumbers.phoneNumber", "=", param("phoneNumber")),
  firstClinic,
);

function firstClinic([row]: readonly ClinicRow[]): Clinic | undefined {
  return row === undefined ? undefined : toClinic(row);
}

function doctorsOf(query: ExpressionBuilder<FleetSchema, "clinics">) {
  return query
    .selectFrom("doctors")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .whereRef("doctors.clinicId", "=", "clinics.id")
    .where("doctors.active", "=", 1);
}

function toClinic({ smsEnabled, retellAccount, retellAgent, retellAgentVersion, ...row }: ClinicRow): Clinic {
  const retell =
    retellAgent === null || retellAgentVersion === null
      ? null
      : { account: retellAccount, agentId: retellAgent, agentVersion: retellAgentVersion };
  return { ...row, retell, smsEnabled: smsEnabled === 1 };
}

function toRow({ retell, ...clinic }: Clinic): ClinicRow {
  return {
    ...clinic,
    retellAccount: retell?.account ?? null,
    retellAgent: retell?.agentId ?? null,
    retellAgentVersion: retell?.agentVersion ?? null,
    smsEnabled: clinic.smsEnabled ? 1 : 0,
  };
}

/** Reads the revisions that the triggers of 002-call-events assign. */
export function sqlClinicRevisions(database: SqlDatabase): ClinicRevisions {
  let mark = 0;
  let [others, own] = [-1, -1];
  return {
    writeMark: () => {
      const [othersWrites, ownChanges] = [database.othersWrites(), database.ownSettingsChanges()];
      if (othersWrites !== others || ownChanges !== own) mark += 1;
      [others, own] = [othersWrites, ownChanges];
      return mark;
    },
    of: async (clinicId) => {
      const [row] = await revisionOf(database.fleet, { clinicId });
      return row?.revision;
    },
  };
}

const revisionOf = statementAbout<{ readonly revision: number }, { readonly clinicId: string }>((fleet, param) =>
  fleet.selectFrom("clinicRevisions").select("revision").where("clinicId", "=", param("clinicId")),
);
