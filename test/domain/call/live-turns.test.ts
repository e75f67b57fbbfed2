import { expect, test } from "vitest";
import { LiveTurns } from "../../../src/domain/call/review/live-turns.ts";

const said = ["Bonjour.", "Je veux un rendez-vous.", "Quel jour ?"].map((content, index) => ({
  role: index === 1 ? "user" : "agent",
  content,
}));
const tool = { role: "tool_call_invocation", tool_call_id: "1", name: "get_doctors", arguments: "{}" };

function report(event: string, turns: readonly object[] | undefined, callId = "call_1") {
  const call = { call_id: callId, ...(turns !== undefined && { transcript_with_tool_calls: turns }) };
  return { event, callId, body: JSON.stringify({ event, call }) };
}

const texts = (turns: ReturnType<LiveTurns["fresh"]>) => turns.map(({ by, text }) => `${by}: ${text}`);

test("each turn is reported once, in order, even if reports between were lost", () => {
  const live = new LiveTurns();
  expect(texts(live.fresh(report("transcript_updated", said.slice(0, 1))))).toEqual(["agent: Bonjour."]);
  expect(texts(live.fresh(report("transcript_updated", said.slice(0, 1))))).toEqual([]);
  expect(texts(live.fresh(report("transcript_updated", [...said.slice(0, 2), tool])))).toEqual([
    "user: Je veux un rendez-vous.",
  ]);
  expect(texts(live.fresh(report("call_ended", said)))).toEqual(["agent: Quel jour ?"]);
  expect(live.follows(report("call_ended", said))).toBe(false);
});

test("a call whose agent sends no live transcript is not reported, and calls stay separate", () => {
  const live = new LiveTurns();
  expect(live.fresh(report("call_started", undefined))).toEqual([]);
  expect(live.fresh(report("call_ended", said))).toEqual([]);
  live.fresh(report("transcript_updated", said));
  expect(texts(live.fresh(report("transcript_updated", said.slice(0, 1), "call_2")))).toEqual(["agent: Bonjour."]);
});

test("a report without turns, or with invalid turns, yields nothing", () => {
  const live = new LiveTurns();
  expect(live.fresh(report("transcript_updated", undefined))).toEqual([]);
  expect(
    live.fresh({ event: "transcript_updated", callId: "call_1", body: '{"call":{"transcript_object":7}}' }),
  ).toEqual([]);
  expect(live.fresh({ event: "transcript_updated", callId: null, body: "{}" })).toEqual([]);
});
