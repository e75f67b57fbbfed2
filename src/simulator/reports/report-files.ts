import { type FlowGraph, edgeLooks, nodeLooks } from "../../flow/graph/flow-graph.ts";
import type { Decision } from "../../flow/trace.ts";
import type { ClinicReport, RunReport, RunStatus, SimulationReport, TranscriptLine } from "./report.ts";
import { escapeXml } from "../../flow/graph/to-dot.ts";

/** One stay at a node: how the call got there and what was said there. */
interface CallStep {
  /** Node key, as in `path`. */
  readonly node: string;
  /** Absent for the first node. */
  readonly via?: Way;
  readonly lines: readonly Pick<TranscriptLine, "speaker" | "text">[];
}

interface Way {
  /** `node#edge`; absent where no edge was taken, as for a global node or a component's end. */
  readonly edge?: string;
  readonly source: Decision["source"];
  readonly score?: number;
}

type Call = Pick<RunReport, "path" | "transcript" | "decisions">;

/** The transcript along the path: every node that was entered, including those where nothing was said. */
export function callSteps({ path, transcript, decisions }: Call): readonly CallStep[] {
  const ways = waysAlong(path, decisions);
  const lines = path.map((): TranscriptLine[] => []);
  let at = 0;
  for (const line of transcript) {
    const next = path.findIndex((node, index) => index >= at && isNode(node, line.node));
    if (next >= 0) at = next;
    lines[at]?.push(line);
  }
  return path.map((node, index) => {
    const via = ways[index];
    const said = (lines[index] ?? []).map(({ speaker, text }) => ({ speaker, text }));
    return { node, ...(via !== undefined && { via }), lines: said };
  });
}

/** Inside a component the path includes the component, and the transcript does not. */
function isNode(key: string, node: string): boolean {
  return key === node || key.endsWith(`/${node}`);
}

/** For each node of the path, the decision that led there: the next one made at the previous node. */
function waysAlong(path: readonly string[], decisions: readonly Decision[]): readonly (Way | undefined)[] {
  const moves = decisions.filter((decision) => decision.edge !== undefined || decision.global !== undefined);
  let used = 0;
  return path.map((_, index) => {
    const from = index === 0 ? undefined : path[index - 1];
    const found = moves.findIndex(({ node }, position) => position >= used && node === from);
    if (found < 0) return undefined;
    used = found + 1;
    return moves.slice(found, used).map(wayOf)[0];
  });
}

function wayOf({ node, edge, source, score }: Decision): Way {
  return { ...(edge !== undefined && { edge: `${node}#${edge}` }), source, ...(score !== undefined && { score }) };
}

interface NamedNode {
  readonly name: string;
  readonly type: string;
  /** Id of its element in the picture. */
  readonly element: string;
}

interface NamedEdge {
  readonly text: string;
  readonly kind: string;
  readonly element: string;
}

/** The report's names for nodes and edges, and where they are in the picture. */
interface FlowIndex {
  readonly nodes: Readonly<Record<string, NamedNode>>;
  /** By `node#edge`. */
  readonly edges: Readonly<Record<string, NamedEdge>>;
}

export function flowIndex({ parts }: FlowGraph): FlowIndex {
  const all = parts.flatMap(({ kind, name, nodes }) =>
    nodes.map((node) => ({ node, key: kind === "component" ? `${name}/${node.id}` : node.id })),
  );
  return {
    nodes: Object.fromEntries(
      all.map(({ key, node }) => [key, { name: node.name, type: nodeLooks[node.type].label, element: node.key }]),
    ),
    // Real exports repeat edge ids; the first one of a node stands for all.
    edges: Object.fromEntries<NamedEdge>(
      all.flatMap(({ key, node }) =>
        node.edges
          .map((edge): [string, NamedEdge] => [
            `${key}#${edge.id}`,
            { text: edge.text, kind: edgeLooks[edge.kind].label, element: `${node.key}-${edge.key}` },
          ])
          .toReversed(),
      ),
    ),
  };
}

/** Up to this many calls are shown in full; beyond it, the failed ones and one example of each scenario. */
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
  /** Shown in full however many calls there are. */
  readonly isExample?: boolean;
}

/** Everything the page shows; JSON. */
interface PageData extends FlowIndex {
  readonly totals: SimulationReport["totals"];
  readonly coverage: SimulationReport["coverage"];
  readonly timings: SimulationReport["timings"];
  readonly seed: string;
  readonly scenarios: readonly string[];
  readonly reasons: readonly string[];
  readonly clinics: readonly {
    readonly name: string;
    readonly problems: readonly string[];
    /** By position in `scenarios`; null if the call did not take place. */
    readonly cells: readonly (Cell | null)[];
  }[];
  /** How many calls are shown without their transcript. */
  readonly shortened: number;
}

interface PageBuilder {
  /** A clinic with all of its calls, in any order. */
  add(clinic: Pick<ClinicReport, "clinic" | "runs">): void;
  /** @param report of the same simulation; its own runs may be shortened */
  result(report: SimulationReport): PageData;
}

/** Accepts clinics as their calls end, and keeps only what the page will show. */
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
        cells: scenarios.map((name) => shownCell(cells.get(clinic)?.get(name), played <= MOST_WHOLE_CALLS)),
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

function shownCell(cell: Cell | undefined, all: boolean): Cell | null {
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

/** The report in the format of CI servers: a test suite per clinic, a test case per run. */
export function junitXml({ clinics, totals }: SimulationReport): string {
  const failures = totals.failed + totals.flaky + totals.undecided + totals.vacuous;
  const head = `<testsuites name="ascendia simulate" tests="${totals.runs}" failures="${failures}" skipped="${totals.skipped}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...clinics.map(suite), "</testsuites>", ""].join("\n");
}

function suite({ clinic, doctors, runs }: ClinicReport): string {
  const bad = runs.filter(({ status }) => status !== "passed" && status !== "skipped").length;
  const skipped = runs.filter(({ status }) => status === "skipped").length;
  const wrong = doctors.problems.map((problem) =>
    testCase(clinic, "offers its own doctors", failure("failed", problem)),
  );
  const counted = `tests="${runs.length + wrong.length}" failures="${bad + wrong.length}" skipped="${skipped}"`;
  return [
    `  <testsuite name="${escapeXml(clinic)}" ${counted}>`,
    ...wrong,
    ...runs.map(runCase),
    "  </testsuite>",
  ].join("\n");
}

function runCase({ clinic, scenario, status, reason }: RunReport): string {
  if (status === "passed") return testCase(clinic, scenario, "");
  if (status === "skipped") return testCase(clinic, scenario, `<skipped message="${escapeXml(reason ?? "")}"/>`);
  return testCase(clinic, scenario, failure(status, reason ?? ""));
}

/** Characters that XML 1.0 cannot represent are left out. */
function failure(type: string, message: string): string {
  // oxlint-disable-next-line no-control-regex -- these very characters are meant.
  const printable = message.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return `<failure type="${type}" message="${escapeXml(printable)}"/>`;
}

function testCase(clinic: string, name: string, inside: string): string {
  const start = `    <testcase classname="${escapeXml(clinic)}" name="${escapeXml(name)}"`;
  return inside === "" ? `${start}/>` : `${start}>${inside}</testcase>`;
}
