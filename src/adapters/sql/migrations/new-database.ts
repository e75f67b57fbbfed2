import { randomBytes, randomUUID } from "node:crypto";
import type { SqliteDatabase } from "../database.ts";
import { migrate } from "./migrate.ts";
import { openSqlite, openSqliteCopy } from "../sqlite/sqlite.ts";

let migrated: Promise<Uint8Array> | undefined;

/**
 * A new installation's database, in memory. The migrations run once per process, in memory, because on a slow machine
 * they take half a second, and each would wait for the disk. Values that they choose at random are chosen again for
 * each database.
 */
export async function newDatabase(): Promise<SqliteDatabase> {
  migrated ??= migratedBytes();
  const database = openSqliteCopy(await migrated);
  const own = { installation_id: randomUUID(), privacy_key: randomBytes(32).toString("hex") };
  for (const [key, value] of Object.entries(own)) {
    await database.fleet.updateTable("meta").set({ value }).where("key", "=", key).execute();
  }
  return database;
}

async function migratedBytes(): Promise<Uint8Array> {
  const database = openSqlite(":memory:");
  await migrate(database);
  const bytes = database.serialize();
  await database.close();
  return bytes;
}
