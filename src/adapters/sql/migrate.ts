import { Migrator, type Migration } from "kysely";
import { AscendiaError } from "../../domain/errors.ts";
import type { SqlDatabase } from "./database.ts";
import { clinicsAndBooking } from "./migrations/001-clinics-and-booking.ts";
import { callEvents } from "./migrations/002-call-events.ts";
import { agentVersionsAndAudit } from "./migrations/003-agent-versions-and-audit.ts";
import { suspensions } from "./migrations/004-suspensions.ts";
import { jobsAndCalls } from "./migrations/005-jobs-and-calls.ts";
import { mailAndPrivacy } from "./migrations/008-mail-and-privacy.ts";
import { outreach } from "./migrations/006-outreach.ts";
import { dials } from "./migrations/007-dials.ts";
import { socket } from "./migrations/009-socket.ts";
import { dialogueSettings } from "./migrations/010-dialogue-settings.ts";
import { dialTraffic } from "./migrations/012-dial-traffic.ts";
import { privacyKey } from "./migrations/011-privacy-key.ts";

/** In order. One that has landed is never edited: what comes later is a new one. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "001-clinics-and-booking": clinicsAndBooking,
  "002-call-events": callEvents,
  "003-agent-versions-and-audit": agentVersionsAndAudit,
  "004-suspensions": suspensions,
  "005-jobs-and-calls": jobsAndCalls,
  "008-mail-and-privacy": mailAndPrivacy,
  "006-outreach": outreach,
  "007-dials": dials,
  "009-socket": socket,
  "010-dialogue-settings": dialogueSettings,
  "011-privacy-key": privacyKey,
  "012-dial-traffic": dialTraffic,
};

/** Brings the schema up to date; refuses a database written by a newer program. */
export async function migrate(database: SqlDatabase): Promise<void> {
  if (await isUpToDate(database)) return;
  const migrator = new Migrator({
    db: database.fleet,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
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
  return done.length === Object.keys(MIGRATIONS).length && done.every(({ name }) => Object.hasOwn(MIGRATIONS, name));
}
