import type { OfferedDoctor } from "./canary/doctors-offered.ts";
import type { Leak } from "./canary/find-leaks.ts";
import type { Comparison, Slower } from "./compare-reports.ts";
import type { Check } from "./run/check-expectations.ts";
import type { ToolRecord } from "./run/recorded-tools.ts";
import type { Decision } from "../flow/session/trace.ts";

/**
 * `passed`: at least one expectation, and all hold. `flaky`: played several times, it passed and failed. `undecided`:
 * nothing told the offline brain which way to go. `vacuous`: it ran and expected nothing. `skipped`: it does not apply
 * to the clinic; `reason` says why.
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
  /** What the call collected; what it was supplied with is told once per clinic. */
  readonly variables: Readonly<Record<string, string>>;
  readonly decisions: readonly Decision[];
  readonly outcome: string | null;
  readonly ended: string | null;
  readonly checks: readonly Check[];
  readonly leaks: readonly Leak[];
  /** Under --repeat: how often it was played and passed; what is told is the first play that did not. */
  readonly plays?: { readonly of: number; readonly passed: number };
  /** The call itself is left out, as it passed in a fleet of many: path, transcript and the like are empty. */
  readonly shortened?: true;
}

export interface ClinicReport {
  readonly clinic: string;
  readonly clinicId: string;
  readonly doctors: {
    readonly own: readonly OfferedDoctor[];
    /** By the `available_doctors` variable and by the function get_doctors. */
    readonly offered: { readonly variable: readonly OfferedDoctor[]; readonly function: readonly OfferedDoctor[] };
    /** What is wrong with them; empty when each offers exactly the clinic's own. */
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

export interface UnreachableEdge {
  /** `node#edge` */
  readonly edge: string;
  readonly because: string;
}

export interface ClinicCoverage {
  readonly nodes: Pick<Coverage, "total" | "covered">;
  readonly edges: Omit<Coverage, "unreachable">;
  /** Edges that can never fire for this clinic, by what its webhook supplies. */
  readonly unreachable: readonly UnreachableEdge[];
}

/** An edge to write a scenario for. */
export interface NextEdge {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  /** What makes a call take it. */
  readonly when: string;
  /** Whether some run passes the node it leaves, so that a scenario can start from one that exists. */
  readonly near: boolean;
  /** Missed edges that lie behind it. */
  readonly opens: number;
  /** Clinics for which it can fire. */
  readonly clinics: number;
}

/** What the runs of a fleet passed, in union. */
export interface FlowCoverage {
  readonly nodes: Coverage;
  readonly edges: Coverage;
  readonly tools: Coverage;
  readonly variables: Coverage;
  /** Edges by kind. */
  readonly kinds: Readonly<Record<string, Pick<Coverage, "total" | "covered">>>;
  /** Edges that can fire for none of the clinics, each with the first clinic's reason. */
  readonly unreachable: readonly UnreachableEdge[];
  /** Worth a scenario, the most worth first. */
  readonly next: readonly NextEdge[];
}

export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Totals extends Readonly<Record<RunStatus, number>> {
  readonly clinics: number;
  readonly runs: number;
  readonly leaks: number;
  readonly doctorProblems: number;
}

/** What `simulate --json` gives; the file of --record and what --baseline reads. Everything but `timings` depends on clinics, scenarios, date and seed alone. */
export interface SimulationReport {
  readonly schema: 1;
  readonly seed: string;
  /** When the calls came in, by each clinic's clocks; null: today at 09:05, or when their scenario says. */
  readonly at: string | null;
  /** `failures`: of runs that passed only the status is told, as there are many. */
  readonly detail: "whole" | "failures";
  readonly totals: Totals;
  readonly clinics: readonly ClinicReport[];
  readonly coverage: FlowCoverage;
  /** With the simulation that --baseline names. */
  readonly comparison?: Comparison;
  readonly timings: {
    readonly webhook: Latency | null;
    readonly functions: Latency | null;
    /** Of whole calls, by scenario. */
    readonly scenarios: Readonly<Record<string, Latency>>;
    readonly runs: number;
    readonly elapsedMs: number;
    readonly runsPerSecond: number;
    /** Than the simulation that --baseline names. */
    readonly slower?: readonly Slower[];
  };
}
