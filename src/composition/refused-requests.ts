import type { SqlDatabase } from "../adapters/sql/database.ts";
import { countRefused } from "../adapters/sql/alert-stores.ts";
import type { Clock } from "../clock.ts";
import type { ServerLog } from "../server/ports.ts";

const KEPT_MS = 10_000;

interface Counting {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly log: ServerLog;
}

export interface RefusedRequests {
  readonly note: (this: void) => void;
  stop(): Promise<void>;
}

/**
 * Counts requests refused for their signature where the worker sees them. However many there are, they cost a write
 * every ten seconds; a server that dies loses the count of the last ones.
 */
export function refusedRequests({ database, clock, log }: Counting): RefusedRequests {
  let refused = 0;
  let timer: NodeJS.Timeout | undefined;
  const keep = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const requests = refused;
    if (requests === 0) return;
    refused = 0;
    try {
      await countRefused(database.fleet, requests, clock.now());
    } catch (error) {
      refused += requests;
      log.error({ reason: String(error) }, "refused requests could not be counted");
    }
  };
  return {
    note: (): void => {
      refused += 1;
      timer ??= setTimeout(() => void keep(), KEPT_MS).unref();
    },
    stop: keep,
  };
}
