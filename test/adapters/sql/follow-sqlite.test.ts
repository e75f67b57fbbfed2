import { existsSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "vitest";
import { snapshot } from "../../../src/adapters/sql/copies/backup.ts";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { allowWrites, movedTo } from "../../../src/adapters/sql/sqlite/moved-away.ts";
import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { finishCopy, followFromSqlite, setDeferrable } from "../../../src/adapters/sql/postgres/follow-sqlite.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { contentsOfTables, differences } from "../../../src/adapters/sql/copies/table-rows.ts";
import { asPgliteOwner, pgliteDatabase } from "../../fakes/pglite.ts";
import { testClinic } from "../../fakes/test-clinic.ts";
import { patientOf, visitOf } from "../../fakes/two-clinics.ts";
import { newFolder } from "../../fakes/world.ts";

const clinic = testClinic();
const doctor = { id: "doctor-own", name: "Awa Test", specialty: "Dentist", email: null, active: true };

async function installation(): Promise<{
  readonly path: string;
  readonly draft: string;
  readonly source: SqlDatabase;
}> {
  const folder = newFolder();
  const path = join(folder, "test.db");
  const source = await openDatabase(path, "sandbox");
  const store = sqlStore(source);
  await store.clinics.add(clinic);
  const scope = store.scope(clinic.id);
  await scope.doctors.add(doctor);
  await scope.booking.stores.patients.add(patientOf("patient-own", { name: "Né\u{1F600}" }));
  await scope.booking.stores.appointments.add(visitOf("visit", 1_000));
  const draft = join(folder, "draft.db");
  snapshot(path, draft, null);
  return { path, draft, source };
}

async function isClaimed({ fleet }: SqlDatabase): Promise<boolean> {
  return (await fleet.selectFrom("meta").select("key").where("key", "=", "mode").executeTakeFirst()) !== undefined;
}

test("rows added, changed, swapped and removed since the draft follow, and the old file refuses further writes", async () => {
  const { path, draft, source } = await installation();
  const { appointments, patients } = sqlStore(source).scope(clinic.id).booking.stores;
  await appointments.update(visitOf("visit", 1_000, { status: "cancelled" }));
  await appointments.add(visitOf("in-its-place", 1_000));
  await patients.update(patientOf("patient-own", { name: "Renamed" }));
  await sqlStore(source)
    .scope(clinic.id)
    .doctors.update({ ...doctor, active: false });
  const target = await pgliteDatabase();
  await asPgliteOwner((owner) => setDeferrable(owner, true));
  const moved = await followFromSqlite({ source: path, draft, target, movedTo: "postgres://there" });
  expect(differences(moved.tables, await contentsOfTables(target.fleet))).toEqual([]);
  expect(differences(await contentsOfTables(source.fleet), moved.tables)).toEqual([]);
  await asPgliteOwner((owner) => setDeferrable(owner, false));
  expect([await isClaimed(target), movedTo(path)]).toEqual([true, "postgres://there"]);
  const refused = patients.add(patientOf("late"));
  const naming: unknown = expect.stringContaining("postgres://there");
  await expect(refused).rejects.toMatchObject({ code: "transient", message: naming });
  await source.close();
  expect([allowWrites(path), allowWrites(path)]).toEqual(["postgres://there", null]);
  const reopened = sqlStore(await openDatabase(path, "sandbox"));
  await reopened.scope(clinic.id).booking.stores.patients.add(patientOf("late"));
  expect((await reopened.scope(clinic.id).booking.stores.patients.find("late"))?.id).toBe("late");
  await reopened.close();
});

test("a copy that lacks only its claim is finished, and an incomplete one is not", async () => {
  const { path, draft, source } = await installation();
  const target = await pgliteDatabase();
  expect(await finishCopy(target, "sandbox")).toBe(false);
  const { fleet } = target;
  // The state left by a process that dies between the source's refusal of writes and the claim.
  await followFromSqlite({ source: path, draft, target, movedTo: "postgres://there" });
  await fleet.updateTable("meta").set({ key: "copy_complete", value: "1" }).where("key", "=", "mode").execute();
  expect(await isClaimed(target)).toBe(false);
  expect(await finishCopy(target, "sandbox")).toBe(true);
  expect(differences(await contentsOfTables(source.fleet), await contentsOfTables(fleet))).toEqual([]);
  await source.close();
});

test("a row that the new database refuses stops the move, and writing goes on", async () => {
  const { path, draft, source } = await installation();
  const target = await pgliteDatabase();
  const failing: SqlDatabase = {
    ...target,
    atomically: (work) =>
      target.atomically(async () => {
        const result = await work();
        await target.fleet.deleteFrom("appointments").execute();
        return result;
      }),
  };
  const moving = followFromSqlite({ source: path, draft, target: failing, movedTo: "postgres://there" });
  const naming: unknown = expect.stringContaining("appointments");
  await expect(moving).rejects.toMatchObject({ code: "failed", message: naming });
  expect([await isClaimed(target), movedTo(path), existsSync(path)]).toEqual([false, null, true]);
  await sqlStore(source).scope(clinic.id).booking.stores.patients.add(patientOf("goes-on"));
  await source.close();
});

test("another program's file has not moved: the error says that it is not ascendia's", () => {
  const path = join(newFolder(), "other.db");
  new BetterSqlite3(path).exec("create table other (id integer)").close();
  expect(() => allowWrites(path)).toThrow("is empty or belongs to another program");
});
