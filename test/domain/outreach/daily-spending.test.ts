import { expect, test } from "vitest";
import { assumedCents, dailySpending } from "../../../src/domain/outreach/outreach-settings.ts";

/** Montreal's day begins at 5:00 UTC in winter. */
const clinic = { timezone: "America/Toronto" };
const evening = Date.UTC(2026, 10, 24, 3);

function spent(calls: number, priced: number, cents: number) {
  const asked: number[] = [];
  const dials = { spentSince: async (instant: number) => (asked.push(instant), { calls, priced, cents }) };
  return { asked, stores: { dials } };
}

test("a clinic's day follows its own clock", async () => {
  const { asked, stores } = spent(0, 0, 0);
  const { until } = await dailySpending(evening, clinic, stores);
  expect([...asked, until].map((at) => new Date(at).toISOString())).toEqual([
    "2026-11-23T05:00:00.000Z",
    "2026-11-24T05:00:00.000Z",
  ]);
});

test("calls without a price count at the usual cost, and fractions of a cent round up", async () => {
  const { stores } = spent(5, 2, 41.2);
  expect(await dailySpending(evening, clinic, stores)).toMatchObject({ calls: 5, cents: 42 + 3 * assumedCents });
});
