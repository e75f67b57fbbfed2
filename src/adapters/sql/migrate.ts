import { AscendiaError } from "../../errors.ts";
import type { SqlDatabase } from "./database.ts";

/**
 * In order; what each does is loaded by those who have one to make. One that has landed is never edited: what comes
 * later is a new one.
 */
const MIGRATIONS = [
  "001-clinics-and-booking",
  "002-call-events",
  "003-agent-versions-and-audit",
  "004-suspensions",
  "005-jobs-and-calls",
  "006-outreach",
  "007-dials",
  "008-mail-and-privacy",
  "009-socket",
  "010-dialogue-settings",
  "011-privacy-key",
  "012-dial-traffic",
] as const;

export type MigrationName = (typeof MIGRATIONS)[number];

/** Brings the schema up to date; refuses a database written by a newer program. */
export async function migrate(database: SqlDatabase): Promise<void> {
  if (await isUpToDate(database)) return;
  const { Migrator } = await import("kysely");
  const { allMigrations } = await import("./migrations/all-migrations.ts");
  const migrator = new Migrator({
    db: database.fleet,
    provider: { getMigrations: () => Promise.resolve({ ...allMigrations }) },
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

/** @throws not_configured while the database does not answer, or has not the schema of this program */
export async function assertMigrated(database: SqlDatabase): Promise<void> {
  if (await isUpToDate(database)) return;
  throw new AscendiaError("not_configured", "The database does not answer, or has not the schema of this version.", {
    hint: "Any command of this version brings the schema up to date: restart the server.",
  });
}

/** One query instead of the migrator's dozen: every command asks. A database without the table has had no migration. */
async function isUpToDate(database: SqlDatabase): Promise<boolean> {
  const done = await database.fleet
    .selectFrom("kyselyMigration")
    .select("name")
    .execute()
    .catch(() => []);
  return done.length === MIGRATIONS.length && done.every(({ name }) => known.has(name));
}

const known: ReadonlySet<string> = new Set(MIGRATIONS);
