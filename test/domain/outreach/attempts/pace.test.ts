import { check, constantFrom, integer, property, uniqueArray } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PaceFacts,
  type Traffic,
  Pacer,
  outboundLines,
  turnOf,
} from "../../../../src/domain/outreach/attempts/attempt-ports.ts";
import { SettableTime } from "../../../fakes/settable-time.ts";

const quiet: Traffic = { inUse: new Map(), justBegun: 0, waiting: new Set(), askedAt: [] };

function facts(more: Omit<Partial<PaceFacts>, "traffic"> & { readonly traffic?: Partial<Traffic> } = {}): PaceFacts {
  return {
    clinicId: "a",
    account: { limit: 20, current: 0, reservedForInbound: 0 },
    limits: { outboundLines: null, reservedLines: null, callsPerSecond: 1 },
    now: 100_000,
    ...more,
    traffic: { ...quiet, ...more.traffic },
  };
}

const accountWith = (current: number, reservedForInbound = 0) => ({ limit: 20, current, reservedForInbound });

const limitsOf = (most: number | null, reservedLines: number | null) => ({
  outboundLines: most,
  reservedLines,
  callsPerSecond: 1,
});

const busy = (calls: number) => ({ account: { limit: 4, current: calls, reservedForInbound: 0 } });

describe("how many outbound calls may run", () => {
  const ours = { inUse: new Map([["a", 4]]) };

  it.each([
    ["a quarter is kept", facts(), 15],
    ["Retell's own reserve holds where it is larger", facts({ account: accountWith(0, 8) }), 12],
    ["as many as are set are kept", facts({ limits: limitsOf(null, 2) }), 18],
    ["a limit of our own holds", facts({ limits: limitsOf(3, null) }), 3],
    ["no limit of our own takes the reserve", facts({ limits: limitsOf(50, null) }), 15],
    ["calls in use the reserve first", facts({ account: accountWith(9), traffic: ours }), 15],
    ["calls in take more than the reserve", facts({ account: accountWith(14), traffic: ours }), 10],
    ["never less than none", facts({ account: accountWith(40), traffic: ours }), 0],
  ])("%s", (_, given, expected) => {
    expect(outboundLines(given)).toBe(expected);
  });
});

describe("whose turn it is", () => {
  it("waits while all lines are taken", () => {
    const full = facts({ ...busy(3), traffic: { inUse: new Map([["b", 3]]) } });
    expect(turnOf(full)).toEqual({ kind: "wait", until: 105_000, why: "lines" });
  });

  it("forgets our calls that Retell no longer has", () => {
    expect(turnOf(facts({ ...busy(0), traffic: { inUse: new Map([["b", 3]]) } }))).toEqual({ kind: "go" });
    const begun = facts({ ...busy(0), traffic: { inUse: new Map([["b", 3]]), justBegun: 3 } });
    expect(turnOf(begun)).toMatchObject({ why: "lines" });
  });

  it("leaves a waiting clinic its share of the lines", () => {
    const traffic = { inUse: new Map([["a", 2]]), justBegun: 2, waiting: new Set(["a", "b"]) };
    expect(turnOf(facts({ ...busy(2), traffic }))).toMatchObject({ kind: "wait", why: "share" });
    expect(turnOf(facts({ ...busy(2), clinicId: "b", traffic }))).toEqual({ kind: "go" });
    expect(turnOf(facts({ ...busy(2), traffic: { ...traffic, waiting: new Set(["a"]) } }))).toEqual({ kind: "go" });
  });

  it("begins no more calls per second than allowed", () => {
    const limits = { outboundLines: null, reservedLines: null, callsPerSecond: 2 };
    const asked = (...askedAt: readonly number[]) => turnOf(facts({ limits, traffic: { askedAt } }));
    expect(asked(99_000, 99_500)).toEqual({ kind: "go" });
    expect(asked(99_200, 99_500)).toEqual({ kind: "wait", until: 100_200, why: "rate" });
    expect(asked(99_100, 99_200, 99_500)).toEqual({ kind: "wait", until: 100_200, why: "rate" });
  });

  it("always lets a clinic proceed while lines are free, and serves waiting clinics evenly", () => {
    const clinics = uniqueArray(constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
    const evenly = property(clinics, integer({ min: 1, max: 30 }), (names, lines) => {
      const inUse = new Map<string, number>();
      const waiting = new Set(names);
      for (let begun = 0; begun < lines; begun += 1) {
        const account = { limit: lines, current: begun, reservedForInbound: 0 };
        const limits = { outboundLines: null, reservedLines: 0, callsPerSecond: 1 };
        const traffic = { inUse, waiting };
        const next = names.find((clinicId) => turnOf(facts({ clinicId, account, limits, traffic })).kind === "go");
        if (next === undefined) return false;
        inUse.set(next, (inUse.get(next) ?? 0) + 1);
      }
      const counts = names.map((name) => inUse.get(name) ?? 0);
      return Math.min(...counts) >= Math.floor(lines / names.length);
    });
    expect(check(evenly)).toMatchObject({ failed: false });
  });
});

/** An account and its attempts, as far as the pacer reads them. */
function stage(callsPerSecond = 2) {
  const time = new SettableTime(1_000_000);
  const askedAt: number[] = [];
  const asked = { account: 0 };
  const pacer = new Pacer(
    {
      clock: time,
      traffic: { at: (now) => Promise.resolve({ ...quiet, askedAt: askedAt.filter((at) => at > now - 1000) }) },
      calls: {
        concurrency: () => {
          asked.account += 1;
          return Promise.resolve({ limit: 20, current: 0, reservedForInbound: 0 });
        },
      },
    },
    { outboundLines: null, reservedLines: null, callsPerSecond },
  );
  const begin = () => pacer.inTurn("a", () => Promise.resolve(askedAt.push(time.now())));
  return { time, pacer, begin, asked };
}

describe("the pacer", () => {
  it("keeps to the rate, however many ask at once", async () => {
    const { time, begin, asked } = stage();
    const turns = await Promise.all(Array.from({ length: 5 }, begin));
    expect(turns.map(({ kind }) => kind)).toEqual(["done", "done", "wait", "wait", "wait"]);
    expect(turns[2]).toMatchObject({ kind: "wait", until: 1_001_000 });
    time.moveTo(1_001_000);
    expect((await Promise.all([begin(), begin(), begin()])).map(({ kind }) => kind)).toEqual(["done", "done", "wait"]);
    expect(asked.account).toBe(1);
  });

  it("pauses for as long as Retell asked, and counts repeated requests", async () => {
    const { time, pacer, begin } = stage(1);
    pacer.holdBack(7000);
    expect(await begin()).toMatchObject({ kind: "wait", until: 1_007_000 });
    time.moveTo(1_007_000);
    pacer.repeating();
    expect(await begin()).toMatchObject({ kind: "wait", until: 1_008_000 });
    time.moveTo(1_008_000);
    expect(await begin()).toMatchObject({ kind: "done" });
  });

  it("gives the next turn even if the previous one failed", async () => {
    const { pacer, begin } = stage();
    await expect(pacer.inTurn("a", () => Promise.reject(new Error("no disk")))).rejects.toThrow("no disk");
    expect(await begin()).toMatchObject({ kind: "done" });
  });
});
