/** Work that is to be done once, not before `dueAt`. */
export interface JobOrder {
  /** Names the handler: `call-event`, `send-mail`. */
  readonly kind: string;
  /** What it is about: of one kind and key there is one job, ever. */
  readonly key: string;
  /** JSON text for the handler. Ids only, never a patient's name or number. */
  readonly payload: string;
  readonly dueAt: number;
}

/** `dead`: tried as often as its kind allows; it waits for an operator. */
export type JobState = "waiting" | "running" | "done" | "dead";

export interface Job extends JobOrder {
  readonly id: string;
  readonly state: JobState;
  /** Begun so far. */
  readonly attempts: number;
  /** While `running`: after this instant whoever runs it counts as dead, and it is taken again. */
  readonly leasedUntil: number | null;
  /** Why the last attempt failed. */
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** Where work is ordered; handed out with the stores of a transaction, so that both are written or neither. */
export interface JobOrders {
  /** One that waits already keeps the earlier of both due times. @returns whether it is new */
  order(job: JobOrder): Promise<boolean>;
}

/** How a job ended when it did not simply succeed: thrown by handlers. Any other error is tried again as well. */
export type JobHandler = (job: Job) => Promise<void>;

export type JobHandlers = Readonly<Record<string, JobHandler>>;
