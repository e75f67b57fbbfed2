import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { MIGRATIONS } from "../../../src/adapters/sql/migrations/names.ts";
import { newFolder } from "../../fakes/world.ts";

test("a database that already had a later migration gets the one it lacks", async () => {
  const path = join(newFolder(), "installation.db");
  const before = await openDatabase(path, "sandbox");
  for (const table of ["listeners", "heard_requests"]) await sql`drop table ${sql.table(table)}`.execute(before.fleet);
  await before.fleet.deleteFrom("kyselyMigration").where("name", "=", "115-listening").execute();
  await before.close();
  const after = await openDatabase(path, "sandbox", { ifMissing: "refuse" });
  const names = await after.fleet.selectFrom("kyselyMigration").select("name").execute();
  expect(names.map(({ name }) => name).toSorted()).toEqual([...MIGRATIONS].toSorted());
  expect(await after.fleet.selectFrom("listeners").selectAll().execute()).toEqual([]);
  await after.close();
});

test("a database with a migration unknown to this version is refused", async () => {
  const path = join(newFolder(), "installation.db");
  const newer = await openDatabase(path, "sandbox");
  await sql`insert into kysely_migration (name, timestamp) values ('999-of-tomorrow', '2040-01-01')`.execute(
    newer.fleet,
  );
  await newer.close();
  await expect(openDatabase(path, "sandbox", { ifMissing: "refuse" })).rejects.toMatchObject({
    code: "conflict",
    hint: "Use the version of ascendia that wrote it, or a newer one.",
  });
});
