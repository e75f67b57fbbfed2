import { expect, test } from "vitest";
import { slowerThan } from "../../src/simulator/reports/compare-reports.ts";

const latency = (p50: number) => ({ count: 1, p50, p99: p50, max: p50 });

function slower(was: number, is: number) {
  const timings = { webhook: null, functions: null, scenarios: { book: latency(was) } };
  const now = { ...timings, scenarios: { book: latency(is) }, runs: 1, elapsedMs: 1, runsPerSecond: 1 };
  return slowerThan({ schema: 1, clinics: [], timings }, { timings: now });
}

test.each([
  [44.82, 110.32],
  [1, 199],
  [150, 300],
  [300, 150],
])("a median of %s ms that becomes %s ms is no slower call", (was, is) => {
  expect(slower(was, is)).toEqual([]);
});

test.each([
  [44.82, 200],
  [150, 301],
])("a median of %s ms that becomes %s ms is slower", (was, is) => {
  expect(slower(was, is)).toEqual([{ what: "book", was, is }]);
});
