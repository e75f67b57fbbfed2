import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ClockGuard, type ClockMarks, FARTHEST_DAYS, judgeClock } from "../../../src/domain/time/clock-guard.ts";

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 2, 3, 12);
const TEN_YEARS = 3653 * DAY_MS;

/** An installation's marks: rows by their times, and the confirmed time. */
class RememberedMarks implements ClockMarks {
  readonly rows: number[];
  confirmed: number | null;

  constructor(confirmed: number | null, rows: readonly number[] = []) {
    this.confirmed = confirmed;
    this.rows = [...rows];
  }

  async confirmedAt(): Promise<number | null> {
    return this.confirmed;
  }

  async newestRowUntil(instant: number): Promise<number | null> {
    const before = this.rows.filter((at) => at <= instant);
    return before.length === 0 ? null : Math.max(...before);
  }

  async confirm(instant: number): Promise<void> {
    this.confirmed = instant;
  }
}

test.each([TEN_YEARS, -TEN_YEARS, (FARTHEST_DAYS + 1) * DAY_MS, -(FARTHEST_DAYS + 1) * DAY_MS])(
  "a clock that is %d ms from the stored times is wrong, and stays wrong whatever rows it dates",
  async (skew) => {
    const marks = new RememberedMarks(NOON, [NOON]);
    const guard = new ClockGuard(marks);
    for (const after of [0, 1000, 6000]) {
      marks.rows.push(NOON + skew + after);
      await expect(guard.assertRight(NOON + skew + after)).rejects.toMatchObject({ code: "failed" });
    }
    expect(marks.confirmed).toBe(NOON);
    await guard.assertRight(NOON + 10_000);
    expect(marks.confirmed).toBe(NOON + 10_000);
  },
);

test("the clock of an installation that was idle for less is judged right", async () => {
  const marks = new RememberedMarks(NOON);
  await new ClockGuard(marks).assertRight(NOON + 60 * DAY_MS);
  expect(marks.confirmed).toBe(NOON + 60 * DAY_MS);
});

test("rows written step by step since the last confirmation vouch for the clock; rows after a jump do not", async () => {
  const steps = [80, 160, 240].map((days) => NOON + days * DAY_MS);
  expect(await judgeClock(NOON + 300 * DAY_MS, new RememberedMarks(NOON, steps))).toMatchObject({ isRight: true });
  const leap = [NOON + TEN_YEARS];
  expect(await judgeClock(NOON + TEN_YEARS, new RememberedMarks(NOON, leap))).toMatchObject({ isRight: false });
});

test("a clock that jumps beyond the limit is never right; within the limit it always is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -40_000, max: 40_000 }), async (days) => {
      const { isRight } = await judgeClock(NOON + days * DAY_MS, new RememberedMarks(NOON, [NOON]));
      expect(isRight).toBe(Math.abs(days) <= FARTHEST_DAYS);
    }),
  );
});
