import { type UpdateResult, sql } from "kysely";
import { SqlAlertStore } from "../../../src/adapters/sql/monitoring/alert-stores.ts";
import { clinicRows, clinicScope, unattributedRows } from "../../../src/adapters/sql/clinic-scope.ts";
import { sqlClinicRevisions } from "../../../src/adapters/sql/clinics/clinic-stores.ts";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { SqlFunctionReplies } from "../../../src/adapters/sql/calls/hearing.ts";
import { SqlJobOrders, orderFleetJob } from "../../../src/adapters/sql/calls/job-stores.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { openPostgres } from "../../../src/adapters/sql/postgres/open-postgres.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { type Table, FOREIGN, OWN } from "./rows.ts";

export { newDatabase };

export function openServer(url: string): Promise<SqlDatabase> {
  return openPostgres(url, { mode: "sandbox", ifMissing: "create", name: "the proof's" });
}

/** What one clinic's code saw and wrote. */
interface Findings {
  /** Other owners' rows in the results. */
  foreignRows: number;
  /** Other owners' rows that a write reports as changed. */
  foreignWrites: number;
  ownRows: number;
  readonly refusals: string[];
}

/**
 * Runs everything that a clinic's stores and the fleet's stores do for one clinic, some of which may forget the clinic.
 */
export async function attack(database: SqlDatabase, tables: readonly Table[]): Promise<Findings> {
  const findings: Findings = { foreignRows: 0, foreignWrites: 0, ownRows: 0, refusals: [] };
  const steps: readonly Step[] = [
    ...fleetSteps(database),
    ...nobodysSteps(database),
    ...writes(database),
    ...tables.flatMap((table) => tableSteps(database, table)),
    // Last, because it deletes the clinic's own row.
    () => wrote(() => sqlStore(database).agents.removeOfClinic(OWN)),
  ];
  for (const step of steps) {
    try {
      const { rows, changed } = await step();
      for (const row of rows) {
        if (isOf(row, step)) findings.ownRows += 1;
        else findings.foreignRows += 1;
      }
      findings.foreignWrites += changed;
    } catch (error) {
      findings.refusals.push(error instanceof Error ? error.message : String(error));
    }
  }
  return findings;
}

interface Outcome {
  readonly rows: readonly unknown[];
  readonly changed: number;
}

interface Step {
  (): Promise<Outcome>;
  /** Whether it asks for the rows without a clinic instead of the clinic's. */
  readonly isNobodys?: true;
}

function isOf(row: unknown, { isNobodys }: Step): boolean {
  const text = JSON.stringify(row);
  return isNobodys === true
    ? !/"own|foreign|666000666|666001666/u.test(text)
    : !/foreign|nobodys|666000666|666001666|555000555|555001555/u.test(text);
}

function reads(rows: readonly unknown[]): Outcome {
  return { rows: rows.filter((row) => row !== undefined), changed: 0 };
}

/** The tables show what it writes. */
async function wrote(work: () => Promise<unknown>): Promise<Outcome> {
  await work();
  return { rows: [], changed: 0 };
}

/** A write returns how many rows it changed; more than the owner has are foreign. */
async function changes(
  work: () => Promise<readonly UpdateResult[]>,
  ownersRows: () => Promise<number>,
): Promise<Outcome> {
  const owned = await ownersRows();
  const [result] = await work();
  return { rows: [], changed: Math.max(0, Number(result?.numUpdatedRows ?? 0) - owned) };
}

