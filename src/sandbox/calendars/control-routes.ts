import type { Hono } from "hono";
import { z } from "zod";
import type { Clock } from "../../clock.ts";
import type { Accounts, Service } from "./accounts.ts";
import type { EventLog } from "./event-log.ts";
import type { GoogleAccount } from "./google-routes.ts";
import type { GraphAccount } from "./graph-routes.ts";
import { googleTokenUrl } from "./sign-in-routes.ts";

const service = z.enum(["google", "microsoft"]);
const fault = z.object({
  service: service.optional(),
  status: z.int().min(400).max(599),
  /** The service's own error code, such as rateLimitExceeded. */
  reason: z.string().default("backendError"),
  retry_after: z.number().optional(),
  /** How many requests are refused. */
  times: z.int().min(1).default(1),
});
type Fault = z.infer<typeof fault>;

const limit = z.object({ requests: z.int().min(1), seconds: z.number().positive() });

interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Decides which requests are refused, and counts all of them. */
export class Refusals {
  readonly #clock: Clock;
  readonly #faults: { readonly fault: Fault; left: number }[] = [];
  #limit: z.infer<typeof limit> | undefined;
  #recent: number[] = [];
  readonly counts = { google: 0, microsoft: 0, writes: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  plant(planted: Fault): void {
    this.#faults.push({ fault: planted, left: planted.times });
  }

  limitTo(given: z.infer<typeof limit> | undefined): void {
    this.#limit = given;
    this.#recent = [];
  }

  clear(): void {
    this.#faults.length = 0;
    this.limitTo(undefined);
  }

  next(asked: Service, method: string): Refusal | undefined {
    this.counts[asked] += 1;
    if (method !== "GET") this.counts.writes += 1;
    const planted = this.#faults.find(({ fault: { service: of }, left }) => left > 0 && (of ?? asked) === asked);
    if (planted !== undefined) {
      planted.left -= 1;
      const { status, reason, retry_after: seconds } = planted.fault;
      return { status, reason, headers: seconds === undefined ? {} : { "retry-after": String(seconds) } };
    }
    return this.#overLimit(asked);
  }

  #overLimit(asked: Service): Refusal | undefined {
    if (this.#limit === undefined) return undefined;
    const now = this.#clock.now();
    const { requests, seconds } = this.#limit;
    this.#recent = this.#recent.filter((at) => at > now - seconds * 1000);
    if (this.#recent.length < requests) {
      this.#recent.push(now);
      return undefined;
    }
    const reason = asked === "google" ? "rateLimitExceeded" : "ApplicationThrottled";
    const wait = Math.ceil(((this.#recent[0] ?? now) + seconds * 1000 - now) / 1000);
    return { status: 429, reason, headers: { "retry-after": String(Math.max(1, wait)) } };
  }
}

interface Played {
  readonly accounts: Accounts;
  readonly refusals: Refusals;
  readonly google: GoogleAccount;
  readonly graph: GraphAccount;
}

const planted = z.object({ service, calendar: z.string().optional(), id: z.string(), event: z.looseObject({}) });

/** Control routes for tests, part of neither API: other things that happen to calendars. */
export function addControlRoutes(app: Hono, { accounts, refusals, google, graph }: Played): void {
  const logs = (): readonly EventLog[] => [...google.all(), ...graph.all()].map(({ log }) => log);
  app.post("/_sandbox/faults", async (c) => {
    refusals.plant(fault.parse(await c.req.json()));
    return c.body(null, 204);
  });
  app.post("/_sandbox/limit", async (c) => {
    refusals.limitTo(limit.parse(await c.req.json()));
    return c.body(null, 204);
  });
  app.delete("/_sandbox/faults", (c) => {
    refusals.clear();
    return c.body(null, 204);
  });
  app.get("/_sandbox/requests", (c) => c.json(refusals.counts));
  app.post("/_sandbox/forget-changes", (c) => {
    for (const log of logs()) log.forget();
    return c.body(null, 204);
  });
  app.post("/_sandbox/expire-tokens", (c) => {
    accounts.expireAccess();
    return c.body(null, 204);
  });
  app.post("/_sandbox/revoke", (c) => {
    accounts.revoke();
    return c.body(null, 204);
  });
  app.post("/_sandbox/approve-sign-ins", (c) => {
    accounts.isEager = true;
    return c.body(null, 204);
  });
  app.post("/_sandbox/tokens", (c) =>
    c.json({ google: accounts.issue("google").access, microsoft: accounts.issue("microsoft").access }),
  );
  app.get("/_sandbox/service-account", (c) => c.json(accounts.serviceAccountKey(googleTokenUrl(c))));
  // Stores the event as given, even with times that the API itself would refuse.
  app.post("/_sandbox/events", async (c) => {
    const { service: of, calendar, id, event } = planted.parse(await c.req.json());
    const log = of === "google" ? google.find(calendar ?? "primary")?.log : graph.all()[0]?.log;
    log?.put(id, event);
    return c.body(null, log === undefined ? 404 : 204);
  });
}
