import { MINUTE_MS, DAY_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";

/**
 * A running installation writes something every day. If the clock is further than this from the last write, it is more
 * likely wrong (a machine that booted without a time source, a bad NTP answer) than the installation was stopped for
 * that long.
 */
export const FARTHEST_DAYS = 90;
const FARTHEST_MS = FARTHEST_DAYS * DAY_MS;

/** What the database shows about the time. */
export interface ClockMarks {
  /** The latest time known to be right, initially the installation's creation; null: unknown. */
  confirmedAt(): Promise<number | null>;
  /** When the newest row up to that instant was written; null: there is no such row. */
  newestRowUntil(instant: number): Promise<number | null>;
  /**
   * Records that the clock is right at that instant. Jobs that a wrong clock postponed into the far future become due.
   */
  confirm(instant: number): Promise<void>;
}

export interface ClockJudgement {
  readonly isRight: boolean;
  /** What the clock was compared with; null: nothing. */
  readonly comparedWith: number | null;
}

/**
 * Judges the clock by earlier writes. Starting from the last confirmed time, rows are trusted step by step, so that
 * rows dated by a wrong clock do not vouch for it.
 */
export async function judgeClock(now: number, marks: ClockMarks): Promise<ClockJudgement> {
  const confirmed = await marks.confirmedAt();
  if (confirmed === null) return { isRight: true, comparedWith: null };
  let known: number = confirmed;
  while (now - known > FARTHEST_MS) {
    const newest: number | null = await marks.newestRowUntil(known + FARTHEST_MS);
    if (newest === null || newest <= known) return { isRight: false, comparedWith: known };
    known = newest;
  }
  return { isRight: known - now <= FARTHEST_MS, comparedWith: known };
}

export function wrongClock(now: number, { comparedWith }: ClockJudgement): AscendiaError {
  const [shown, last] = [now, comparedWith ?? now].map((instant) => dateText(instant));
  return new AscendiaError(
    "failed",
    `The clock shows ${shown}, ${distance(now, comparedWith ?? now)} the last stored entry (${last}).`,
    {
      hint: "Set the machine's clock. If it is right and the installation was stopped for that long, run: ascendia check --confirm-clock",
    },
  );
}

function distance(now: number, known: number): string {
  const days = Math.round(Math.abs(now - known) / DAY_MS);
  return `${days} days ${now > known ? "after" : "before"}`;
}

function dateText(instant: number): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant) : date.toISOString().slice(0, 10);
}

/** How long a confirmed clock is trusted before it is checked again. */
const CONFIRMED_FOR_MS = MINUTE_MS;

/** Stops a worker from acting on a wrong clock, which decides what is due and what is old enough to erase. */
export class ClockGuard {
  readonly #marks: ClockMarks;
  #rightAt: number | undefined;

  constructor(marks: ClockMarks) {
    this.#marks = marks;
  }

  /** @throws failed when the clock is too far from the stored times */
  async assertRight(now: number): Promise<void> {
    if (this.#rightAt !== undefined && now >= this.#rightAt && now - this.#rightAt < CONFIRMED_FOR_MS) return;
    this.#rightAt = undefined;
    const judgement = await judgeClock(now, this.#marks);
    if (!judgement.isRight) throw wrongClock(now, judgement);
    await this.#marks.confirm(now);
    this.#rightAt = now;
  }
}
