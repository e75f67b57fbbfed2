import { describe, expect, it } from "vitest";
import { callSteps, pageBuilder } from "../../../src/simulator/reports/report-files.ts";
import type { ClinicReport, RunReport, SimulationReport } from "../../../src/simulator/reports/report.ts";

const call: RunReport = {
  clinic: "a",
  scenario: "s",
  status: "passed",
  reason: null,
  path: ["start"],
  edges: [],
  transcript: [{ node: "start", speaker: "agent", text: "Hello." }],
  tools: [],
  variables: {},
  decisions: [],
  outcome: null,
  ended: null,
  checks: [],
  leaks: [],
};

describe("the steps of a call", () => {
  it("follow the path through components, silent nodes and repetitions, each with the decision that led there", () => {
    const steps = callSteps({
      path: ["ask", "check", "ask", "part/ask"],
      transcript: [
        { node: "ask", speaker: "agent", text: "1" },
        { node: "ask", speaker: "caller", text: "2" },
        { node: "ask", speaker: "agent", text: "3" },
      ],
      decisions: [
        { kind: "decision", node: "ask", source: "text" },
        { kind: "decision", node: "ask", source: "example", edge: "on", score: 0.8 },
        { kind: "decision", node: "check", source: "equation", edge: "back" },
        { kind: "decision", node: "ask", source: "model", global: "help" },
      ],
    });
    expect(steps.map(({ node, via }) => [node, via])).toEqual([
      ["ask", undefined],
      ["check", { edge: "ask#on", source: "example", score: 0.8 }],
      ["ask", { edge: "check#back", source: "equation" }],
      ["part/ask", { source: "model" }],
    ]);
    expect(steps.flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual(["1", "2", "3"]);
  });
});

function clinic(index: number): ClinicReport {
  return {
    clinic: `clinic-${index}`,
    clinicId: String(index),
    doctors: { own: [], offered: { variable: [], function: [] }, problems: [] },
    variables: {},
    runs: [
      { ...call, scenario: "passes" },
      { ...call, scenario: "fails", status: index < 3 ? "failed" : "passed" },
    ],
    coverage: { nodes: { total: 0, covered: 0 }, edges: { total: 0, covered: 0, missed: [] }, unreachable: [] },
  };
}

describe("the page of a large fleet", () => {
  const none = { total: 0, covered: 0, missed: [], unreachable: [] };

  function pageOf(count: number) {
    const clinics = Array.from({ length: count }, (_, index) => clinic(index));
    const builder = pageBuilder({ nodes: {}, edges: {} });
    for (const each of clinics.toReversed()) builder.add(each);
    const report: SimulationReport = {
      schema: 1,
      seed: "1",
      at: null,
      detail: "failures",
      totals: {
        clinics: 0,
        runs: 0,
        passed: 0,
        failed: 0,
        flaky: 0,
        undecided: 0,
        vacuous: 0,
        skipped: 0,
        leaks: 0,
        doctorProblems: 0,
      },
      clinics,
      coverage: { nodes: none, edges: none, tools: none, variables: none, kinds: {}, unreachable: [], next: [] },
      timings: { webhook: null, functions: null, scenarios: {}, runs: 0, elapsedMs: 0, runsPerSecond: 0 },
    };
    return builder.result(report);
  }

  it("shows every call of 100 clinics whole, in the order of the report", () => {
    const { clinics, shortened } = pageOf(100);
    expect(shortened).toBe(0);
    expect(clinics.slice(0, 2).map(({ name }) => name)).toEqual(["clinic-0", "clinic-1"]);
  });

  it("shows of 4,000 clinics the failed calls and one example of each scenario", () => {
    const { clinics, shortened } = pageOf(4_000);
    const whole = clinics.flatMap(({ cells }) => cells.filter((cell) => cell?.call !== undefined));
    expect(whole.map((cell) => cell?.status)).toEqual(["failed", "failed", "failed", "passed", "passed"]);
    expect(shortened).toBe(8_000 - 5);
  });
});
