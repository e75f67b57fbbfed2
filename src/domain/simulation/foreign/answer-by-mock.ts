import type { ToolCall, ToolOutcome } from "../../flow/ports.ts";
import type { Language } from "../../language/language.ts";
import { matches, valueAtPath } from "../run/matches.ts";
import type { SendCall } from "../run/recorded-tools.ts";
import { RunStopped } from "../../brain/run-stopped.ts";
import type { Mock } from "./mocks.ts";

/** The mocks of one run. @throws RunStopped failed for a call that none of them answers: an answer is never made up */
export function answerByMock(mocks: readonly Mock[], language: Language): SendCall {
  const left = new Map(mocks.map((mock) => [mock, mock.times ?? Infinity]));
  return async (call) => {
    const due = mocks.find((mock) => (left.get(mock) ?? 0) > 0 && fits(mock, call, language));
    if (due === undefined) throw new RunStopped("failed", unanswered(call, mocks));
    left.set(due, (left.get(due) ?? 0) - 1);
    return outcomeOf(due);
  };
}

function fits({ tool, when = {} }: Mock, { name, args }: ToolCall, language: Language): boolean {
  const fields = Object.entries(when);
  return tool === name && fields.every(([path, matcher]) => matches(valueAtPath(args, path), matcher, language));
}

function outcomeOf({ answer, status }: Mock): ToolOutcome {
  const content = typeof answer === "string" ? answer : (JSON.stringify(answer) ?? "");
  if (status !== undefined) return { ok: false, status, content: `HTTP status ${status}: ${content}`, ms: 0 };
  return { ok: true, status: 200, content, ms: 0 };
}

function unanswered({ name, args }: ToolCall, mocks: readonly Mock[]): string {
  const others = mocks.filter(({ tool }) => tool === name).length;
  const called = `the flow calls the tool ${name} with ${JSON.stringify(args)}`;
  return others === 0
    ? `${called}, and no mock answers that tool: add "- tool: ${name}" with an answer to the mocks`
    : `${called}, and none of its ${others} mocks fits or is left: widen "when" or "times", or add one`;
}
