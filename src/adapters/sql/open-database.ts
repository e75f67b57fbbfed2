import { AscendiaError } from "../../errors.ts";
import type { SqlDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./sqlite.ts";

/**
 * Opens and migrates the database of one mode.
 * @throws conflict when the file belongs to the other mode: sandbox and live data never share one
 */
export async function openDatabase(path: string, mode: "sandbox" | "live"): Promise<SqlDatabase> {
  const database = openSqlite(path);
  try {
    await migrate(database);
    await claim(database, { path, mode });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function claim(database: SqlDatabase, { path, mode }: { path: string; mode: string }): Promise<void> {
  const owner = await database.fleet.selectFrom("meta").select("value").where("key", "=", "mode").executeTakeFirst();
  if (owner?.value === mode) return;
  if (owner !== undefined) {
    throw new AscendiaError(
      "conflict",
      `The database ${path} holds ${owner.value} data; this command runs in ${mode} mode.`,
      {
        hint: `Name a database for ${mode} data with --db sqlite:PATH, or set RETELL_API_KEY as it was then.`,
      },
    );
  }
  await database.fleet
    .insertInto("meta")
    .values({ key: "mode", value: mode })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
