import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { newFolder } from "../../fakes/world.ts";

const secret = "Zannou-Test +2290197000077";

test("deleted data is in no byte of the file, even if another process has the database open", async () => {
  const path = join(newFolder(), "test.db");
  const [one, other] = [await openDatabase(path, "sandbox"), await openDatabase(path, "sandbox")];
  const text = () => ["", "-wal"].map((end) => readFileSync(`${path}${end}`).toString("latin1")).join("");
  for (let index = 0; index < 200; index += 1) {
    await one.fleet
      .insertInto("meta")
      .values({ key: `k${index}`, value: `${secret} ${"x".repeat(500)}` })
      .execute();
  }
  expect(await other.fleet.selectFrom("meta").select("key").execute()).not.toEqual([]);
  expect(text()).toContain(secret);
  await one.fleet.deleteFrom("meta").where("key", "like", "k%").execute();
  await one.purge();
  expect(text()).not.toContain(secret);
  expect(await other.fleet.selectFrom("meta").select("value").where("key", "=", "mode").execute()).toEqual([
    { value: "sandbox" },
  ]);
  const { rows } = await sql<{ integrityCheck: string }>`pragma integrity_check`.execute(other.fleet);
  expect(rows).toEqual([{ integrityCheck: "ok" }]);
  await one.close();
  await other.close();
});
