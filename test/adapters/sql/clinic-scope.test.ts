import { sql } from "kysely";
import { expect, test } from "vitest";
import { clinicScope } from "../../../src/adapters/sql/clinic-scope.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { clinicStatement } from "../../../src/adapters/sql/statement.ts";

const clinicRow = {
  address: "1 Test Street",
  country: "US",
  timezone: "America/Chicago",
  language: "en",
  phone: null,
  transferNumber: null,
  emergencyNumber: null,
  emergencyServices: null,
  afterHours: null,
  onCallNumber: null,
  notice: null,
  article: null,
  voice: null,
  secondLanguage: null,
  retellAccount: null,
  retellAgent: null,
  retellAgentVersion: null,
  ownerEmail: "owner@example.com",
  instructions: null,
  smsEnabled: 0,
  status: "active",
  createdAt: 0,
} as const;

async function twoClinics() {
  const database = await newDatabase();
  for (const id of ["a", "b"]) {
    await database.fleet
      .insertInto("clinics")
      .values({ ...clinicRow, id, slug: id, name: id })
      .execute();
    await clinicScope(database, id)
      .insertInto("doctors")
      .values({ id: `doctor-${id}`, name: "Test", specialty: "none", email: null, active: 1, position: 1 })
      .execute();
  }
  return { database, a: clinicScope(database, "a"), b: clinicScope(database, "b") };
}

test("an inserted row belongs to the scope's clinic", async () => {
  const { database } = await twoClinics();
  const rows = await database.fleet.selectFrom("doctors").select(["id", "clinicId"]).orderBy("id").execute();
  expect(rows).toEqual([
    { id: "doctor-a", clinicId: "a" },
    { id: "doctor-b", clinicId: "b" },
  ]);
});

test("a select sees only the scope's rows, with conditions, aliases, joins and sub-queries", async () => {
  const { a } = await twoClinics();
  const seen = await Promise.all([
    a.selectFrom("doctors").select("id").execute(),
    a
      .selectFrom("doctors")
      .select("id")
      .where((is) => is.or([is("id", "=", "doctor-a"), is("id", "=", "doctor-b")]))
      .execute(),
    a.selectFrom("doctors as d").select("d.id").execute(),
    a.selectFrom("doctors as d").innerJoin("doctors as e", "e.name", "d.name").select("e.id").execute(),
    a
      .selectFrom((from) => from.selectFrom("doctors").select("id").as("inner_doctors"))
      .select("id")
      .execute(),
    a
      .selectFrom("doctors")
      .select("id")
      .where("name", "in", (from) => from.selectFrom("doctors").select("name"))
      .execute(),
  ]);
  for (const rows of seen) expect(rows).toEqual([{ id: "doctor-a" }]);
});

test("an update or delete without a condition touches only the scope's rows", async () => {
  const { database, a, b } = await twoClinics();
  await a.updateTable("doctors").set({ specialty: "changed" }).execute();
  expect(await b.selectFrom("doctors").select("specialty").execute()).toEqual([{ specialty: "none" }]);
  await a.deleteFrom("doctors").execute();
  expect(await database.fleet.selectFrom("doctors").select("id").execute()).toEqual([{ id: "doctor-b" }]);
});

test("a conflict clause cannot take over another clinic's row", async () => {
  const { database, b } = await twoClinics();
  await b
    .insertInto("doctors")
    .values({ id: "doctor-a", name: "Thief", specialty: "none", email: null, active: 1, position: 2 })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ name: "Thief" }))
    .execute();
  const owner = await database.fleet
    .selectFrom("doctors")
    .select(["clinicId", "name"])
    .where("id", "=", "doctor-a")
    .execute();
  expect(owner).toEqual([{ clinicId: "a", name: "Test" }]);
});

test("every clinic-owned table has a clinic_id that refers to a clinic", async () => {
  const { database } = await twoClinics();
  const fleetTables = new Set([
    "meta",
    "clinics",
    "agents",
    "agent_versions",
    "agent_snapshots",
    "journal",
    "audit",
    "accepted_changes",
    "refused_requests",
    "servers",
    "listeners",
    "heard_requests",
  ]);
  const tables = await database.fleet.introspection.getTables();
  const unowned = tables.filter(
    ({ name, columns }) => !fleetTables.has(name) && !columns.some((column) => column.name === "clinic_id"),
  );
  expect(unowned.map(({ name }) => name)).toEqual([]);
  const { rows } = await sql`select 1 from pragma_foreign_keys where foreign_keys = 1`.execute(database.fleet);
  expect(rows).toHaveLength(1);
});

test("a row with another clinic's id is refused on insert and update", async () => {
  const { database, b } = await twoClinics();
  const foreign = await database.fleet
    .selectFrom("doctors")
    .selectAll()
    .where("id", "=", "doctor-a")
    .executeTakeFirstOrThrow();
  const row = { ...foreign, id: "doctor-c", name: "C" };
  await expect(b.insertInto("doctors").values(row).execute()).rejects.toThrow("must not name clinic_id");
  await expect(b.updateTable("doctors").set(row).where("id", "=", "doctor-b").execute()).rejects.toThrow(
    "must not name",
  );
});

test("a statement compiled once gives every clinic its own rows, also within a transaction", async () => {
  const { a, b } = await twoClinics();
  let builds = 0;
  const named = clinicStatement<{ id: string }, { readonly name: string }>((clinic, given) => {
    builds += 1;
    return clinic.selectFrom("doctors").select("id").where("name", "=", given("name"));
  });
  expect(await named(a, { name: "Test" })).toEqual([{ id: "doctor-a" }]);
  expect(await named(b, { name: "Test" })).toEqual([{ id: "doctor-b" }]);
  expect(await named(b, { name: "Nobody" })).toEqual([]);
  const inside = await b.transaction().execute((transaction) => named(transaction, { name: "Test" }));
  expect(inside).toEqual([{ id: "doctor-b" }]);
  expect(builds).toBe(1);
});

test("a scoped query cannot run outside its scope", async () => {
  const { database, a } = await twoClinics();
  const query = a.selectFrom("doctors").select("id").compile();
  await expect(database.fleet.executeQuery(query)).rejects.toThrow("bind");
});
