import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrate } from "../../../src/adapters/sql/migrations/migrate.ts";
import { openSqlite } from "../../../src/adapters/sql/sqlite/sqlite.ts";

async function opened() {
  const database = openSqlite(join(mkdtempSync(join(tmpdir(), "ascendia-atomically-")), "test.db"));
  await migrate(database);
  const { fleet } = database;
  return {
    database,
    note: (key: string) => fleet.insertInto("meta").values({ key, value: "1" }).execute(),
    noteInside: (key: string) =>
      fleet.transaction().execute((inside) => inside.insertInto("meta").values({ key, value: "1" }).execute()),
    keys: async () =>
      (
        await fleet
          .selectFrom("meta")
          .select("key")
          .where("key", "not in", ["privacy_key", "installation_id"])
          .orderBy("key")
          .execute()
      ).map(({ key }) => key),
  };
}

const failing = (): Promise<never> => Promise.reject(new Error("failed half-way"));

test("inner transactions commit or roll back with the whole", async () => {
  const { database, note, noteInside, keys } = await opened();
  const both = async (): Promise<void> => {
    await noteInside("a");
    await note("b");
  };
  await expect(database.atomically(() => both().then(failing))).rejects.toThrow("failed half-way");
  expect(await keys()).toEqual([]);
  await database.atomically(() => database.atomically(both));
  expect(await keys()).toEqual(["a", "b"]);
});

test("an inner transaction that fails rolls back only its own part", async () => {
  const { database, note, keys } = await opened();
  await database.atomically(async () => {
    await note("kept");
    const inner = database.fleet.transaction().execute(async (inside) => {
      await inside.insertInto("meta").values({ key: "taken back", value: "1" }).execute();
      return failing();
    });
    await expect(inner).rejects.toThrow("failed half-way");
  });
  expect(await keys()).toEqual(["kept"]);
});

test("other users' queries wait meanwhile, and are not part of it", async () => {
  const { database, note, keys } = await opened();
  const whole = database.atomically(async () => {
    await note("inside");
    await new Promise((turn) => setImmediate(turn));
    return failing();
  });
  const meanwhile = note("outside");
  await expect(whole).rejects.toThrow("failed half-way");
  await meanwhile;
  expect(await keys()).toEqual(["outside"]);
});

test("nested work on two databases is atomic in each", async () => {
  const [outer, inner] = [await opened(), await opened()];
  const whole = outer.database.atomically(async () => {
    await inner.database.atomically(() => inner.note("a").then(() => outer.noteInside("x")));
    await outer.note("y");
    await inner.note("b");
    return failing();
  });
  await expect(whole).rejects.toThrow("failed half-way");
  expect([await outer.keys(), await inner.keys()]).toEqual([[], ["a", "b"]]);
});
