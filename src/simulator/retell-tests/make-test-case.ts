import type { TestCase, TestMock } from "../../domain/agent/ports.ts";
import type { ClinicReport, RunReport } from "../reports/report.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { ToolRecord } from "../run/recorded-tools.ts";
import { callerPrompt } from "./caller-prompt.ts";
import { calledInOrder, metricOf } from "./metrics.ts";

export type MadeTestCase =
  | { readonly kind: "made"; readonly testCase: TestCase }
  | { readonly kind: "not_possible"; readonly reason: string };

export interface PlayedRun {
  readonly run: RunReport;
  /** What was played. */
  readonly scenario: Pick<Scenario, "direction" | "clock" | "caller">;
  readonly clinic: Pick<ClinicReport, "variables">;
  /** A foreign flow has no examples, so its scripts name edges even where the words would suffice. */
  readonly isForeign?: boolean;
  /** Names of all tools of the flow: one that the run did not call is mocked too, so that Retell calls none. */
  readonly tools: readonly string[];
}

/**
 * A played call as a test case for Retell: the caller's sentences, the clinic's variables, the answers that the
 * functions gave here, and our expectations.
 */
export function makeTestCase({ run, scenario, clinic, tools, isForeign = false }: PlayedRun): MadeTestCase {
  const reason = obstacleIn(scenario, isForeign) ?? obstacle(run);
  if (reason !== undefined) return { kind: "not_possible", reason };
  const sentences = run.transcript.flatMap(({ speaker, text }) => (speaker === "caller" ? [text] : []));
  const expected = run.checks.flatMap(({ what }) => metricOf(what) ?? []);
  const functions = run.tools.map(({ name }) => name);
  const testCase = {
    name: `${run.clinic} ${run.scenario}`,
    prompt: callerPrompt(sentences),
    metrics: [...new Set([...expected, ...(run.status === "passed" ? [calledInOrder(functions)] : [])])],
    variables: clinic.variables,
    mocks: [...called(run.tools), ...tools.filter((tool) => !functions.includes(tool)).map(uncalled)],
  };
  return testCase.metrics.length === 0
    ? { kind: "not_possible", reason: "nothing that it expects can be seen in a transcript" }
    : { kind: "made", testCase };
}

/** Retell plays only inbound calls, at the current time, and its engine takes no hints. */
function obstacleIn({ direction, clock, caller }: PlayedRun["scenario"], isForeign: boolean): string | undefined {
  if (direction === "outbound") return "it is a call that the clinic makes";
  if (clock !== undefined) return "it is set on another day";
  if (!isForeign && caller.turns.some((turn) => "edge" in turn))
    return "its scenario names edges that the caller's words do not show";
  return undefined;
}

function obstacle({ status, transcript, tools, shortened }: RunReport): string | undefined {
  if (status !== "passed" && status !== "failed") return `it was ${status} here`;
  if (shortened === true) return "its call was not kept; choose fewer clinics or scenarios";
  if (!transcript.some(({ speaker }) => speaker === "caller")) return "its caller says nothing";
  if (transcript.some(({ speaker }) => speaker === "keys")) return "its caller presses keys";
  const changing = tools.find((one) => tools.some((other) => isSameQuestion(one, other) && !isSameAnswer(one, other)));
  return changing === undefined ? undefined : `${changing.name} answers the same question in two ways`;
}

function isSameQuestion(one: ToolRecord, other: ToolRecord): boolean {
  return one.name === other.name && JSON.stringify(one.args) === JSON.stringify(other.args);
}

function isSameAnswer(one: ToolRecord, other: ToolRecord): boolean {
  return one.ok === other.ok && JSON.stringify(one.result) === JSON.stringify(other.result);
}

/** Mocks match by arguments where a function gave several answers; the last answer also matches any other arguments. */
function called(records: readonly ToolRecord[]): readonly TestMock[] {
  return [...new Set(records.map(({ name }) => name))].flatMap((name) => {
    const own = records.filter((record) => record.name === name);
    const answers = own.filter((one, index) => own.findIndex((other) => isSameAnswer(one, other)) === index);
    const last = own.at(-1);
    const byArguments = answers.length > 1 ? own.map((record) => mockOf(record, record.args)) : [];
    return byArguments.concat(last === undefined ? [] : mockOf(last));
  });
}

function mockOf({ name, ok, result }: ToolRecord, args?: ToolRecord["args"]): TestMock {
  return { tool: name, ...(args !== undefined && { args }), output: JSON.stringify(result) ?? "null", succeeds: ok };
}

function uncalled(tool: string): TestMock {
  return { tool, output: '{"error":"not part of this test"}', succeeds: false };
}
