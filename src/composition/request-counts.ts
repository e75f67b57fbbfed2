import type { SqlDatabase } from "../adapters/sql/database.ts";
import { countRefused, countSlow } from "../adapters/sql/monitoring/alert-stores.ts";
import { type Clock, MINUTE_MS } from "../clock.ts";
import type { SlowCount } from "../domain/alert/ports.ts";
import { SLOW_MS } from "../domain/alert/slow-answers.ts";
import type { AnsweredRequest, ServerLog } from "../server/ports.ts";

const KEPT_MS = 10_000;
/** Answers are counted per interval of this length. */
const STRETCH_MS = 5 * MINUTE_MS;

interface Counting {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly log: ServerLog;
}

export interface RequestCounts {
  readonly note: (this: void, answer: AnsweredRequest) => void;
  stop(): Promise<void>;
}

/**
 * Counts refused (badly signed) and slow requests where the worker sees the counts. They cost at most one write every
 * ten seconds, and none while all is well; a server that dies loses its latest counts.
 */
export function requestCounts({ database, clock, log }: Counting): RequestCounts {
  let refused = 0;
  const answers = newStretch();
  let timer: NodeJS.Timeout | undefined;
  const keep = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const [slow, now] = [answers.take(), clock.now()];
    let requests = refused;
    refused = 0;
    try {
      if (requests > 0) await countRefused(database.fleet, requests, now);
      requests = 0;
      if (slow.length > 0) await countSlow(database.fleet, slow, now);
    } catch (error) {
      refused += requests;
      answers.putBack(slow);
      log.error({ reason: String(error) }, "refused and slow requests could not be counted");
    }
  };
  return {
    note: (answer): void => {
      const isRefused = answer.status === 401;
      if (isRefused) refused += 1;
      const isSlow = answers.note(answer, clock.now());
      if (isRefused || isSlow) timer ??= setTimeout(() => void keep(), KEPT_MS).unref();
    },
    stop: keep,
  };
}

interface Counted {
  readonly clinic: string;
  readonly asked: SlowCount["asked"];
  requests: number;
  slow: number;
  /** Whether an answer was slow at any time in the interval. */
  wasSlow: boolean;
}

/** The answers of the current interval, by clinic. Clinics without a slow answer are never written. */
function newStretch() {
  let beganAt = 0;
  let counts = new Map<string, Counted>();
  let over: readonly SlowCount[] = [];
  const take = (): readonly SlowCount[] =>
    [...counts.values()].flatMap((count) => {
      const { clinic, asked, requests, slow, wasSlow } = count;
      if (!wasSlow || requests === 0) return [];
      [count.requests, count.slow] = [0, 0];
      return [{ minuteAt: beganAt, clinic, asked, requests, slow }];
    });
  return {
    /** @returns whether there is something to write */
    note: ({ route, clinic, status, milliseconds }: AnsweredRequest, now: number): boolean => {
      const asked = askedBy(route);
      if (asked === undefined || clinic === undefined || (status >= 400 && status < 500)) return false;
      if (now - beganAt >= STRETCH_MS || now < beganAt) {
        over = [...over, ...take()];
        counts = new Map();
        beganAt = Math.floor(now / STRETCH_MS) * STRETCH_MS;
      }
      const key = `${asked} ${clinic}`;
      const count = counts.get(key) ?? { clinic, asked, requests: 0, slow: 0, wasSlow: false };
      counts.set(key, count);
      count.requests += 1;
      if (milliseconds < SLOW_MS) return over.length > 0;
      count.slow += 1;
      count.wasSlow = true;
      return true;
    },
    take: (): readonly SlowCount[] => {
      const taken = [...over, ...take()];
      over = [];
      return taken;
    },
    putBack: (taken: readonly SlowCount[]): void => {
      over = [...taken, ...over].slice(0, MOST_KEPT);
    },
  };
}

/** While the database cannot be written to, at most this many counts wait. */
const MOST_KEPT = 1000;

/** undefined: no caller waits for this route. */
function askedBy(route: string): SlowCount["asked"] | undefined {
  if (route.startsWith("/webhooks/retell/inbound")) return "webhook";
  return route.startsWith("/api/") && !route.includes("webhook") ? "functions" : undefined;
}
