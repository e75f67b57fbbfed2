import { type QueryExecutorProvider, CompiledQuery, Kysely, sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { aboutClinic } from "../../../src/adapters/sql/clinic-scope.ts";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { foldText } from "../../../src/domain/language/fold-text.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { addTestClinic, austin, cotonou } from "../../commands/simulate-fixture.ts";
import { pgliteDatabase } from "../../fakes/pglite.ts";

let database: SqlDatabase;

beforeEach(async () => {
  database = await pgliteDatabase();
  const store = sqlStore(database);
  await addTestClinic(store, cotonou);
  await addTestClinic(store, austin);
});

afterAll(() => database.close());

/** What a store would see if its query forgot the clinic: the scope's connection without the scope's condition. */
function forgetful(clinicId: string | null): Kysely<unknown> {
  return new Kysely({ dialect: database.dialectOf(clinicId) });
}

async function tables(): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`
    select relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where relkind = 'r' and attname = 'clinic_id' and relnamespace = current_schema()::regnamespace`.execute(
    database.fleet,
  );
  return rows.map(({ name }) => name);
}

async function clinicsIn(view: QueryExecutorProvider, table: string): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly id: string }>`
    select distinct clinic_id as id from ${sql.table(table)} where clinic_id is not null order by 1`.execute(view);
  return rows.map(({ id }) => id);
}

describe("row security", () => {
  test("a query without a condition shows a clinic its own rows, in every table", async () => {
    const own = forgetful(austin.clinic.id);
    const seen = await Promise.all((await tables()).map((table) => clinicsIn(own, table)));
    expect(new Set(seen.flat())).toEqual(new Set([austin.clinic.id]));
    expect(await clinicsIn(forgetful(null), "doctors")).toEqual([austin.clinic.id, cotonou.clinic.id].toSorted());
  });

  test("a query without a clinic shows nothing", async () => {
    for (const table of await tables()) expect(await clinicsIn(forgetful(""), table)).toEqual([]);
  });

  test("a change without a condition changes only the clinic's own rows", async () => {
    await sql`update doctors set name = name || ' changed'`.execute(forgetful(austin.clinic.id));
    const { rows } = await sql<{ readonly id: string }>`
      select distinct clinic_id as id from doctors where name like '% changed'`.execute(database.fleet);
    expect(rows).toEqual([{ id: austin.clinic.id }]);
  });

  test("a row of another clinic is refused", async () => {
    const writing = sql`insert into rooms (clinic_id, id, name, active, position) values (${cotonou.clinic.id}, 'x', 'X', 1, 1)`;
    await expect(writing.execute(forgetful(austin.clinic.id))).rejects.toThrow(/row-level security/u);
  });

  test("a fleet query about one clinic shows only that clinic, also in a fleet transaction", async () => {
    const { fleet } = database;
    const seen = await fleet
      .transaction()
      .execute(async (transaction) => [
        await clinicsIn(aboutClinic(transaction, austin.clinic.id), "doctors"),
        await clinicsIn(transaction, "doctors"),
        await clinicsIn(aboutClinic(transaction, null), "doctors"),
      ]);
    expect(seen).toEqual([[austin.clinic.id], [austin.clinic.id, cotonou.clinic.id].toSorted(), []]);
    expect(await clinicsIn(aboutClinic(fleet, cotonou.clinic.id), "doctors")).toEqual([cotonou.clinic.id]);
    const { rows } = await sql`select slug from clinics`.execute(aboutClinic(fleet, austin.clinic.id));
    expect(rows).toEqual([{ slug: austin.clinic.slug }]);
  });

  test("the clinic is visible only within its transaction", async () => {
    await clinicsIn(forgetful(austin.clinic.id), "doctors");
    const { rows } = await database.fleet.executeQuery<{ role: string; clinic: string | null }>(
      CompiledQuery.raw(
        "select current_user as role, nullif(current_setting('ascendia.clinic_id', true), '') as clinic",
      ),
    );
    expect(rows).toEqual([{ role: "ascendia_fleet", clinic: null }]);
  });

  test("in one fleet transaction, each query shows only what its own view may see", async () => {
    const seen = await database.atomically(async () => [
      await clinicsIn(forgetful(austin.clinic.id), "doctors"),
      await clinicsIn(forgetful(null), "doctors"),
      await clinicsIn(forgetful(cotonou.clinic.id), "doctors"),
    ]);
    expect(seen).toEqual([[austin.clinic.id], [austin.clinic.id, cotonou.clinic.id].toSorted(), [cotonou.clinic.id]]);
  });
});

test.each(["Élodie Ç", "Nguye\u0302\u0303n", "a\u1dc4b\u20d7c", "x\u0940y", "œuf d’or", "ÅNGSTRÖM\u00a0Ø"])(
  "%s is found by the same words on both engines",
  async (text) => {
    const { rows } = await sql<{ readonly folded: string }>`select fold_text(${text}) as folded`.execute(
      database.fleet,
    );
    expect(rows).toEqual([{ folded: foldText(text) }]);
  },
);

async function shape({ fleet }: SqlDatabase) {
  const found = await fleet.introspection.getTables();
  const named = found.map(({ name, columns }) => [name, columns.map((column) => column.name).toSorted()] as const);
  return Object.fromEntries(named);
}

test("both engines have the same tables and columns", async () => {
  const sqlite = await newDatabase();
  expect(await shape(database)).toEqual(await shape(sqlite));
  await sqlite.close();
});
