import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { openOwner } from "../../src/adapters/sql/postgres/pg-pool.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { emptied } from "./pglite.ts";

/** A database on a PostgreSQL server that is only for tests: its contents are deleted. */
export const postgresTestUrl = process.env["ASCENDIA_TEST_POSTGRES"];

/** The databases that no test has closed yet. */
const opened = new Set<Pick<SqlDatabase, "close">>();

/** A new installation's database on the server: the previous test's database, emptied. */
export async function postgresTestDatabase(): Promise<SqlDatabase> {
  const url = postgresTestUrl ?? "";
  for (const left of opened) await left.close();
  const database = await openPostgres(url, { mode: "sandbox", ifMissing: "create", name: "the test database" });
  const owner = await openOwner(url);
  await emptied(owner);
  await owner.close();
  const closed = {
    ...database,
    close: async (): Promise<void> => {
      opened.delete(closed);
      await database.close();
    },
  };
  opened.add(closed);
  return closed;
}
