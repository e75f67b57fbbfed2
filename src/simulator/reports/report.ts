import type { Decision } from "../../flow/trace.ts";
import type { Leak, OfferedDoctor } from "./leaks.ts";
import type { ToolRecord } from "../run/recorded-tools.ts";

/**
 * `passed`: at least one expectation, and all hold. `flaky`: played several times, it passed and failed. `undecided`:
 * the offline brain could not decide which way to go. `vacuous`: it ran and expected nothing. `skipped`: it does not
 * apply to the clinic; `reason` says why.
 */
export type RunStatus = "passed" | "failed" | "flaky" | "undecided" | "vacuous" | "skipped";

export interface TranscriptLine {
  readonly node: string;
  readonly speaker: "agent" | "caller" | "keys" | "tool" | "sms" | "code";
  readonly text: string;
}

export interface RunReport {
  readonly clinic: string;
  readonly scenario: string;
  readonly status: RunStatus;
  readonly reason: string | null;
  /** Node ids in order of entry. */
  readonly path: readonly string[];
  /** `node#edge`, in order. */
  readonly edges: readonly string[];
  readonly transcript: readonly TranscriptLine[];
  readonly tools: readonly ToolRecord[];
  /** What the call collected; the supplied variables are reported once per clinic. */
  readonly variables: Readonly<Record<string, string>>;
  readonly decisions: readonly Decision[];
  readonly outcome: string | null;
  readonly ended: string | null;
  readonly checks: readonly Check[];
  readonly leaks: readonly Leak[];
  /** With --on retell: what Retell's engine said, and what ours had said. */
  readonly retell?: { readonly status: string; readonly explanation: string | null; readonly ours?: RunStatus };
  /** With --repeat: how often it was played and passed; the report shows the first play that did not. */
  readonly plays?: { readonly of: number; readonly passed: number };
  /** The call itself is left out, because it passed in a large fleet: path, transcript and so on are empty. */
  readonly shortened?: true;
}

export interface ClinicReport {
  readonly clinic: string;
  readonly clinicId: string;
  readonly doctors: {
    readonly own: readonly OfferedDoctor[];
    /** By the `available_doctors` variable and by the function get_doctors. */
    readonly offered: { readonly variable: readonly OfferedDoctor[]; readonly function: readonly OfferedDoctor[] };
    /** What is wrong with them; empty if each offers exactly the clinic's own. */
    readonly problems: readonly string[];
  };
  /** What the inbound webhook supplied in the clinic's first call. */
  readonly variables: Readonly<Record<string, string>>;
  readonly runs: readonly RunReport[];
  readonly coverage: ClinicCoverage;
}

export interface Coverage {
  readonly total: number;
  readonly covered: number;
  /** Ids that could be passed and that no run passed, in the order of the flow. */
  readonly missed: readonly string[];
  /** Ids that no call can pass. */
  readonly unreachable: readonly string[];
}

interface UnreachableEdge {
  /** `node#edge` */
  readonly edge: string;
  readonly because: string;
}

export interface ClinicCoverage {
  readonly nodes: Pick<Coverage, "total" | "covered">;
  readonly edges: Omit<Coverage, "unreachable">;
  /** Edges that can never fire for this clinic, because of what its webhook supplies. */
  readonly unreachable: readonly UnreachableEdge[];
}

/** An edge to write a scenario for. */
export interface NextEdge {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  /** What makes a call take it. */
  readonly when: string;
  /** Whether some run passes the node it leaves, so that a scenario can start from an existing one. */
  readonly near: boolean;
  /** Missed edges that lie behind it. */
  readonly opens: number;
  /** Clinics for which it can fire. */
  readonly clinics: number;
}

/** What the runs of a fleet passed, combined. */
export interface FlowCoverage {
  readonly nodes: Coverage;
  readonly edges: Coverage;
  readonly tools: Coverage;
  readonly variables: Coverage;
  /** Edges by kind. */
  readonly kinds: Readonly<Record<string, Pick<Coverage, "total" | "covered">>>;
  /** Edges that can fire for none of the clinics, each with the first clinic's reason. */
  readonly unreachable: readonly UnreachableEdge[];
  /** Worth a scenario, the most worthwhile first. */
  readonly next: readonly NextEdge[];
}

interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Totals extends Readonly<Record<RunStatus, number>> {
  readonly clinics: number;
  readonly runs: number;
  readonly leaks: number;
  readonly doctorProblems: number;
}

/**
 * The output of `simulate --json`, the file of --record and the input of --baseline. Everything but `timings` depends
 * only on clinics, scenarios, date and seed.
 */
export interface SimulationReport {
  readonly schema: 1;
  readonly seed: string;
  /** When the calls came in, by each clinic's clock; null: today at 09:05, or when their scenario says. */
  readonly at: string | null;
  /** `failures`: for runs that passed, only the status is reported, because there are many. */
  readonly detail: "whole" | "failures";
  readonly totals: Totals;
  readonly clinics: readonly ClinicReport[];
  readonly coverage: FlowCoverage;
  /** Compared with the simulation that --baseline names. */
  readonly comparison?: Comparison;
  readonly timings: {
    readonly webhook: Latency | null;
    readonly functions: Latency | null;
    /** Of whole calls, by scenario. */
    readonly scenarios: Readonly<Record<string, Latency>>;
    readonly runs: number;
    readonly elapsedMs: number;
    readonly runsPerSecond: number;
    /** Slower than in the simulation that --baseline names. */
    readonly slower?: readonly Slower[];
  };
}

