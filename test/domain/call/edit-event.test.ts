import { expect, test } from "vitest";
import { turnsOfText } from "../../../src/domain/call/events/call-snapshot.ts";
import { editEvent, redactEvent } from "../../../src/domain/call/events/test-event.ts";

const event = {
  event: "call_ended",
  call: { duration_ms: 5, flag: "false", metadata: { a: 1 }, list: [{ role: "agent" }] },
};

test("an edit changes the value at its path and nothing else", () => {
  const edits = ["call.duration_ms=60000", "call.flag=true", "call.list.0.role=user", 'call.metadata={"b":[2]}'];
  expect(editEvent(event, edits)).toEqual({
    event: "call_ended",
    call: { duration_ms: 60_000, flag: "true", metadata: { b: [2] }, list: [{ role: "user" }] },
  });
  expect(event.call.duration_ms).toBe(5);
});

test.each([
  ["call.nope=1", 'there is no "nope"'],
  ["call.list.1.role=user", 'there is no "1"'],
  ["call.duration_ms.x=1", 'there is no "x"'],
  ["call.__proto__=1", "matches nothing"],
  ["call.duration_ms", "is not an edit"],
  ["=1", "is not an edit"],
])("%s is refused", (edit, message) => {
  expect(() => editEvent(event, [edit])).toThrow(message);
});

const redact = (text: string): string => text.replaceAll(/\d{6,}/gu, "[number]");

test("speech is redacted wherever it occurs in an event, and nothing else is", () => {
  const number = "0197000021";
  const call = {
    call_id: "call_1970002112",
    start_timestamp: 1_780_012_672_345,
    from_number: "+2290197000021",
    transcript: `User: ${number}`,
    transcript_object: [{ role: "user", content: number, words: [{ word: "01" }, { word: "97" }] }],
    transcript_with_tool_calls: [
      { role: "tool_call_invocation", name: "book", arguments: JSON.stringify({ patient_phone: number, n: 1 }) },
      { role: "tool_call_result", content: `{"phone":"${number}"}` },
    ],
    collected_dynamic_variables: { patient_phone: number },
    call_analysis: {
      call_summary: number,
      custom_analysis_data: { callback_message: number, callback_time: "2026-11-21T10:00" },
    },
  };
  const kept: unknown = JSON.parse(redactEvent(JSON.stringify({ event: "call_analyzed", call }), redact));
  expect(kept).toEqual({
    event: "call_analyzed",
    call: {
      ...call,
      transcript: "User: [number]",
      transcript_object: [{ role: "user", content: "[number]", words: [] }],
      transcript_with_tool_calls: [
        { role: "tool_call_invocation", name: "book", arguments: '{"patient_phone":"[number]","n":1}' },
        { role: "tool_call_result", content: '{"phone":"[number]"}' },
      ],
      collected_dynamic_variables: { patient_phone: "[number]" },
      call_analysis: {
        call_summary: "[number]",
        custom_analysis_data: { callback_message: "[number]", callback_time: "2026-11-21T10:00" },
      },
    },
  });
});

test("a plain transcript becomes turns; a line without a speaker continues the previous one", () => {
  expect(turnsOfText("Agent: Bonjour\net bienvenue\nUser: Oui")).toEqual([
    { role: "agent", content: "Bonjour\net bienvenue" },
    { role: "user", content: "Oui" },
  ]);
  expect(turnsOfText("Customer is interested.")).toEqual([{ role: "unknown", content: "Customer is interested." }]);
  expect(turnsOfText("")).toEqual([]);
});
