import { expect, test } from "vitest";
import { readTroubles, hotspotTally } from "../../../src/domain/call/review/call-troubles.ts";

type Item = Readonly<Record<string, unknown>>;

const node = (from: string, to: string): Item => ({
  role: "node_transition",
  former_node_name: from,
  new_node_name: to,
});
const tool = (id: string, name: string): Item => ({
  role: "tool_call_invocation",
  tool_call_id: id,
  name,
  arguments: "{}",
});
const result = (id: string, content: string, successful = true): Item => ({
  role: "tool_call_result",
  tool_call_id: id,
  content,
  successful,
});
/** A turn spoken from one second to another. */
const spoken = (role: string, content: string, [start, end]: readonly [number, number]): Item => ({
  role,
  content,
  words: [
    { word: "a", start, end: start + 0.1 },
    { word: "b", start: end - 0.1, end },
  ],
});

const items: readonly Item[] = [
  spoken("agent", "How can I help you?", [0, 2]),
  spoken("user", "I would like to see Doctor Sample on Monday", [2.5, 5]),
  node("Greeting", "Check availability"),
  tool("1", "check_availability"),
  result("1", "HTTP status 500", false),
  node("Check availability", "Ask date"),
  spoken("agent", "Which day suits you?", [8.5, 10]),
  spoken("user", "I would like to see Doctor Sample on Monday please", [10.5, 13]),
  node("Ask date", "Book"),
  tool("2", "book_appointment"),
  result("2", '{"booked":"false","reason":"limit"}'),
  node("Book", "Ask date"),
  spoken("agent", "Which day suits you?", [13.4, 15]),
];
const body = JSON.stringify({ event: "call_ended", call: { transcript_with_tool_calls: items } });

test("finds tool errors, refusals, repetitions and long waits, each at its node", () => {
  const { troubles, waitsMs, lastNode, lastSaid } = readTroubles(JSON.stringify(items), body);
  expect(troubles.map(({ kind, node: at, what, detail }) => `${kind} at ${at}: ${what} ${detail}`.trim())).toEqual([
    "tool_failed at Check availability: check_availability HTTP status 500",
    "repeated at Ask date: I would like to see Doctor Sample on Monday please",
    "tool_refused at Book: book_appointment booked: false (limit)",
    "asked_again at Ask date: Which day suits you?",
    "waited at Greeting: Which day suits you? 3500",
  ]);
  expect(waitsMs).toEqual([3500, 400]);
  expect(lastNode).toBe("Ask date");
  expect(lastSaid.caller).toContain("please");
});

test("without the event, waits are unknown", () => {
  expect(readTroubles(JSON.stringify(items), undefined).waitsMs).toBeNull();
});

test("a record without nodes, words or JSON has no troubles", () => {
  for (const json of [null, "[]", '[{"role":"user"}]', '{"a":1}']) {
    expect(
      readTroubles(json, '{"call":{"transcript_with_tool_calls":[{"role":"user","words":[{"start":"x"}]}]}}'),
    ).toEqual({
      lastNode: null,
      lastSaid: { agent: null, caller: null },
      troubles: [],
      waitsMs: null,
    });
  }
});

test("hotspots count calls, not repetitions in one call", () => {
  const tally = hotspotTally();
  const found = readTroubles(JSON.stringify([...items, ...items.slice(5)]), body);
  tally.add({ reason: "user_hangup", outcome: "no_outcome" }, found);
  tally.add({ reason: "user_hangup", outcome: "booked" }, found);
  const { calls, timed, nodes } = tally.result();
  expect({ calls, timed }).toEqual({ calls: 2, timed: 2 });
  expect(nodes[0]).toEqual({ node: "Ask date", hungUp: 1, repeated: 2, waited: 0, toolFailed: 0, toolRefused: 0 });
  expect(nodes.find(({ node: at }) => at === "Check availability")?.toolFailed).toBe(2);
});
