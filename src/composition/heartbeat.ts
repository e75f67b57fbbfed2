import { hostname } from "node:os";
import { systemClock } from "../adapters/system/clock.ts";
import { packageVersion } from "../adapters/files/package-files.ts";
import { newId } from "../adapters/system/ids.ts";
import type { Context } from "../commands/context.ts";
import { SIGN_EVERY_MS } from "../domain/fleet/servers.ts";
import type { Surroundings } from "./surroundings.ts";

/** Writes signs of life of this process to the database, for `check` and `db:copy`. */
export function heartbeatParts({ database }: Pick<Surroundings, "database">): Pick<Context, "startHeartbeat"> {
  return {
    startHeartbeat: async ({ roles, lastRequestAt }) => {
      const { SqlServers } = await import("../adapters/sql/fleet/installation-marks.ts");
      const { nonDurable } = await database();
      const servers = new SqlServers(nonDurable);
      const [id, startedAt] = [newId(), systemClock.now()];
      const beat = () =>
        servers.seen({
          id,
          host: hostname(),
          processId: process.pid,
          roles,
          version: packageVersion(),
          startedAt,
          lastRequestAt: lastRequestAt?.() ?? null,
        });
      await beat();
      // After a failed write, the next sign of life suffices; /readyz reports the database itself.
      let latest = Promise.resolve();
      const timer = setInterval(() => {
        latest = beat().catch(() => undefined);
      }, SIGN_EVERY_MS);
      return {
        stop: async () => {
          clearInterval(timer);
          await latest;
          await servers.left(id).catch(() => undefined);
        },
      };
    },
  };
}
