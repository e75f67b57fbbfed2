/** Work that is to be done once, not before `dueAt`. */
export interface JobOrder {
  /** Names the handler: `call-event`, `send-mail`. */
  readonly kind: string;
  /**
   * What it is about: of one kind and key there is one job, in a clinic as among those of no clinic, from its order until
   * long after its end (forget-jobs.ts).
   */
  readonly key: string;
  /** JSON text for the handler. Ids only, never a patient's name or number. */
  readonly payload: string;
  readonly dueAt: number;
}

export const jobStates = ["waiting", "running", "done", "dead"] as const;

/** `dead`: tried as often as its kind allows; it waits for an operator. */
export type JobState = (typeof jobStates)[number];

export interface Job extends JobOrder {
  readonly id: string;
  /** The clinic in whose transaction it was ordered; null: of no clinic. */
  readonly clinicId: string | null;
  readonly state: JobState;
  /** Begun so far. */
  readonly attempts: number;
  /** While `running`: after this instant whoever runs it counts as dead, and it is taken again. */
  readonly leasedUntil: number | null;
  /** Why the last attempt failed. */
  readonly lastError: string | null;
  /** By the clock of the machine that ordered it. */
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** Where work is ordered; handed out with the stores of a transaction, so that both are written or neither. */
export interface JobOrders {
  /** One that waits already keeps the earlier of both due times. @returns whether it is new */
  order(job: JobOrder): Promise<boolean>;
}

/** May run twice when its process dies or stalls: it finds out what is done already. Errors are tried again, see job-end.ts. */
export type JobHandler = (job: Job) => Promise<void>;

/** How jobs of a kind are run. */
export interface JobKind {
  readonly run: JobHandler;
  /** It is dead after so many; 10 unless told. */
  readonly attempts?: number;
  /** Pause after the first failure, doubled with each further one; 1 s unless told. */
  readonly firstPauseMs?: number;
  /** No pause is longer; 1 h unless told. */
  readonly longestPauseMs?: number;
  /** Ordered by itself, once in every period of this length counted from the epoch, by however many processes. */
  readonly everyMs?: number;
}

/** By kind. Jobs of a kind that is not here are left waiting: a newer version ordered them. */
export type JobKinds = Readonly<Record<string, JobKind>>;

export interface TakeRequest {
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly now: number;
  readonly leasedUntil: number;
}

/** What a taken job becomes. */
export type JobEnd =
  | { readonly state: "done"; readonly endedAt: number }
  | { readonly state: "dead"; readonly endedAt: number; readonly lastError: string }
  /** `isAttempt` false: it was put off and does not count as tried. */
  | {
      readonly state: "waiting";
      readonly dueAt: number;
      readonly lastError: string | null;
      readonly isAttempt: boolean;
    };

/** All clinics' jobs, for the worker. What is ordered here is of no clinic. */
export interface JobQueue extends JobOrders {
  /** Those due and those whose lease is over, longest due first; each goes to one taker. */
  take(request: TakeRequest): Promise<readonly Job[]>;
  /** false: the lease was lost and the job is another's. */
  extend(job: Job, leasedUntil: number): Promise<boolean>;
  /** false: the lease was lost and the job is left as it is. */
  settle(job: Job, end: JobEnd): Promise<boolean>;
  /** Removes those that were done before that instant; dead ones wait for an operator. @returns how many */
  forget(doneBefore: number): Promise<number>;
}

export interface JobFilter {
  readonly state?: JobState | undefined;
  readonly kind?: string | undefined;
  readonly limit: number;
}

/** All clinics' jobs, for operators. */
export interface JobRecords {
  find(jobId: string): Promise<Job | undefined>;
  /** Latest due first. */
  list(filter: JobFilter): Promise<readonly Job[]>;
  /** How many there are of each kind and state. */
  count(): Promise<readonly { readonly kind: string; readonly state: JobState; readonly jobs: number }[]>;
  /** Makes it wait anew, due at once, with all its attempts. false: it is running or there is none. */
  revive(jobId: string, now: number): Promise<boolean>;
}
