import type { JobOrder } from "../job/ports.ts";

export const alertKinds = [
  "silence",
  "failing_functions",
  "refused_signatures",
  "dead_jobs",
  "unbookable",
  "old_messages",
  "unbound_number",
  "slow_webhook",
  "slow_functions",
  "unusual_cost",
] as const;

export type AlertKind = (typeof alertKinds)[number];

/** A current problem. There is one per kind and clinic, or one per kind if no clinic is concerned. */
export interface AlertFinding {
  readonly kind: AlertKind;
  /** null: the installation, or all clinics together. */
  readonly clinicId: string | null;
  readonly detail: string;
  readonly fix: string;
}

/** A problem from its beginning to its end. A round is one judgement of everything; one notice shows its changes. */
export interface Alert extends AlertFinding {
  readonly id: string;
  readonly raisedAt: number;
  readonly raisedRound: string;
  /** null: the problem persists. */
  readonly endedAt: number | null;
  readonly endedRound: string | null;
  /** Why it ended; null while the problem persists. */
  readonly ending: string | null;
  /** null: nobody has muted it. */
  readonly mutedAt: number | null;
}

export interface FleetAlert extends Alert {
  /** null: no clinic is concerned. */
  readonly clinicSlug: string | null;
}

/** The changes that a judgement makes to the open alerts. */
export interface AlertChanges {
  readonly raised: readonly Alert[];
  readonly ended: readonly Pick<Alert, "id" | "endedAt" | "endedRound" | "ending">[];
  /** Alerts that stay open with a new `detail`. */
  readonly reworded: readonly Pick<Alert, "id" | "detail">[];
  readonly orders: readonly JobOrder[];
}

export interface AlertStore {
  /** Open alerts, oldest first. @param clinicId only of this clinic */
  open(clinicId?: string): Promise<readonly FleetAlert[]>;
  /** Open and ended alerts, latest first. */
  list(filter: { readonly clinicId: string | undefined; readonly limit: number }): Promise<readonly FleetAlert[]>;
  /** The alerts that a round raised or ended. */
  ofRound(round: string): Promise<readonly FleetAlert[]>;
  /** Reads, compares and writes in one transaction, including the job orders. */
  rewrite(compare: (open: readonly FleetAlert[]) => AlertChanges): Promise<void>;
  /** Does nothing to an alert that has ended or is muted. */
  mute(alertId: string, at: number): Promise<void>;
}

/** Counts of calls. `clinicId` null: calls of no clinic. */
export interface FailingCalls {
  readonly clinicId: string | null;
  readonly calls: number;
  /** Calls in which a function failed. */
  readonly failing: number;
}

export interface DeadJobs {
  readonly clinicId: string | null;
  readonly jobs: number;
}

/** Counts of answers to Retell in a period in which some were slow. */
export interface SlowAnswers {
  readonly clinicId: string;
  readonly asked: "webhook" | "functions";
  readonly requests: number;
  readonly slow: number;
}

/** The same counts for one minute, as a server records them. */
export interface SlowCount extends Omit<SlowAnswers, "clinicId"> {
  /** Slug. */
  readonly clinic: string;
  readonly minuteAt: number;
}

/** What is read for all clinics at once. */
export interface AlertSignals {
  /** When each clinic was last called since then, by clinic id. */
  lastCallsTo(since: number, until: number): Promise<ReadonlyMap<string, number>>;
  failingCalls(since: number): Promise<readonly FailingCalls[]>;
  deadJobs(): Promise<readonly DeadJobs[]>;
  refusedSignatures(since: number): Promise<number>;
  /** By clinic and by what was asked. */
  slowAnswers(since: number): Promise<readonly SlowAnswers[]>;
}

const WORDS: Readonly<Record<AlertKind, string>> = {
  silence: "silence",
  failing_functions: "failing functions",
  refused_signatures: "refused signatures",
  dead_jobs: "dead jobs",
  unbookable: "unbookable",
  old_messages: "old messages",
  unbound_number: "unbound number",
  slow_webhook: "slow webhook",
  slow_functions: "slow functions",
  unusual_cost: "unusual cost",
};

/** The alert's name, always the same for the same subject: "silence cocotiers", "dead jobs". */
export function alertName({ kind, clinicSlug }: Pick<FleetAlert, "kind" | "clinicSlug">, between: " " | "-"): string {
  const name = [WORDS[kind], ...(clinicSlug === null ? [] : [clinicSlug])].join(" ");
  return name.replaceAll(" ", between);
}
