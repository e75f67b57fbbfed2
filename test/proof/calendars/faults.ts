import { HOUR_MS } from "../../../src/clock.ts";
import { instantOf } from "../../../src/domain/time/zoned-time.ts";
import { type Check, type Here, type SideOptions, ZONE, cleared, connected, dateIn } from "./check.ts";
import type { Fault } from "./fault-proxy.ts";
import type { Side } from "./side.ts";

interface Outage {
  readonly name: string;
  readonly fault: (side: Side) => Fault | undefined;
  /** The problem in the calendar's status. */
  readonly said: string;
  /** The most requests during the outage. */
  readonly most: number;
  readonly slow?: true;
}

const OUTAGES: readonly Outage[] = [
  { name: "down", fault: () => ({ kind: "drop", when: "before" }), said: "cannot be reached", most: 4 },
  {
    name: "slow (60 s)",
    fault: () => ({ kind: "slow", ms: 60_000 }),
    said: "did not answer within",
    most: 4,
    slow: true,
  },
  { name: "401", fault: () => ({ kind: "status", status: 401 }), said: "does not accept these credentials", most: 4 },
  { name: "500", fault: () => ({ kind: "status", status: 500 }), said: "has a problem", most: 4 },
  {
    name: "429, Retry-After: 120",
    fault: () => ({ kind: "status", status: 429, headers: { "retry-after": "120" } }),
    said: "asked to wait",
    most: 1,
  },
];

/**
 * The documented policy: what is known is used for as long as it is trusted, then nothing is offered; afterwards
 * everything is caught up.
 */
export async function faultChecks(side: Side, { quick, turn }: SideOptions): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const outages = quick ? OUTAGES.filter((_, index) => index % 3 === turn) : OUTAGES;
  for (const [index, outage] of outages.entries()) checks.push(await through(outage, side, index));
  checks.push(await expiredToken(side));
  return checks;
}

async function through({ name, fault, said, most, slow }: Outage, side: Side, caller: number): Promise<Check> {
  const date = dateIn(10);
  await side.add({ id: "other", startsAt: at(date, "09:00"), endsAt: at(date, "10:00") });
  const found = await connected(side, { trust: "1h" }, async (here) => {
    const asked = here.proxy.requests;
    here.proxy.fault = () => fault(side);
    const startedAt = performance.now();
    const second = () => here.book(at(date, "11:30"), 100 + caller);
    // Slow checks run concurrently, to save time.
    const together = slow === undefined ? undefined : second();
    const outcome = await here.book(at(date, "11:00"), caller);
    const seconds = (performance.now() - startedAt) / 1000;
    const free = await here.free(date);
    await (together ?? second());
    const requests = here.proxy.requests - asked;
    const { failure } = await here.calendar();
    const isWaiting = (await side.events()).length === 1;
    here.clock.skew = HOUR_MS + 60_000;
    const offeredLater = (await here.free(date)).length;
    here.proxy.fault = () => undefined;
    await here.sync();
    await here.write();
    const written = (await side.events()).length;
    return { outcome: outcome.kind, seconds, free, requests, failure, isWaiting, offeredLater, written };
  });
  await cleared(side);
  const isKnown = !found.free.includes("09:00") && found.free.includes("12:00");
  const passed =
    found.outcome === "booked" &&
    found.seconds < 8 &&
    isKnown &&
    (found.failure ?? "").includes(said) &&
    found.requests <= most &&
    found.isWaiting &&
    found.offeredLater === 0 &&
    found.written === 3;
  const text = `booked in ${found.seconds.toFixed(1)} s, ${found.requests} requests; after 1 h ${found.offeredLater} offered; then ${found.written - 1} written`;
  return { side: side.name, what: `${name}: booked by what is known, written later`, found: text, passed };
}

/** The server forgot its sync tokens: everything is read again, and nothing is lost or duplicated. */
async function expiredToken(side: Side): Promise<Check> {
  const date = dateIn(10);
  const found = await connected(side, {}, async (here: Here) => {
    const outcome = await here.book(at(date, "11:00"), 7);
    await side.add({ id: "late", startsAt: at(date, "15:00"), endsAt: at(date, "16:00") });
    await side.forgetTokens();
    const { failure } = await here.sync();
    const free = await here.free(date);
    const active = here.rows
      .prepare<[], number>("select count(*) from appointments where status = 'scheduled'")
      .pluck()
      .get();
    return {
      outcome: outcome.kind,
      failure: failure?.message ?? null,
      free,
      active,
      events: (await side.events()).length,
    };
  });
  await cleared(side);
  const isRight = !found.free.includes("15:00") && !found.free.includes("11:00") && found.free.includes("16:00");
  const passed =
    found.outcome === "booked" && found.failure === null && isRight && found.active === 1 && found.events === 2;
  const what = "sync token expired: read whole, nothing lost";
  return { side: side.name, what, found: found.failure ?? `${found.active} visit, ${found.events} events`, passed };
}

function at(date: string, time: string): number {
  return instantOf(date, time, ZONE);
}
