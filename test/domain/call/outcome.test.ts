import { expect, test } from "vitest";
import { type CallStatus, disconnection, disconnectionReasons, whyEnded } from "../../../src/domain/call/call.ts";
import { messageLeftIn } from "../../../src/domain/call/events/call-analysis.ts";
import { outcomeOf } from "../../../src/domain/call/events/describe-call.ts";

function tools(...calls: readonly (readonly [name: string, answer: object])[]): string {
  return JSON.stringify(
    calls.flatMap(([name, answer], index) => [
      { role: "tool_call_invocation", tool_call_id: `t${index}`, name, arguments: "{}" },
      { role: "tool_call_result", tool_call_id: `t${index}`, content: JSON.stringify(answer) },
    ]),
  );
}

const over = { status: "ended", reason: "user_hangup", analysisJson: null, transcriptJson: null } as const;

function found(outcome: unknown): string {
  return JSON.stringify({ custom_analysis_data: { outcome } });
}

test.each([
  [
    "the analysis",
    { ...over, analysisJson: found("rescheduled"), transcriptJson: tools(["opt_out", { opted_out: "true" }]) },
    { outcome: "rescheduled", basis: "analysis" },
  ],
  [
    "a voicemail that the analysis heard",
    { ...over, analysisJson: '{"in_voicemail":true}' },
    { outcome: "voicemail", basis: "analysis" },
  ],
  [
    "a tool, if the analysis names no known outcome",
    { ...over, analysisJson: found("levitated"), transcriptJson: tools(["book_appointment", { booked: "true" }]) },
    { outcome: "booked", basis: "tools" },
  ],
  [
    "the most important of several tools",
    {
      ...over,
      transcriptJson: tools(["confirm_appointment", { confirmed: "true" }], ["opt_out", { opted_out: "true" }]),
    },
    { outcome: "opted_out", basis: "tools" },
  ],
  [
    "its ending, if a tool did nothing",
    { ...over, transcriptJson: tools(["book_appointment", { booked: "false" }]) },
    { outcome: "no_outcome", basis: "ending" },
  ],
  [
    "its ending, if a tool's answer is not JSON",
    {
      ...over,
      transcriptJson: JSON.stringify([
        { role: "tool_call_invocation", tool_call_id: "t", name: "book_appointment" },
        { role: "tool_call_result", tool_call_id: "t", content: "booked" },
      ]),
    },
    { outcome: "no_outcome", basis: "ending" },
  ],
  ["a busy line", { ...over, status: "not_connected", reason: "dial_busy" }, { outcome: "busy", basis: "ending" }],
  ["a transfer", { ...over, reason: "call_transfer" }, { outcome: "transferred", basis: "ending" }],
  [
    "a future reason, not connected",
    { ...over, status: "not_connected", reason: "teleport_failed" },
    { outcome: "failed", basis: "ending" },
  ],
  ["a future reason, ended", { ...over, reason: "user_requested_dnc" }, { outcome: "no_outcome", basis: "ending" }],
  ["no reason at all", { ...over, reason: null }, { outcome: "no_outcome", basis: "ending" }],
] as const)("an outcome is concluded from %s", (_, call, concluded) => {
  expect(outcomeOf(call)).toEqual(concluded);
});

test("a call in progress has no outcome, whatever is known", () => {
  for (const status of ["registered", "ongoing"] satisfies CallStatus[]) {
    expect(outcomeOf({ ...over, status, analysisJson: found("booked") })).toBeNull();
  }
});

test("each of Retell's 34 reasons has its own plain sentence, and so has an unknown one", () => {
  expect(disconnectionReasons).toHaveLength(34);
  const sentences = disconnectionReasons.map((reason) => whyEnded({ status: "ended", reason }));
  expect(new Set(sentences).size).toBe(34);
  for (const [index, sentence] of sentences.entries()) {
    expect(sentence).toMatch(/^[A-Z].+\.$/u);
    expect(sentence).not.toContain(disconnectionReasons[index]);
  }
  expect(whyEnded({ status: "ended", reason: "teleport_failed" })).toContain("teleport_failed");
  expect(disconnection("constructor")).toBeUndefined();
});

test("a message that a caller left is found; an empty one is ignored", () => {
  expect(messageLeftIn(withMessage(" Rappelez-moi. "))).toBe("Rappelez-moi.");
  for (const nothing of ["", "  ", 7, null]) expect(messageLeftIn(withMessage(nothing))).toBeNull();
  expect(messageLeftIn({ analysisJson: null })).toBeNull();
});

function withMessage(message: unknown) {
  return { analysisJson: JSON.stringify({ custom_analysis_data: { callback_message: message } }) };
}
