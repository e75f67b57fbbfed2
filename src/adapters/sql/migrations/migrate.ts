import { AscendiaError } from "../../../errors.ts";
import type { SqlDatabase } from "../database.ts";
import { MIGRATIONS } from "./names.ts";

/** Brings the schema up to date; refuses a database written by a newer version of the program. */
export async function migrate(database: SqlDatabase): Promise<void> {
  if (await isUpToDate(database)) return;
  const { Migrator } = await import("kysely");
  const { allMigrations } = await import("./all-migrations.ts");
  const migrator = new Migrator({
    db: database.fleet,
    provider: { getMigrations: () => Promise.resolve({ ...allMigrations }) },
    // As on PostgreSQL: migrations run in list order, which is not always numeric, and every missing one runs, even if
    // a later one already ran.
    allowUnorderedMigrations: true,
    nameComparator: (one, other) => place(one) - place(other),
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  throw new AscendiaError(
    "conflict",
    `The database does not fit this version of ascendia: ${error instanceof Error ? error.message : "unknown reason"}`,
    {
      hint: "Use the version of ascendia that wrote it, or a newer one.",
      cause: error,
    },
  );
}

/** @throws not_configured if the database does not answer, or its schema is not this program's */
export async function assertMigrated(database: SqlDatabase): Promise<void> {
  if (await isUpToDate(database)) return;
  throw new AscendiaError(
    "not_configured",
    "The database does not answer, or its schema is not that of this version.",
    {
      hint: "Restart the server: it brings the schema up to date, as every command of this version does.",
    },
  );
}

/**
 * One query instead of the migrator's dozen, because every command runs it. A database without the table has had no
 * migrations.
 */
async function isUpToDate(database: SqlDatabase): Promise<boolean> {
  const done = await database.fleet
    .selectFrom("kyselyMigration")
    .select("name")
    .execute()
    .catch(() => []);
  return done.length === MIGRATIONS.length && done.every(({ name }) => known.has(name));
}

const known: ReadonlySet<string> = new Set(MIGRATIONS);

function place(name: string): number {
  return MIGRATIONS.findIndex((one) => one === name);
}
