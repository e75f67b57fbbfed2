import type { OfferedDoctor } from "./canary/doctors-offered.ts";
import type { Leak } from "./canary/find-leaks.ts";
import type { Check } from "./run/check-expectations.ts";
import type { ToolRecord } from "./run/recorded-tools.ts";
import type { Decision } from "../flow/session/trace.ts";

/**
 * `passed`: at least one expectation, and all hold. `undecided`: nothing told the offline brain which way to go.
 * `vacuous`: it ran and expected nothing. `skipped`: it does not apply to the clinic; `reason` says why.
 */
export type RunStatus = "passed" | "failed" | "undecided" | "vacuous" | "skipped";

export interface TranscriptLine {
  readonly node: string;
  readonly speaker: "agent" | "caller" | "keys" | "tool" | "sms";
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
}

export interface Coverage {
  readonly total: number;
  readonly covered: number;
  /** Ids that no run passed, in the order of the flow. */
  readonly missed: readonly string[];
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

/** What `simulate --json` gives. Everything but `timings` depends on clinics, scenarios, date and seed alone. */
export interface SimulationReport {
  readonly schema: 1;
  readonly seed: string;
  readonly totals: Totals;
  readonly clinics: readonly ClinicReport[];
  readonly coverage: { readonly nodes: Coverage; readonly edges: Coverage };
  readonly timings: {
    readonly webhook: Latency | null;
    readonly functions: Latency | null;
    readonly runs: number;
    readonly elapsedMs: number;
    readonly runsPerSecond: number;
  };
}
