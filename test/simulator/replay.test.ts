import { describe, expect, test } from "vitest";
import type { RecordedRequest } from "../../src/domain/call/requests/recorded-request.ts";
import { type Answer, compareAnswers } from "../../src/simulator/replay/compare-answers.ts";
import { replayRecording } from "../../src/simulator/replay/replay-recording.ts";

const ok = (body: unknown): Answer => ({ status: 200, body: typeof body === "string" ? body : JSON.stringify(body) });

function text(word: string): string {
  return Array.from({ length: 400 }, (_, at) => `Sentence ${at} says ${word}.`).join(" ");
}

describe("compareAnswers", () => {
  test.each<
    [what: string, was: unknown, is: unknown, found: readonly (readonly [string, string | null, string | null])[]]
  >([
    ["the order of fields", { a: 1, b: "x" }, { b: "x", a: 1 }, []],
    [
      "a field inside a list",
      { slots: [{ time: "09:00" }] },
      { slots: [{ time: "09:30" }] },
      [["slots[0].time", "09:00", "09:30"]],
    ],
    [
      "a field that is gone, and one that is null",
      { a: null, b: 1 },
      { b: null },
      [
        ["a", "null", null],
        ["b", "1", "null"],
      ],
    ],
    ["a list in the place of an object", { a: {} }, { a: [] }, [["a", "{}", "[]"]]],
    [
      "one sentence of three",
      { message: "Hello. It is noted. Bye!" },
      { message: "Hello. It was noted. Bye!" },
      [["message", "It is noted.", "It was noted."]],
    ],
    [
      "a sentence more",
      { message: "Hello. Bye!" },
      { message: "Hello. Anything else? Bye!" },
      [["message", null, "Anything else?"]],
    ],
    [
      "a sentence less, another changed",
      { message: "A is. B is. C is." },
      { message: "A is. D is." },
      [
        ["message", "B is.", "D is."],
        ["message", "C is.", null],
      ],
    ],
    [
      "what is between sentences",
      { message: "Hello. Bye." },
      { message: "Hello.  Bye." },
      [["message", "Hello. Bye.", "Hello.  Bye."]],
    ],
    ["what is no JSON", "busy", "gone", [["body", "busy", "gone"]]],
    ["one value alone", "1", "2", [["body", "1", "2"]]],
  ])("%s", (_, was, is, found) => {
    expect(compareAnswers(ok(was), ok(is)).map((each) => [each.field, each.was, each.is])).toEqual(found);
  });

  test("another status is one difference, whatever the body says", () => {
    const found = compareAnswers(ok({ message: "Hello." }), { status: 500, body: '{"error":"Internal error"}' });
    expect(found).toEqual([{ field: "status", was: "200", is: "500" }]);
  });

  test("a long text is compared quickly", () => {
    expect(compareAnswers(ok({ message: text("this") }), ok({ message: text("that") }))).toHaveLength(400);
  });
});

const START = Date.UTC(2026, 10, 28);
/** UUIDv7: 48 bits of time, then what tells them apart. */
const idAt = (instant: number, tail: string): string => {
  const time = instant.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail.padStart(12, "0")}`;
};

function request(id: number, body: object, answer: object): RecordedRequest {
  const at = START + id * 1000;
  const path = "/api/book-appointment";
  return {
    id,
    receivedAt: at,
    path,
    signedAt: at,
    body: JSON.stringify(body),
    status: 200,
    answer: JSON.stringify(answer),
    clinic: "one",
  };
}

describe("replayRecording", () => {
  const [booked, again] = [idAt(START + 5, "aa"), idAt(START + 90_000_000, "bb")];
  const doctors = [idAt(START - 5, "1"), idAt(START - 5, "2")];

  test("ids that were given out during the day follow into the next request, and are no difference", async () => {
    const asked: string[] = [];
    const requests = [
      request(1, {}, { id: booked }),
      request(2, { args: { id: booked } }, { message: `${booked} it is.` }),
    ];
    const found = await replayRecording(requests, START, {
      answer: async ({ body }) => {
        asked.push(body);
        return ok(asked.length === 1 ? { id: again } : { message: `${again} it is.` });
      },
    });
    expect(asked[1]).toContain(again);
    expect(found).toEqual({ requests: 2, changed: [] });
  });

  test("an id from before the day never passes for another", async () => {
    const [one = "", other = ""] = doctors;
    const found = await replayRecording([request(1, { call: { call_id: "call_1" } }, { doctor_id: one })], START, {
      answer: async () => ok({ doctor_id: other }),
    });
    expect(found.changed).toEqual([
      {
        receivedAt: START + 1000,
        path: "/api/book-appointment",
        clinic: "one",
        callId: "call_1",
        differences: [{ field: "doctor_id", was: one, is: other }],
      },
    ]);
  });

  test("a known id that now stands for something else is a difference", async () => {
    const third = idAt(START + 90_000_001, "cc");
    const answers = [{ id: again }, { id: third }];
    const requests = [request(1, {}, { id: booked }), request(2, {}, { id: booked })];
    const found = await replayRecording(requests, START, { answer: async () => ok(answers.shift() ?? {}) });
    expect(found.changed.map(({ differences }) => differences.length)).toEqual([1]);
  });
});
