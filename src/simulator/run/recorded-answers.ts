import type { ToolCall, ToolOutcome } from "../../flow/ports.ts";
import type { Check } from "../reports/report.ts";
import type { RecordedTool } from "../scenario/schema.ts";
import type { SendCall, ToolRecord } from "./recorded-tools.ts";

/** Answers each call of a tool with its recorded answer, in the recorded order. */
export function recordedAnswers(recorded: readonly RecordedTool[]): SendCall {
  const left = new Map<string, RecordedTool[]>();
  for (const one of recorded) left.set(one.tool, [...(left.get(one.tool) ?? []), one]);
  const latest = new Map<string, RecordedTool>();
  return async (call) => {
    // A failed tool is called again at once; the recording has only its last answer.
    const next = call.attempt > 1 ? latest.get(call.name) : left.get(call.name)?.shift();
    if (next !== undefined) latest.set(call.name, next);
    return next === undefined ? unknown(call) : outcomeOf(next);
  };
}

function unknown({ name }: ToolCall): ToolOutcome {
  return { ok: false, content: `the recorded call has no further answer of ${name}`, ms: 0 };
}

function outcomeOf({ answer, failed }: RecordedTool): ToolOutcome {
  if (failed !== undefined) return { ok: false, content: failed, ms: 0 };
  return { ok: true, status: 200, content: typeof answer === "string" ? answer : JSON.stringify(answer ?? ""), ms: 0 };
}

/** Whether the same tools were called with the same arguments in the same order. */
export function recordedChecks(
  recorded: readonly RecordedTool[] | undefined,
  records: readonly ToolRecord[],
): readonly Check[] {
  if (recorded === undefined) return [];
  const calls = records.filter(({ attempt }) => attempt === 1);
  const length = Math.max(recorded.length, calls.length);
  const first = Array.from({ length }, (_, index) => differenceAt(recorded[index], calls[index])).find(
    (difference) => difference !== undefined,
  );
  return [first ?? { what: "calls the tools of the recorded call, in order", status: "passed" }];
}

function differenceAt(wanted: RecordedTool | undefined, call: ToolRecord | undefined): Check | undefined {
  if (wanted === undefined) return failure("calls no further tool", call?.name);
  if (call?.name !== wanted.tool) return failure(`calls ${wanted.tool}`, call?.name);
  const names = [...new Set([...Object.keys(wanted.args), ...Object.keys(call.args)])];
  const name = names.find((one) => textOf(wanted.args[one]) !== textOf(call.args[one]));
  if (name === undefined) return undefined;
  return failure(`${wanted.tool} argument ${name} is ${textOf(wanted.args[name])}`, textOf(call.args[name]));
}

function failure(what: string, found: string | undefined): Check {
  return { what, status: "failed", found: found ?? "nothing" };
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
