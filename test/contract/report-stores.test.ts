import { describe, expect, it } from "vitest";
import { SqlCostSignals } from "../../src/adapters/sql/monitoring/alert-stores.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { costReport } from "../../src/domain/report/cost-report.ts";
import { centsText } from "../../src/domain/report/exact-cents.ts";
import { engines } from "../fakes/engines.ts";
import { clinicOf } from "../proof/alarms/installation.ts";

const at = Date.UTC(2026, 10, 10);
const week = { from: at - 1, to: at + 1_000_000 };

/** A clinic and its neighbour, with the same calls; and one call of nobody. */
async function stored(open: (typeof engines)[number][1]) {
  const database = await open();
  const store = sqlStore(database);
  const usual = { attribution: "known", direction: "inbound", status: "ended", updatedAt: at } as const;
  const calls = [
    { calledAt: at, durationMs: 60_000, outcome: "booked", costCents: 14.1666666667 },
    { calledAt: at + 1, durationMs: 60_000, outcome: "booked", costCents: 14.1666666667 },
    { calledAt: at + 2, durationMs: null, outcome: null, costCents: null },
    { calledAt: at + 3, durationMs: 7_200_000, outcome: "failed", costCents: 999_999.999 },
  ] as const;
  for (const clinicId of ["id-own", "id-other", null]) {
    if (clinicId !== null) await store.clinics.add(clinicOf(clinicId.slice(3)));
    const rows = calls.map((call, index) => Object.assign({ callId: `${clinicId} ${index}`, clinicId }, usual, call));
    await database.fleet.insertInto("calls").values(rows).execute();
    if (clinicId === null) continue;
    const message = { id: `m ${clinicId}`, callId: `${clinicId} 2`, name: null, phone: null, text: "Rappel" };
    const { messages } = store.scope(clinicId).outreach.stores;
    await messages.add({ ...message, urgency: "normal", createdAt: at + 5, doneAt: null });
  }
  return { database, store };
}

describe.each(engines)("reports on %s", (_, open) => {
  it("count one clinic's records, and a fleet's costs to the last decimal", async () => {
    const { database, store } = await stored(open);
    const records = await store.scope("id-own").records.within(week);
    expect({ ...records, calls: records.calls.length }).toEqual({
      calls: 3,
      booked: 0,
      messages: 1,
      noShows: 0,
      fruitfulAt: [at + 2],
    });
    expect(records.calls.find(({ outcome }) => outcome === "booked")).toEqual({
      direction: "inbound",
      status: "ended",
      outcome: "booked",
      costCents: 14.1666666667,
      calls: 2,
      durationMs: 120_000,
    });
    const rows = await costReport({ firstDate: "2026-11-10", lastDate: "2026-11-10" }, "clinic", store.costs);
    expect(rows.map(({ of, calls, cents, unpriced }) => [of, calls, centsText(cents), unpriced])).toEqual(
      expect.arrayContaining(["id-own", "id-other", null].map((of) => [of, 4, "1000028.3323333334", 1])),
    );
    await store.costs.price([{ callId: "id-own 2", costCents: 0.5 }]);
    expect(await store.costs.ofCalls(["id-own 2", "nowhere"])).toEqual([
      { callId: "id-own 2", clinicId: "id-own", calledAt: at + 2, costCents: 0.5 },
    ]);
    const signals = new SqlCostSignals(database.fleet);
    expect(await signals.costOf("id-own", week)).toBeCloseTo(1_000_028.83);
    expect(await signals.costOf(null, week)).toBeCloseTo(1_000_028.33);
    expect([...(await signals.costsSince(at)).keys()].length).toBe(3);
    await database.close();
  });
});
