import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { AscendiaError } from "../../errors.ts";
import type { Flow } from "../../flow/flow.ts";
import { describeFlow } from "../../flow/graph/describe-flow.ts";
import { escapeXml, toDot } from "../../flow/graph/to-dot.ts";
import { edgeShare } from "../../simulator/coverage/coverage.ts";
import { flowIndex, pageBuilder } from "../../simulator/reports/report-files.ts";
import type {
  Check,
  ClinicReport,
  Coverage,
  RunReport,
  RunStatus,
  SimulationReport,
  TranscriptLine,
} from "../../simulator/reports/report.ts";
import type { FleetPorts } from "../../simulator/simulate-fleet.ts";
import { counted, table, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

export interface HtmlReport {
  /** Receives every clinic with all its calls. */
  add(clinic: ClinicReport): void;
  write(report: SimulationReport): Promise<void>;
}

/** One self-contained, compressed page: it opens from a file, without a network. */
export function htmlReport(target: { readonly file: string; readonly flow: Flow }, context: Context): HtmlReport {
  const graph = describeFlow(target.flow, { title: "" });
  const page = pageBuilder(flowIndex(graph));
  return {
    add: (clinic) => page.add(clinic),
    write: async (report) => {
      const svg = await (await context.painter()).svg(toDot(graph, { legend: false }));
      const data = { ...page.result(report), svg: svg.slice(svg.indexOf("<svg")) };
      const packed = gzipSync(JSON.stringify(data), { level: 9 });
      const frame = await context.readInput(context.shippedFile("templates/simulation-page.html"));
      await context.writeOutput(target.file, filled(frame, { title: titleOf(report), packed }));
      context.output.note(`report for the browser: ${target.file} (${Math.ceil(packed.length / 1024)} KB of data)`);
    },
  };
}

type Recorder = FleetPorts["record"];

/** The record for the --html page or the --record folder; undefined when neither is requested. */
export function alsoTo(page: HtmlReport | undefined, record: Recorder): Recorder {
  if (page === undefined) return record;
  return async (clinic) => {
    page.add(clinic);
    await record?.(clinic);
  };
}

/** Only the page's own script may run in it, whatever its data contains. */
function filled(frame: string, { title, packed }: { readonly title: string; readonly packed: Buffer }): string {
  const script = /<script>([\s\S]*?)<\/script>/.exec(frame)?.[1] ?? "";
  const parts: Readonly<Record<string, string>> = {
    TITLE: escapeXml(title),
    SCRIPT_HASH: createHash("sha256").update(script).digest("base64"),
    DATA: packed.toString("base64"),
  };
  return frame.replaceAll(/%(TITLE|SCRIPT_HASH|DATA)%/g, (_, part: string) => parts[part] ?? "");
}

function titleOf({ clinics, totals }: SimulationReport): string {
  const [only] = clinics;
  const who = clinics.length === 1 && only !== undefined ? only.clinic : `${clinics.length} clinics`;
  return `Simulation: ${who}, ${totals.passed} of ${totals.runs - totals.skipped} calls passed`;
}

const checkSigns: Readonly<Record<Check["status"], string>> = { passed: "✓", failed: "✗", unchecked: "–" };

/** One call, each line under its node, followed by the expectations. */
export function transcriptText({ clinic, scenario, transcript, checks, ended, outcome }: RunReport): string {
  const lines: string[] = [`${clinic} · ${scenario}`];
  let node = "";
  for (const line of transcript) {
    if (line.node !== node) lines.push("", `[${line.node}]`);
    node = line.node;
    lines.push(lineText(line));
  }
  lines.push("", `ended by ${ended ?? "no one"}, outcome ${outcome ?? "none"}`, "");
  lines.push(...checks.map(checkText));
  return terminalSafe(lines.join("\n"));
}

function checkText({ status, what, found }: Check): string {
  return `${checkSigns[status]} ${what}${found === undefined ? "" : `; found ${found}`}`;
}

function lineText({ speaker, text }: TranscriptLine): string {
  return `  ${`${speaker}:`.padEnd(8)} ${text.replaceAll(/\s+/g, " ")}`;
}

const signs: Readonly<Record<RunStatus, string>> = {
  passed: "✓",
  failed: "✗",
  flaky: "~",
  undecided: "?",
  vacuous: "∅",
  skipped: "·",
};

interface ScenarioList {
  readonly scenarios: readonly {
    readonly name: string;
    readonly title: string;
    readonly languages: readonly string[];
  }[];
}

export function scenarioTable({ scenarios }: ScenarioList): string {
  return table(
    ["scenario", "languages", "what happens"],
    scenarios.map(({ name, languages, title }) => [name, languages.join(" "), title]),
  );
}

export function progressLine(run: RunReport, done: { readonly runs: number; readonly of: number }): string {
  const reason = run.reason === null ? "" : `: ${run.reason}`;
  return terminalSafe(`[${done.runs}/${done.of}] ${signs[run.status]} ${run.clinic} ${run.scenario}${reason}`);
}

/** The transcript of one call, or a table of many; then the totals and, for a whole suite, the uncovered edges. */
export function simulationText(report: SimulationReport, { coverage }: { readonly coverage: boolean }): string {
  const runs = report.clinics.flatMap((clinic) => clinic.runs).filter(({ status }) => status !== "skipped");
  const [only] = runs;
  const calls = runs.length === 1 && only !== undefined ? transcriptText(only) : gridText(report);
  const parts = [
    calls,
    retellText(report),
    problemsText(report),
    comparisonText(report),
    coverage ? coverageText(report.coverage) : "",
    runs.length === 1 && !coverage ? verdictText(report.totals) : summaryText(report),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** One line per clinic, one column per status. */
function gridText({ clinics }: SimulationReport): string {
  return table(
    ["clinic", "doctors", "passed", "failed", "flaky", "undecided", "vacuous", "skipped"],
    clinics.map(({ clinic, doctors, runs }) => [
      clinic,
      doctors.problems.length === 0 ? `${doctors.own.length} own` : doctors.problems.join("; "),
      count(runs, "passed"),
      count(runs, "failed"),
      count(runs, "flaky"),
      count(runs, "undecided"),
      count(runs, "vacuous"),
      count(runs, "skipped"),
    ]),
  );
}

/** With --on retell: what the two engines said about each call. */
function retellText({ clinics }: SimulationReport): string {
  const rows = clinics.flatMap(({ runs }) =>
    runs.flatMap(({ clinic, scenario, status, retell }) =>
      retell === undefined
        ? []
        : [[clinic, scenario, retell.ours ?? status, retell.status.replace("_", " "), retell.explanation ?? ""]],
    ),
  );
  return rows.length === 0 ? "" : table(["clinic", "scenario", "ours said", "Retell said", "because"], rows);
}

function count(runs: readonly RunReport[], status: RunStatus): string {
  return String(runs.filter((run) => run.status === status).length);
}

function problemsText({ clinics }: SimulationReport): string {
  const bad = clinics.flatMap(({ runs }) => runs).filter(({ status }) => status !== "passed" && status !== "skipped");
  return bad
    .map(({ clinic, scenario, status, reason }) =>
      terminalSafe(`${signs[status]} ${clinic} · ${scenario}: ${status}${reason === null ? "" : `, ${reason}`}`),
    )
    .join("\n");
}

function verdictText({ clinics, runs, leaks, ...counts }: SimulationReport["totals"]): string {
  const { passed, failed, flaky, undecided, vacuous, skipped } = counts;
  return [
    `${counted(clinics, "clinic")}, ${counted(runs, "call")}: ${passed} passed, ${failed} failed, ${flaky} flaky, ${undecided} undecided, ${vacuous} vacuous, ${skipped} skipped`,
    leaks === 0
      ? "no call revealed another clinic's data"
      : `${counted(leaks, "leak")}: another clinic's data was revealed`,
  ].join("\n");
}

function summaryText({ totals, timings, coverage, seed }: SimulationReport): string {
  const { webhook, functions } = timings;
  const latency = (name: string, measured: typeof webhook) =>
    measured === null
      ? []
      : [`${name} p50 ${measured.p50} ms, p99 ${measured.p99} ms (${counted(measured.count, "request")})`];
  return [
    verdictText(totals),
    ...latency("inbound webhook", webhook),
    ...latency("functions", functions),
    `${counted(timings.runs, "call")} in ${timings.elapsedMs} ms, ${timings.runsPerSecond} per second`,
    `coverage: nodes ${shareText(coverage.nodes)}, edges ${shareText(coverage.edges)}, tools ${shareText(coverage.tools)}, variables ${shareText(coverage.variables)}; seed ${seed}`,
  ].join("\n");
}

function shareText({ covered, total, unreachable }: Coverage): string {
  return `${covered} of ${total}${unreachable.length === 0 ? "" : ` (${unreachable.length} unreachable)`}`;
}

const MOST_NAMED = 5;

/** The edges to write a scenario for next, and the edges that no scenario can reach. */
function coverageText({ next, unreachable }: SimulationReport["coverage"]): string {
  const missed = next.slice(0, MOST_NAMED).map(({ edge, when }) => `not covered: ${edge}, when ${oneLine(when)}`);
  const never = unreachable
    .slice(0, MOST_NAMED)
    .map(({ edge, because }) => `never fires: ${edge}, ${oneLine(because)}`);
  const more =
    next.length > MOST_NAMED
      ? [`and at least ${counted(next.length - MOST_NAMED, "edge")} more (see coverage in --json)`]
      : [];
  return terminalSafe([...missed, ...more, ...never].join("\n"));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function comparisonText({ comparison, timings }: SimulationReport): string {
  if (comparison === undefined) return "";
  const { newlyFailing, stillFailing, fixed, flaky, gone } = comparison;
  const slower = timings.slower ?? [];
  return terminalSafe(
    [
      `compared with the baseline: ${newlyFailing.length} newly failing, ${stillFailing.length} failing as before, ${fixed.length} fixed, ${flaky.length} flaky, ${gone.length} missing, ${slower.length} slower`,
      ...newlyFailing.map(
        ({ clinic, scenario, was, is }) => `newly failing: ${clinic} · ${scenario}, was ${was}, is ${is}`,
      ),
      ...fixed.map(({ clinic, scenario }) => `fixed: ${clinic} · ${scenario}`),
      ...gone.map(({ clinic, scenario }) => `gone: ${clinic} · ${scenario}`),
      ...slower.map(({ what, was, is }) => `slower: ${what}, median ${was} ms before, ${is} ms now`),
    ].join("\n"),
  );
}

/** A failure outranks what was not checked; a simulation that proved nothing is not a success. */
export function printReport(report: SimulationReport, { output }: Context, { coverage, leastEdges }: Asked): void {
  const error = failureOf(report, leastEdges);
  const text = (shown: SimulationReport) => simulationText(shown, { coverage });
  if (error === undefined) return output.result(report, text);
  output.failedResult(report, text, error);
  throw error;
}

interface Asked {
  /** Whether to list uncovered edges: for part of a suite they mean nothing. */
  readonly coverage: boolean;
  /** Minimum percentage of covered edges. */
  readonly leastEdges: number | undefined;
}

type Verdict = (report: SimulationReport, leastEdges: number | undefined) => AscendiaError | undefined;

/** Exit 1 for failures and leaks, 3 for flaky calls and changes against the baseline, 6 when nothing was proved. */
const verdicts: readonly Verdict[] = [
  ({ totals: { failed, undecided, leaks, runs }, comparison }) => {
    const leakNote = leaks === 0 ? "" : ` Another clinic's data was revealed (${counted(leaks, "leak")}).`;
    if (comparison === undefined || leaks > 0) {
      if (failed + undecided === 0) return undefined;
      return new AscendiaError(
        "failed",
        `${failed + undecided} of ${counted(runs, "call")} did not go as expected.${leakNote}`,
      );
    }
    const worse = comparison.newlyFailing.filter(({ is }) => is === "failed" || is === "undecided").length;
    if (worse === 0) return undefined;
    return new AscendiaError("failed", `${worse} of ${counted(runs, "call")} newly fail compared with the baseline.`);
  },
  ({ totals: { doctorProblems } }) =>
    doctorProblems === 0
      ? undefined
      : new AscendiaError("failed", `Clinics offer the wrong doctors: ${counted(doctorProblems, "problem")}.`),
  ({ coverage: { edges } }, least) =>
    least === undefined || edgeShare(edges) >= least
      ? undefined
      : new AscendiaError(
          "failed",
          `${edgeShare(edges).toFixed(1)} % of the edges were covered; the minimum is ${least} %.`,
          {
            hint: "coverage.next lists the edges to write a scenario for.",
          },
        ),
  ({ totals: { flaky, runs } }) =>
    flaky === 0
      ? undefined
      : new AscendiaError("drift", `${flaky} of ${counted(runs, "call")} flaky: the same call passed and failed.`, {
          hint: "See the reasons above; look for something that varies between runs.",
        }),
  ({ totals: { vacuous } }) =>
    vacuous === 0
      ? undefined
      : new AscendiaError("nothing_checked", `${counted(vacuous, "call")} had no expectations.`, {
          hint: "Add expectations under `expect` to the scenarios.",
        }),
  ({ totals: { passed, failed, undecided } }) =>
    passed + failed + undecided > 0
      ? undefined
      : new AscendiaError("nothing_checked", "No call was played: no scenario applies to the chosen clinics.", {
          hint: "See the reason next to each scenario above.",
        }),
  ({ comparison, timings }) => {
    const gone = comparison?.gone.length ?? 0;
    const slower = timings.slower?.length ?? 0;
    if (gone + slower === 0) return undefined;
    return new AscendiaError(
      "drift",
      `Compared with the baseline, ${counted(gone, "run")} missing and ${counted(slower, "timing")} slower.`,
    );
  },
];

function failureOf(report: SimulationReport, leastEdges: number | undefined): AscendiaError | undefined {
  for (const verdict of verdicts) {
    const error = verdict(report, leastEdges);
    if (error !== undefined) return error;
  }
  return undefined;
}
