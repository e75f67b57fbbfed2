import { escapeXml } from "../flow/graph/dot-text.ts";
import type { ClinicReport, RunReport, SimulationReport } from "./report.ts";

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
