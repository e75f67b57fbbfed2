import type { ClinicReport, RunReport, RunStatus, SimulationReport } from "../report.ts";
import { callSteps, type CallStep } from "./call-steps.ts";
import type { FlowIndex } from "./flow-index.ts";

/** Up to so many calls are shown whole; of more, the failed ones and one example of each scenario. */
const MOST_WHOLE_CALLS = 6_000;
const MOST_FAILED_CALLS = 1_000;

interface WholeCall {
  readonly steps: readonly CallStep[];
  readonly edges: readonly string[];
  readonly variables: RunReport["variables"];
  readonly checks: RunReport["checks"];
  readonly outcome: string | null;
  readonly ended: string | null;
}

/** A cell of the grid. */
interface Cell {
  readonly status: RunStatus;
  /** Index into `reasons`. */
  readonly reason?: number;
  readonly call?: WholeCall;
  /** It is shown however many calls there are. */
  readonly isExample?: boolean;
}

/** All that the page shows; JSON. */
export interface PageData extends FlowIndex {
  readonly totals: SimulationReport["totals"];
  readonly coverage: SimulationReport["coverage"];
  readonly timings: SimulationReport["timings"];
  readonly seed: string;
  readonly scenarios: readonly string[];
  readonly reasons: readonly string[];
  readonly clinics: readonly {
    readonly name: string;
    readonly problems: readonly string[];
    /** By position of `scenarios`; null where the call was not held. */
    readonly cells: readonly (Cell | null)[];
  }[];
  /** How many calls are shown without what was said. */
  readonly shortened: number;
}

export interface PageBuilder {
  /** A clinic with all of its calls, in any order. */
  add(clinic: Pick<ClinicReport, "clinic" | "runs">): void;
  /** @param report of the same simulation; its own runs may be shortened */
  result(report: SimulationReport): PageData;
}

/** Takes clinics as their calls end, and keeps no more of them than the page will show. */
export function pageBuilder(flow: FlowIndex): PageBuilder {
  const reasons = new Map<string, number>();
  const cells = new Map<string, ReadonlyMap<string, Cell>>();
  const examples = new Set<string>();
  let played = 0;
  let failed = 0;
  const callOf = (run: RunReport): Pick<Cell, "call" | "isExample"> => {
    if (run.status === "skipped") return {};
    played += 1;
    if (run.status === "passed") {
      const isExample = !examples.has(run.scenario);
      examples.add(run.scenario);
      if (isExample) return { call: wholeCall(run), isExample };
      return played > MOST_WHOLE_CALLS ? {} : { call: wholeCall(run) };
    }
    failed += 1;
    return failed > MOST_FAILED_CALLS ? {} : { call: wholeCall(run), isExample: true };
  };
  const cellOf = (run: RunReport): Cell => ({
    status: run.status,
    ...(run.reason !== null && { reason: indexed(run.reason, reasons) }),
    ...callOf(run),
  });
  return {
    add: ({ clinic, runs }) => void cells.set(clinic, new Map(runs.map((run) => [run.scenario, cellOf(run)]))),
    result: ({ clinics, totals, coverage, timings, seed }) => {
      const scenarios = [...new Set(clinics.flatMap(({ runs }) => runs.map(({ scenario }) => scenario)))];
      const grid = clinics.map(({ clinic, doctors }) => ({
        name: clinic,
        problems: doctors.problems,
        cells: scenarios.map((name) => kept(cells.get(clinic)?.get(name), played <= MOST_WHOLE_CALLS)),
      }));
      const all = grid.flatMap((clinic) => clinic.cells);
      const shortened = all.filter(
        (cell) => cell !== null && cell.status !== "skipped" && cell.call === undefined,
      ).length;
      return {
        ...flow,
        totals,
        coverage,
        timings,
        seed,
        scenarios,
        reasons: [...reasons.keys()],
        clinics: grid,
        shortened,
      };
    },
  };
}

function kept(cell: Cell | undefined, all: boolean): Cell | null {
  if (cell === undefined) return null;
  const { status, reason, call, isExample } = cell;
  const isKept = call !== undefined && (all || isExample === true);
  return { status, ...(reason !== undefined && { reason }), ...(isKept && { call }) };
}

function indexed(reason: string, reasons: Map<string, number>): number {
  const index = reasons.get(reason) ?? reasons.size;
  reasons.set(reason, index);
  return index;
}

function wholeCall(run: RunReport): WholeCall {
  const { edges, variables, checks, outcome, ended } = run;
  return { steps: callSteps(run), edges, variables, checks, outcome, ended };
}
