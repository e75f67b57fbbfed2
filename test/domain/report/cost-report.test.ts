import { describe, expect, it } from "vitest";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { SqlFleetCosts } from "../../../src/adapters/sql/monitoring/report-stores.ts";
import type { Call } from "../../../src/domain/call/call.ts";
import { type ComparePorts, compareCosts } from "../../../src/domain/report/compare-costs.ts";
import { costReport, totalOf } from "../../../src/domain/report/cost-report.ts";
import { centsText } from "../../../src/domain/report/exact-cents.ts";
import type { ListedCall, ListedCosts } from "../../../src/domain/report/ports.ts";

const november = { firstDate: "2026-11-01", lastDate: "2026-11-30" };

type Planted = Pick<Call, "callId"> & Partial<Call> & { readonly clinicId?: string | null };

async function stored(calls: readonly Planted[]) {
  const database = await newDatabase();
  const at = Date.UTC(2026, 10, 10);
  const usual = { attribution: "known", direction: "inbound", status: "ended", durationMs: 60_000 } as const;
  const rows = calls.map((call) => ({ clinicId: "a", calledAt: at, updatedAt: at, costCents: 10, ...usual, ...call }));
  await database.fleet.insertInto("calls").values(rows).execute();
  return new SqlFleetCosts(database.fleet);
}

/** An account at Retell whose pages have `size` calls. */
function listed(calls: readonly ListedCall[], size = 2): ListedCosts {
  return {
    pages: async function* () {
      for (let from = 0; from < calls.length; from += size) {
        await Promise.resolve();
        yield calls.slice(from, from + size);
      }
    },
  };
}

const rowsOf = async (costs: SqlFleetCosts, by: "clinic" | "day" | "month", period = november) =>
  (await costReport(period, by, costs)).map(({ of, calls, cents }) => [of, calls, centsText(cents)]);

describe("what calls cost", () => {
  it("is counted per clinic, and for calls without a clinic, with those that reached no one", async () => {
    const costs = await stored([
      { callId: "1", costCents: 0.1 },
      { callId: "2", costCents: 0.2 },
      { callId: "3", outcome: "voicemail", costCents: 4.25 },
      { callId: "4", status: "not_connected", outcome: "no_answer", durationMs: 0, costCents: null },
      { callId: "5", status: "error", outcome: "failed", durationMs: 3000, costCents: 1.5 },
      { callId: "6", costCents: null },
      { callId: "7", clinicId: "b", costCents: 999_999.999 },
      { callId: "8", clinicId: null, costCents: 14.1666666667 },
      { callId: "9", calledAt: Date.UTC(2026, 11, 1) },
    ]);
    const rows = await costReport(november, "clinic", costs);
    const shown = Object.fromEntries(rows.map(({ of, ...row }) => [String(of), row]));
    expect(shown["a"]).toEqual({
      calls: 6,
      durationMs: 243_000,
      cents: 6_050_000_000_000n,
      nothing: 3,
      nothingCents: 5_750_000_000_000n,
      unpriced: 1,
    });
    expect(centsText(totalOf(rows).cents)).toBe("1000020.2156666667");
  });

  it("has the same total by day and by month, including days without calls", async () => {
    const costs = await stored([
      { callId: "1", calledAt: Date.UTC(2026, 10, 1), costCents: 0.1 },
      { callId: "2", calledAt: Date.UTC(2026, 10, 30, 23, 59, 59, 999), costCents: 0.2 },
      { callId: "3", calledAt: Date.UTC(2026, 11, 1), costCents: 0.4 },
      { callId: "4", calledAt: Date.UTC(2026, 9, 31, 23), costCents: 0.8 },
    ]);
    const days = await rowsOf(costs, "day");
    expect([days.length, days[0], days[29]]).toEqual([30, ["2026-11-01", 1, "0.1"], ["2026-11-30", 1, "0.2"]]);
    const months = { firstDate: "2026-10-31", lastDate: "2026-12-01" };
    expect(await rowsOf(costs, "month", months)).toEqual([
      ["2026-10", 1, "0.8"],
      ["2026-11", 2, "0.3"],
      ["2026-12", 1, "0.4"],
    ]);
  });
});

const accounts = {
  own: listed([
    { callId: "same", costCents: 1.1 },
    { callId: "missing", costCents: 0.3 },
    { callId: "missing", costCents: 0.3 },
    { callId: "never arrived", costCents: 9.9 },
  ]),
  NORTH_KEY: listed([
    { callId: "differs", costCents: 2.2 },
    { callId: "of another date", costCents: 7 },
    { callId: "unpriced there too", costCents: null },
  ]),
};

const portsOf = (costs: SqlFleetCosts) => ({
  costs,
  accounts: [null, "NORTH_KEY"],
  inAccount: (account: string | null) => Promise.resolve(account === null ? accounts.own : accounts.NORTH_KEY),
});

const northIsMissing: ComparePorts["inAccount"] = (account) =>
  account === null ? Promise.resolve(accounts.own) : Promise.reject(new Error("its key is missing"));

describe("the comparison with Retell", () => {
  const calls: readonly Planted[] = [
    { callId: "same", costCents: 1.1 },
    { callId: "missing", costCents: null },
    { callId: "differs", costCents: 2 },
    { callId: "gone at Retell", costCents: 5 },
    { callId: "of another date", calledAt: Date.UTC(2026, 10, 30) + 90_000_000, costCents: 7 },
  ];
  it("fills in missing costs, corrects different ones, and accounts for the rest", async () => {
    const costs = await stored(calls);
    const dry = await compareCosts(november, { isDryRun: true }, portsOf(costs));
    expect(centsText(totalOf(await costReport(november, "clinic", costs)).cents)).toBe("8.1");
    const compared = await compareCosts(november, { isDryRun: false }, portsOf(costs));
    expect(dry).toEqual(compared);
    const { cents, notHereCents, notThereCents, ...counts } = compared;
    expect(counts).toEqual({ calls: 6, priced: 2, notHere: 3 });
    const total = totalOf(await costReport(november, "clinic", costs)).cents;
    expect([total, notHereCents, notThereCents, cents].map((each) => centsText(each))).toEqual([
      "8.6",
      "16.9",
      "5",
      "20.5",
    ]);
    expect(total + notHereCents - notThereCents).toBe(cents);
    expect((await compareCosts(november, { isDryRun: false }, portsOf(costs))).priced).toBe(0);
  });

  it("stores nothing when an account cannot be reached", async () => {
    const costs = await stored(calls);
    const compared = compareCosts(november, { isDryRun: false }, { ...portsOf(costs), inAccount: northIsMissing });
    await expect(compared).rejects.toThrow("its key is missing");
    expect((await costs.ofCalls(["missing"]))[0]?.costCents).toBeNull();
  });
});
