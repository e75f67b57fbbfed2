import type { Kysely } from "kysely";
import type { OutreachPolicy } from "../../domain/outreach/policy.ts";
import type { Pause, PauseStore, PolicyStore } from "../../domain/outreach/ports.ts";
import type { ClinicSchema, FleetSchema, OutreachPolicyRow } from "./schema.ts";

export class SqlPolicyStore implements PolicyStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<OutreachPolicy | undefined> {
    const row = await this.#clinic.selectFrom("outreachPolicies").selectAll().executeTakeFirst();
    return row === undefined ? undefined : toPolicy(row);
  }

  async save(policy: OutreachPolicy): Promise<void> {
    const row = toRow(policy);
    const [result] = await this.#clinic.updateTable("outreachPolicies").set(row).execute();
    if (result?.numUpdatedRows !== 1n) await this.#clinic.insertInto("outreachPolicies").values(row).execute();
  }
}

function toPolicy(row: OutreachPolicyRow): OutreachPolicy {
  return {
    ...row,
    enabled: row.enabled === 1,
    onSundays: row.onSundays === 1,
    onHolidays: row.onHolidays === 1,
    leadMinutes: wordsOf(row.leadMinutes).map(Number),
    typeIds: row.typeIds === null ? null : wordsOf(row.typeIds),
    countries: wordsOf(row.countries),
  };
}

function toRow(policy: OutreachPolicy): OutreachPolicyRow {
  return {
    ...policy,
    enabled: policy.enabled ? 1 : 0,
    onSundays: policy.onSundays ? 1 : 0,
    onHolidays: policy.onHolidays ? 1 : 0,
    leadMinutes: policy.leadMinutes.join(" "),
    typeIds: policy.typeIds?.join(" ") ?? null,
    countries: policy.countries.join(" "),
  };
}

function wordsOf(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}

export class SqlPauseStore implements PauseStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(): Promise<Pause | undefined> {
    return this.#clinic.selectFrom("outreachPauses").select(["reason", "pausedAt"]).executeTakeFirst();
  }

  async save(pause: Pause): Promise<void> {
    const [result] = await this.#clinic.updateTable("outreachPauses").set(pause).execute();
    if (result?.numUpdatedRows !== 1n) await this.#clinic.insertInto("outreachPauses").values(pause).execute();
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("outreachPauses").execute();
  }
}

const key = "outreach_pause";

/** The pause of all clinics: those to come are paused too. */
export class SqlFleetPauseStore implements PauseStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async find(): Promise<Pause | undefined> {
    const row = await this.#database.selectFrom("meta").select("value").where("key", "=", key).executeTakeFirst();
    if (row === undefined) return undefined;
    const { pauseSchema } = await import("./meta-values.ts");
    return pauseSchema.parse(JSON.parse(row.value));
  }

  async save(pause: Pause): Promise<void> {
    const value = JSON.stringify(pause);
    await this.#database
      .insertInto("meta")
      .values({ key, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
  }

  async remove(): Promise<void> {
    await this.#database.deleteFrom("meta").where("key", "=", key).execute();
  }
}