/** Nearest-rank percentiles of durations in milliseconds, to a hundredth; null if there are none. */
function latencyOf(durations: readonly number[]): Latency | null {
  if (durations.length === 0) return null;
  const sorted = durations.toSorted((a, b) => a - b);
  const rank = (share: number) => hundredths(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { count: sorted.length, p50: rank(0.5), p99: rank(0.99), max: hundredths(sorted.at(-1) ?? 0) };
}

function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** Drops the details of a passed call: nobody reads thousands of them, and together they would fill the memory. */
export function shortened(run: RunReport): RunReport {
  return run.status === "passed" ? withoutCall(run) : run;
}

const nothing = {
  path: [],
  edges: [],
  transcript: [],
  tools: [],
  variables: {},
  decisions: [],
  checks: [],
} as const;

function withoutCall(run: RunReport): RunReport {
  return { ...run, ...nothing, shortened: true };
}

/** Keeps the details of this many failures and shortens later ones, since a whole fleet can fail. */
export function failureKeeper(
  most: number,
): (report: Omit<ClinicReport, "coverage">) => Omit<ClinicReport, "coverage"> {
  let kept = 0;
  return (report) => ({
    ...report,
    runs: report.runs.map((run) => {
      if (run.status === "passed" || run.status === "skipped") return shortened(run);
      kept += 1;
      return kept > most ? withoutCall(run) : run;
    }),
  });
}

/** Collects durations as clinics finish; their runs may then be discarded. */
export function durationTally() {
  const webhookMs: number[] = [];
  const functionMs: number[] = [];
  const byScenario = new Map<string, number[]>();
  let played = 0;
  return {
    add: ({ report, measured }: PlayedClinic): void => {
      for (const [index, { scenario, status }] of report.runs.entries()) {
        if (status !== "skipped") played += Math.max(1, measured[index]?.callMs.length ?? 0);
        const { webhookMs: webhook = [], functionMs: functions = [], callMs: calls = [] } = measured[index] ?? {};
        webhookMs.push(...webhook);
        functionMs.push(...functions);
        const known = byScenario.get(scenario) ?? [];
        known.push(...calls);
        byScenario.set(scenario, known);
      }
    },
    result: (elapsedMs: number): SimulationReport["timings"] => ({
      webhook: latencyOf(webhookMs),
      functions: latencyOf(functionMs),
      scenarios: Object.fromEntries([...byScenario].toSorted(byName).flatMap(measuredScenario)),
      runs: played,
      elapsedMs: Math.round(elapsedMs),
      runsPerSecond: Math.round((played / Math.max(elapsedMs, 1)) * 10_000) / 10,
    }),
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function measuredScenario([name, durations]: readonly [string, readonly number[]]): (readonly [string, Latency])[] {
  const latency = latencyOf(durations);
  return latency === null ? [] : [[name, latency]];
}

export function totalsOf(clinics: readonly ClinicReport[]): Totals {
  const runs = clinics.flatMap((clinic) => clinic.runs);
  const count = (status: RunReport["status"]) => runs.filter((run) => run.status === status).length;
  return {
    clinics: clinics.length,
    runs: runs.length,
    passed: count("passed"),
    failed: count("failed"),
    flaky: count("flaky"),
    undecided: count("undecided"),
    vacuous: count("vacuous"),
    skipped: count("skipped"),
    leaks: runs.reduce((sum, { leaks }) => sum + leaks.length, 0),
    doctorProblems: clinics.reduce((sum, { doctors }) => sum + doctors.problems.length, 0),
  };
}

export interface ChangedRun {
  readonly clinic: string;
  readonly scenario: string;
  readonly was: string;
  readonly is: string;
  readonly reason: string | null;
}

export interface Slower {
  /** `webhook`, `functions` or the name of a scenario. */
  readonly what: string;
  /** Medians in milliseconds. */
  readonly was: number;
  readonly is: number;
}

export interface Comparison {
  /** Failing now, but passed, skipped or not played then. */
  readonly newlyFailing: readonly ChangedRun[];
  /** Failing then and now. */
  readonly stillFailing: readonly ChangedRun[];
  readonly fixed: readonly ChangedRun[];
  readonly flaky: readonly ChangedRun[];
  /** Passed then, but not played now. */
  readonly gone: readonly Pick<ChangedRun, "clinic" | "scenario" | "was">[];
}

/** A clinic whose calls are over; plain data, as it may come from another thread. */
export interface PlayedClinic {
  readonly report: Omit<ClinicReport, "coverage">;
  readonly measured: readonly Measured[];
  readonly passed: Passed;
}

export interface Check {
  readonly what: string;
  /** `unchecked`: not visible from here, such as rows of another database. */
  readonly status: "passed" | "failed" | "unchecked";
  readonly found?: string;
}

/** Durations in milliseconds. */
export interface Measured {
  readonly webhookMs: readonly number[];
  readonly functionMs: readonly number[];
  /** Of whole calls. */
  readonly callMs: readonly number[];
}

/** What the calls of a clinic passed. */
export interface Passed {
  readonly nodes: readonly string[];
  /** `node#edge` */
  readonly edges: readonly string[];
  readonly tools: readonly string[];
  /** Names of the variables that had a value. */
  readonly variables: readonly string[];
}
