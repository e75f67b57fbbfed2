import { expect, it } from "vitest";
import { costJudge } from "../../../src/domain/alert/unusual-cost.ts";
import { addDays } from "../../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../../src/domain/time/zoned-time.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const zone = "Europe/Paris";
const today = "2027-03-29";
const now = instantOf(today, "15:00", zone);

const clinic = testClinic({
  timezone: zone,
});

/** Costs by local date of the clinic; for no clinic, by UTC date. */
function judging(ofClinic: Readonly<Record<string, number>>, ofNobody: Readonly<Record<string, number>> = {}) {
  let asked = 0;
  const judge = costJudge({
    costsSince: () =>
      Promise.resolve(
        new Map([
          ["clinic-1", ofClinic[today] ?? 0],
          [null, ofNobody[today] ?? 0],
        ]),
      ),
    costOf: (owner, { from, to }) => {
      asked += 1;
      expect(to - from).toBeGreaterThanOrEqual(82_800_000);
      const date = dateAt(from, owner === null ? "UTC" : zone);
      return Promise.resolve((owner === null ? ofNobody : ofClinic)[date] ?? 0);
    },
  });
  return {
    found: async (at = now) => {
      const costs = await judge(at);
      const findings = [...(await costs.ofClinic(clinic)), ...(await costs.ofNoClinic())];
      return findings.map(({ clinicId, detail }) => [clinicId, detail]);
    },
    asked: () => asked,
  };
}

/** This many days before today, each with this cost, including the Sunday on which clocks go forward. */
function days(count: number, cents: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Array.from({ length: count }, (_, back) => [addDays(today, -1 - back), cents]));
}

const said = "calls of 2027-03-29 cost $21.00 so far; nine of ten days cost at most $10.00";

it.each([
  ["twice a dear day", { ...days(20, 1000), [today]: 2100 }, [["clinic-1", said]]],
  ["a dear day", { ...days(20, 1000), [today]: 1900 }, []],
  ["twice nearly nothing", { ...days(20, 10), [today]: 400 }, []],
  ["too few days known", { ...days(9, 1000), [today]: 90_000 }, []],
  [
    "days older than four weeks",
    { [addDays(today, -29)]: 50_000, ...days(10, 1000), [today]: 2100 },
    [["clinic-1", said]],
  ],
  ["dear days before, two of twenty", { ...days(20, 1000), ...days(2, 90_000), [today]: 2100 }, [["clinic-1", said]]],
  ["dear days before, three of twenty", { ...days(20, 1000), ...days(3, 90_000), [today]: 2100 }, []],
])("judges a day by those before it: %s", async (_, costs, expected) => {
  expect(await judging(costs).found()).toEqual(expected);
});

it("learns once a day, and reads nothing about a clinic with low costs", async () => {
  const dear = judging({ ...days(20, 1000), [today]: 2100 });
  await dear.found();
  const first = dear.asked();
  await dear.found();
  expect([first, dear.asked() - first]).toEqual([29, 1]);
  const cheap = judging({ ...days(20, 1000), [today]: 499 });
  await cheap.found();
  expect(cheap.asked()).toBe(0);
});

it("also learns from days without cost for calls of no known clinic", async () => {
  const detail = "calls of 2027-03-29 cost $6.00 so far; nine of ten days cost at most $0.00";
  expect(await judging({}, { [today]: 600 }).found()).toEqual([[null, detail]]);
  expect(await judging({}, { ...days(20, 600), [today]: 700 }).found()).toEqual([]);
});
