import type { Kysely } from "kysely";
import { DamageWatch } from "./damage-watch.ts";
import type { FleetSchema } from "../schema.ts";
import type { Storage } from "./sqlite-connection.ts";
import type { SqliteConnectionDialect } from "./sqlite-driver.ts";
import { damaged } from "./storage-error.ts";

interface Opened {
  readonly fleet: Kysely<FleetSchema>;
  readonly dialect: SqliteConnectionDialect;
  readonly storage: Storage;
}

/** As long as a prober waits; while the database is locked for longer, it serves no calls. */
const PATIENCE_MS = 700;

const probeKey = "readiness_probe";

const installationKey = "installation_id";

/** See SqlDatabase.proveWritable. Simultaneous callers share one answer. */
export function proofOfWriting(opened: Opened): () => Promise<void> {
  const watch = new DamageWatch(opened.storage.path);
  let running: Promise<void> | undefined;
  return () => {
    running ??= prove(opened, watch).finally(() => {
      running = undefined;
    });
    return running;
  };
}

async function prove({ fleet, dialect, storage }: Opened, watch: DamageWatch): Promise<void> {
  storage.file.assertInPlace("write");
  storage.file.assertRoom();
  const installation = await dialect.impatiently(PATIENCE_MS, () => writeProbe(fleet));
  const found = await watch.findings();
  if (found === undefined) return;
  const what = found.installation === installation ? found.damage : (found.damage ?? "it is another installation's");
  if (what === null) return;
  dialect.markDamaged();
  throw damaged(storage.path, what);
}

/** Writes a new value each time, so that a page is really written and synced. */
async function writeProbe(fleet: Kysely<FleetSchema>): Promise<string | null> {
  const value = String(performance.timeOrigin + performance.now());
  await fleet
    .insertInto("meta")
    .values({ key: probeKey, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
  const row = await fleet.selectFrom("meta").select("value").where("key", "=", installationKey).executeTakeFirst();
  return row?.value ?? null;
}