async function countOf(database: SqlDatabase, table: string, owner: string | null): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from ${sql.table(table)} where clinic_id is not distinct from ${owner}`.execute(
    database.fleet,
  );
  return rows[0]?.count ?? 0;
}

const JOB = { kind: "kind", key: "key", payload: "{}", dueAt: 1 };
const SIGNED = { clinicId: OWN, digest: "digest", callId: "call" };

/** The steps of the fleet's stores about one clinic. */
function fleetSteps(database: SqlDatabase): readonly Step[] {
  const store = sqlStore(database);
  const alerts = new SqlAlertStore(database.fleet);
  const replies = new SqlFunctionReplies(database);
  const page = { limit: 10 };
  return [
    async () => reads([await store.agents.ofClinic(OWN)]),
    async () => reads(await alerts.open(OWN)),
    async () => reads(await alerts.list({ clinicId: OWN, ...page })),
    async () => reads(await store.events.list({ clinicId: OWN, ...page })),
    async () => reads(await store.calls.list({ clinicId: OWN, ...page })),
    async () => reads(await store.mails.list({ clinicId: OWN, ...page })),
    async () => reads([{ revision: await sqlClinicRevisions(database).of(OWN) }]),
    async () => reads([{ reply: await replies.find(SIGNED) }]),
    () => wrote(() => replies.keep(SIGNED, "changed")),
    () => wrote(() => replies.release(SIGNED)),
    () => wrote(() => database.fleet.transaction().execute((transaction) => orderFleetJob(transaction, JOB, OWN))),
  ];
}

function writes(database: SqlDatabase): readonly Step[] {
  const doctor = {
    id: `${FOREIGN}-id`,
    name: "taken",
    specialty: "taken",
    email: null,
    active: 1,
    position: 1,
  } as const;
  return [
    () => wrote(() => clinicRows(database, OWN).updateTable("rooms").set({ clinicId: FOREIGN }).execute()),
    () =>
      wrote(() =>
        clinicScope(database, OWN)
          .insertInto("doctors")
          .values(doctor)
          .onConflict((conflict) => conflict.column("id").doUpdateSet({ name: "taken" }))
          .execute(),
      ),
    () => wrote(() => new SqlJobOrders(clinicScope(database, OWN)).order({ ...JOB, key: "another key" })),
  ];
}

function nobodys(work: () => Promise<Outcome>): Step {
  return Object.assign(work, { isNobodys: true as const });
}

function nobodysSteps(database: SqlDatabase): readonly Step[] {
  const nobody = unattributedRows(database);
  return [
    nobodys(async () => reads(await nobody.selectFrom("calls").selectAll().execute())),
    nobodys(() =>
      changes(
        () =>
          nobody
            .updateTable("callEvents")
            .set((is) => ({ body: is.ref("body") }))
            .execute(),
        () => countOf(database, "call_events", null),
      ),
    ),
  ];
}

/** The steps on one of the clinic's tables, as any code of its stores may use it. */
function tableSteps(database: SqlDatabase, table: Table): readonly Step[] {
  const clinic = clinicRows(database, OWN).withTables<Record<string, Record<string, string | number | null>>>();
  const own = clinicScope(database, OWN).withTables<Record<string, Record<string, string | number | null>>>();
  const owned = () => countOf(database, table.name, OWN);
  const [name, column] = [camel(table.name), camel(table.columns.find((one) => one.name !== "clinic_id")?.name ?? "")];
  return [
    async () => reads(await own.selectFrom(name).selectAll().execute()),
    async () => reads(await clinic.selectFrom(`${name} as t`).selectAll().where(sql.lit(true)).execute()),
    async () =>
      reads(
        await clinic
          .selectFrom(`${name} as one`)
          .innerJoin(`${name} as other`, (join) => join.on(sql.lit(true)))
          .selectAll("other")
          .execute(),
      ),
    () =>
      changes(
        () =>
          clinic
            .updateTable(name)
            .set((is) => ({ [column]: is.ref(column) }))
            .execute(),
        owned,
      ),
    () =>
      changes(
        () =>
          own
            .updateTable(name)
            .set((is) => ({ [column]: is.ref(column) }))
            .execute(),
        owned,
      ),
    () => wrote(() => clinic.deleteFrom(name).execute()),
  ];
}

function camel(name: string): string {
  return name.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());
}
