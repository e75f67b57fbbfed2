import { CamelCasePlugin, Kysely } from "kysely";
import { type SqlDatabase, showsMemories, watchedMemory } from "../database.ts";
import type { FleetSchema } from "../schema.ts";
import type { PostgresPool } from "./client.ts";
import { OthersChanges } from "./others-changes.ts";
import { PostgresSessions } from "./session.ts";

/** A migrated database behind a pool whose connections have the fleet's role. */
export function postgresDatabase(pool: PostgresPool): SqlDatabase {
  const sessions = new PostgresSessions(pool);
  const heard = new OthersChanges(pool);
  const plugins = [new CamelCasePlugin()];
  const others = () => heard.count();
  // Calendars and appointments are not remembered: PostgreSQL sends no notification when another process changes them.
  const memories = { settings: watchedMemory({ own: () => sessions.changes.count(), others }) };
  const durable = sessions.dialectOf({ owner: null, isDurable: true });
  const fleet = showsMemories(new Kysely<FleetSchema>({ dialect: durable, plugins }), { memories, owner: "" });
  const nonDurable = new Kysely<FleetSchema>({
    dialect: sessions.dialectOf({ owner: null, isDurable: false }),
    plugins,
  });
  let uncommitted = 0;
  return {
    fleet,
    nonDurable,
    dialectOf: (clinicId, isDurable = true) =>
      clinicId === null && isDurable ? durable : sessions.dialectOf({ owner: clinicId, isDurable }),
    othersWrites: others,
    startBackgroundWork: () => heard.follow(),
    memories,
    ownSettingsChanges: () => sessions.changes.count() ?? -(uncommitted += 1),
    inTurn: (clinicId, work) => sessions.inTurn(clinicId, work),
    atomically: (work) => sessions.atomically(work),
    // Only the tables' owner may rewrite them, and callers would wait meanwhile.
    purge: () => Promise.resolve(LEFT_AFTER_REMOVAL),
    // PostgreSQL makes a durable commit visible to others only once it is on the disk.
    settled: () => Promise.resolve(),
    proveWritable: () => writeProbe(fleet),
    assertInPlace: () => undefined,
    copy: async () => (await import("./copy-to-sqlite.ts")).copyToSqlite(fleet),
    close: async () => {
      await heard.close();
      await pool.close();
    },
  };
}

/** postgresql.org/docs/current/routine-vacuuming.html: a plain VACUUM frees the space, but leaves the bytes in it. */
const LEFT_AFTER_REMOVAL =
  "PostgreSQL shows the removed rows to no one, but keeps their bytes in its files until it writes something else there, and in its log (pg_wal) and your backups until those are replaced. To clear the files now, run VACUUM FULL as the owner of the tables, while no one calls: it locks each table.";

const PROBE = "readiness_probe";

/** Writes a new value each time, so that something is really written. */
async function writeProbe(fleet: Kysely<FleetSchema>): Promise<void> {
  const value = String(performance.timeOrigin + performance.now());
  await fleet
    .insertInto("meta")
    .values({ key: PROBE, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}
