import type { Coverage, RunReport, RunStatus, SimulationReport } from "../domain/simulation/report.ts";
import { counted } from "../terminal/counted.ts";
import { table, terminalSafe } from "../terminal/table.ts";
import { transcriptText } from "./simulate-view-transcript.ts";

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

/** The transcript of a single call, a table of many; then what it comes to, with what a whole suite left unpassed. */
export function simulationText(report: SimulationReport, { coverage }: { readonly coverage: boolean }): string {
  const runs = report.clinics.flatMap((clinic) => clinic.runs).filter(({ status }) => status !== "skipped");
  const [only] = runs;
  const calls = runs.length === 1 && only !== undefined ? transcriptText(only) : gridText(report);
  const parts = [
    calls,
    problemsText(report),
    comparisonText(report),
    coverage ? coverageText(report.coverage) : "",
    summaryText(report),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** One line a clinic, one column a status. */
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

function summaryText({ totals, timings, coverage, seed }: SimulationReport): string {
  const { clinics, runs, passed, failed, flaky, undecided, vacuous, skipped, leaks } = totals;
  const { webhook, functions } = timings;
  const latency = (name: string, measured: typeof webhook) =>
    measured === null
      ? []
      : [`${name} p50 ${measured.p50} ms, p99 ${measured.p99} ms (${counted(measured.count, "request")})`];
  return [
    `${counted(clinics, "clinic")}, ${counted(runs, "call")}: ${passed} passed, ${failed} failed, ${flaky} flaky, ${undecided} undecided, ${vacuous} vacuous, ${skipped} skipped`,
    leaks === 0 ? "no clinic's call told of another clinic" : `${counted(leaks, "time")} a call told of another clinic`,
    ...latency("inbound webhook", webhook),
    ...latency("functions", functions),
    `${counted(timings.runs, "call")} in ${timings.elapsedMs} ms, ${timings.runsPerSecond} a second`,
    `passed: nodes ${shareText(coverage.nodes)}, edges ${shareText(coverage.edges)}, tools ${shareText(coverage.tools)}, variables ${shareText(coverage.variables)}; seed ${seed}`,
  ].join("\n");
}

function shareText({ covered, total, unreachable }: Coverage): string {
  return `${covered} of ${total}${unreachable.length === 0 ? "" : ` (${unreachable.length} unreachable)`}`;
}

const MOST_NAMED = 5;

/** What to write a scenario for next, and what none can be written for. */
function coverageText({ next, unreachable }: SimulationReport["coverage"]): string {
  const missed = next.slice(0, MOST_NAMED).map(({ edge, when }) => `not passed: ${edge}, when ${oneLine(when)}`);
  const never = unreachable
    .slice(0, MOST_NAMED)
    .map(({ edge, because }) => `never fires: ${edge}, ${oneLine(because)}`);
  const more =
    next.length > MOST_NAMED
      ? [`and at least ${counted(next.length - MOST_NAMED, "edge")} more (--json: coverage)`]
      : [];
  return terminalSafe([...missed, ...more, ...never].join("\n"));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 120);
}

function comparisonText({ comparison, timings }: SimulationReport): string {
  if (comparison === undefined) return "";
  const { newlyFailing, stillFailing, fixed, flaky, gone } = comparison;
  const slower = timings.slower ?? [];
  return terminalSafe(
    [
      `against the baseline: ${newlyFailing.length} newly failing, ${stillFailing.length} failing as before, ${fixed.length} fixed, ${flaky.length} flaky, ${gone.length} gone, ${slower.length} slower`,
      ...newlyFailing.map(
        ({ clinic, scenario, was, is }) => `newly failing: ${clinic} · ${scenario}, was ${was}, is ${is}`,
      ),
      ...fixed.map(({ clinic, scenario }) => `fixed: ${clinic} · ${scenario}`),
      ...gone.map(({ clinic, scenario }) => `gone: ${clinic} · ${scenario}`),
      ...slower.map(({ what, was, is }) => `slower: ${what}, median ${was} ms before, ${is} ms now`),
    ].join("\n"),
  );
}
