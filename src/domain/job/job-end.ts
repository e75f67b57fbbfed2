import type { Job, JobEnd, JobKind } from "./ports.ts";

/** Thrown by a handler whose work is not to be done yet; it does not count as an attempt. */
export class JobPutOff extends Error {
  override readonly name = "JobPutOff";
  readonly dueAt: number;

  constructor(dueAt: number) {
    super("put off");
    this.dueAt = dueAt;
  }
}

/** Thrown by a handler to which trying again is of no use: the job is dead at once. */
export class JobRefused extends Error {
  override readonly name = "JobRefused";
}

interface Failed {
  readonly job: Job;
  readonly kind: JobKind;
  readonly error: unknown;
}

const defaults = { attempts: 10, firstPauseMs: 1000, longestPauseMs: 3_600_000 } as const;

/** @param random from 0 to 1, spreads what failed together over half of the pause */
export function endOfFailed({ job, kind, error }: Failed, { now, random }: { now: number; random: number }): JobEnd {
  if (error instanceof JobPutOff) {
    return { state: "waiting", dueAt: error.dueAt, lastError: job.lastError, isAttempt: false };
  }
  const lastError = reasonOf(error);
  if (error instanceof JobRefused || job.attempts >= attemptsOf(kind))
    return { state: "dead", endedAt: now, lastError };
  return { state: "waiting", dueAt: now + pauseAfter(job.attempts, kind, random), lastError, isAttempt: true };
}

/** Its process died in each of its attempts, so that nobody was left to count them. */
export function isSpent(job: Job, kind: JobKind): boolean {
  return job.attempts > attemptsOf(kind);
}

export function attemptsOf({ attempts = defaults.attempts }: JobKind): number {
  return attempts;
}

/** Doubled with each failure, up to the longest; between half of that and all of it. */
function pauseAfter(attempts: number, kind: JobKind, random: number): number {
  const { firstPauseMs = defaults.firstPauseMs, longestPauseMs = defaults.longestPauseMs } = kind;
  const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
  return Math.round(pause * (0.5 + random / 2));
}

const LONGEST_REASON = 500;

/** It is kept and logged, so it tells nobody's phone number, even where a foreign error did. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replaceAll(/\+\d{4,13}(?=\d\d)/gu, "**").slice(0, LONGEST_REASON);
}
