import type { PageRequest } from "../page.ts";

/** Work to do once, not before `dueAt`. */
export interface JobOrder {
  /** Selects the handler: `call-event`, `send-mail`. */
  readonly kind: string;
  /**
   * The subject. A clinic has at most one job per kind and key (as do jobs without a clinic), from the order until long
   * after the job's end (forget-jobs.ts).
   */
  readonly key: string;
  /** JSON text for the handler. Contains ids only, never a patient's name or number. */
  readonly payload: string;
  readonly dueAt: number;
}

export const jobStates = ["waiting", "running", "done", "dead"] as const;

/** `dead`: all attempts failed; it waits for an operator. */
export type JobState = (typeof jobStates)[number];

export interface Job extends JobOrder {
  readonly id: string;
  /** The clinic in whose transaction it was ordered; null: no clinic. */
  readonly clinicId: string | null;
  readonly state: JobState;
  /** Attempts started so far. */
  readonly attempts: number;
  /** While `running`: after this instant its process counts as dead, and another may take the job. */
  readonly leasedUntil: number | null;
  /** Why the last attempt failed. */
  readonly lastError: string | null;
  /** By the clock of the machine that ordered it. */
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** Orders jobs; part of a transaction's stores, so that the job is ordered only if the rest is written. */
export interface JobOrders {
  /** If the job already waits, it keeps the earlier due time. @returns whether it is new */
  order(job: JobOrder): Promise<boolean>;
}

/**
 * A job may run twice if its process dies or stalls, so the handler must detect finished work. Errors are retried
 * (run-jobs.ts).
 * @param stopping aborted when the program stops: see untilStopped
 */
export type JobHandler = (job: Job, stopping?: AbortSignal) => Promise<void>;

/** How jobs of a kind are run. */
export interface JobKind {
  readonly run: JobHandler;
  /** Attempts before the job is dead; default 10. */
  readonly attempts?: number;
  /** Pause after the first failure, doubled with each further one; default 1 s. */
  readonly firstPauseMs?: number;
  /** Longest pause; default 1 h. */
  readonly longestPauseMs?: number;
  /** Ordered automatically, once per period of this length counted from the epoch, even with several processes. */
  readonly everyMs?: number;
}

/** By kind. Jobs of an unknown kind stay in the queue: a newer version ordered them. */
export type JobKinds = Readonly<Record<string, JobKind>>;

export interface TakeRequest {
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly now: number;
  readonly leasedUntil: number;
}

/** The next state of a taken job. */
export type JobEnd =
  | { readonly state: "done"; readonly endedAt: number }
  | { readonly state: "dead"; readonly endedAt: number; readonly lastError: string }
  /** `isAttempt` false: it was postponed, which does not count as an attempt. */
  | {
      readonly state: "waiting";
      readonly dueAt: number;
      readonly lastError: string | null;
      readonly isAttempt: boolean;
    };

/** All clinics' jobs, for the worker. Jobs ordered here belong to no clinic. */
export interface JobQueue extends JobOrders {
  /** Due jobs and jobs with an expired lease, longest due first; each goes to one taker. */
  take(request: TakeRequest): Promise<readonly Job[]>;
  /** false: the lease was lost and another process has the job. */
  extend(job: Job, leasedUntil: number): Promise<boolean>;
  /** false: the lease was lost and the job is unchanged. */
  settle(job: Job, end: JobEnd): Promise<boolean>;
  /** Removes jobs done before that instant; dead jobs wait for an operator. @returns how many */
  forget(doneBefore: number): Promise<number>;
}

export interface JobFilter extends PageRequest {
  readonly state?: JobState | undefined;
  readonly kind?: string | undefined;
}

/** All clinics' jobs, for operators. */
export interface JobRecords {
  find(jobId: string): Promise<Job | undefined>;
  /** Latest due first. */
  list(filter: JobFilter): Promise<readonly Job[]>;
  /** Counts by kind and state. */
  count(): Promise<readonly { readonly kind: string; readonly state: JobState; readonly jobs: number }[]>;
  /** Puts it back in the queue, due at once, with a fresh set of attempts. false: it is running or does not exist. */
  revive(jobId: string, now: number): Promise<boolean>;
}
