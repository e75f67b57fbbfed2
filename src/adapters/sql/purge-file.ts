import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { AscendiaError } from "../../domain/errors.ts";
import type { FleetSchema } from "./schema.ts";

const DEADLINE_MS = 15_000;
const PAUSE_MS = 50;

/**
 * VACUUM writes every page anew, without what was removed from it; the checkpoint then takes it into the file and
 * empties the log beside it, as soon as nobody else reads an older state.
 */
export async function purgeFile(database: Kysely<FleetSchema>): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`vacuum`.execute(connection);
  });
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await isEmptied(database))) {
    if (performance.now() > deadline) {
      throw new AscendiaError(
        "transient",
        "Another process keeps reading the database, so its log cannot be emptied.",
        {
          hint: "What was removed is gone from the database; run the same command again to empty the log as well.",
        },
      );
    }
    await wait(PAUSE_MS);
  }
}

async function isEmptied(database: Kysely<FleetSchema>): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(database);
  return rows[0]?.busy !== 1;
}
