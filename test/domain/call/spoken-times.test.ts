import { describe, expect, test } from "vitest";
import { spokenTimes } from "../../../src/domain/call/review/call-timeline.ts";

const words = (start: number, end: number) => [{ word: "x", start, end }];

function ended(turns: readonly unknown[], more: object = {}): string {
  return JSON.stringify({ event: "call_ended", call: { transcript_with_tool_calls: turns, ...more } });
}

test("shows who speaks when, and how long the caller waits for a tool", () => {
  const found = spokenTimes(
    ended([
      { role: "agent", content: "Hello.", words: words(0.5, 2) },
      { role: "user", content: "Monday.", words: [...words(3, 3.4), ...words(3.5, 4)] },
      { role: "tool_call_invocation", name: "check_availability", arguments: "{}" },
      { role: "tool_call_result", content: "{}", successful: true },
      { role: "agent", content: "At nine.", words: words(6.25, 8) },
    ]),
  );
  expect(found).toEqual({
    lengthMs: 8000,
    recordingUrl: null,
    spans: [
      { lane: "agent", from: 500, to: 2000, what: "Hello." },
      { lane: "caller", from: 3000, to: 4000, what: "Monday." },
      { lane: "tool", from: 4000, to: 6250, what: "check_availability" },
      { lane: "agent", from: 6250, to: 8000, what: "At nine." },
    ],
  });
});

test.each([
  ["no times", [{ role: "agent", content: "Hello.", words: [] }]],
  ["times that cannot be", [{ role: "agent", content: "Hello.", words: words(-1, 1e12) }]],
  ["turns of other kinds", ["text", null, 7, { role: 7 }]],
])("%s are no bars", (_, turns) => {
  expect(spokenTimes(ended(turns))).toMatchObject({ spans: [], lengthMs: 0 });
});

test("a call of a thousand turns has a bounded number of bars, and an end before the beginning is ignored", () => {
  const turns = Array.from({ length: 1000 }, (_, at) => ({ role: "user", content: "x", words: words(at, at - 1) }));
  const found = spokenTimes(ended(turns));
  expect(found?.spans).toHaveLength(400);
  expect(found?.spans.every(({ from, to }) => to >= from)).toBe(true);
});

describe("the recording", () => {
  test.each([
    ["https://storage.example.com/a.wav?x=1", "https://storage.example.com/a.wav?x=1"],
    ["http://storage.example.com/a.wav", null],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["https://name:secret@example.com/", null],
    ["//example.com/a.wav", null],
    [`https://example.com/${"x".repeat(3000)}`, null],
    [7, null],
    [null, null],
  ])("%s", (url, link) => {
    expect(spokenTimes(ended([], { recording_url: url }))?.recordingUrl).toBe(link);
  });

  test("an event without a call has no recording", () => {
    expect(spokenTimes("{}")).toBeUndefined();
  });
});
