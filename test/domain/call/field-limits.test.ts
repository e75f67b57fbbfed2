import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assert, constantFrom, dictionary, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { readCallEvent, clampEvent } from "../../../src/domain/call/events/call-event.ts";
import { readSnapshot } from "../../../src/domain/call/events/call-snapshot.ts";
import { TEXT_LIMITS, boundedArguments, cutText, isPlainId } from "../../../src/domain/call/field-limits.ts";

test.each([
  ["patient_name", TEXT_LIMITS.name],
  ["date", TEXT_LIMITS.date],
  ["patient_phone", TEXT_LIMITS.number],
  ["slot_id", TEXT_LIMITS.id],
  ["whatever a template adds", TEXT_LIMITS.other],
])("the argument %s is cut to %i characters", (name, limit) => {
  const whole = { [name]: "x".repeat(limit) };
  expect(boundedArguments(whole)).toBe(whole);
  expect(boundedArguments({ [name]: "x".repeat(900_000) })).toEqual(whole);
});

test("a phone number in words is not cut", () => {
  const args = {
    patient_phone:
      "plus deux cent vingt-neuf zéro un quatre-vingt-dix-sept quatre-vingt-dix-huit quatre-vingt-dix-neuf quatre-vingt-quatorze",
  };
  expect(boundedArguments(args)).toBe(args);
});

test("a cut text does not keep its original in memory", () => {
  setFlagsFromString("--expose-gc");
  const collect = z.custom<() => void>((value) => typeof value === "function").parse(runInNewContext("gc"));
  const kept: string[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 60; index += 1) kept.push(cutText(`${index}${"x".repeat(1_000_000)}`, 2_000));
  collect();
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(20);
  expect(kept.every((text) => text.length === 2_000)).toBe(true);
});

test("reads only 200 of 60,000 arguments, and drops large lists and objects", () => {
  const wide = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`k${index}`, 1]));
  expect(Object.keys(boundedArguments(wide))).toHaveLength(200);
  expect(boundedArguments({ date: ["2026-12-01".repeat(1_000)], time: { a: 1 } })).toEqual({
    date: null,
    time: { a: 1 },
  });
});

test("no argument is longer than its limit, and shorter ones stay unchanged", () => {
  const args = record({ date: string({ maxLength: 500 }), note: string({ maxLength: 3_000 }) });
  assert(
    property(args, ({ date, note }) => {
      const bounded = boundedArguments({ date, note });
      expect(String(bounded["date"]).length).toBeLessThanOrEqual(TEXT_LIMITS.date);
      expect(bounded["note"] === note || note.length > TEXT_LIMITS.other).toBe(true);
    }),
  );
});

test.each([
  ["call_1", true],
  ["x".repeat(200), true],
  ["x".repeat(201), false],
  ["a\u0000b", false],
  ["a\nb", false],
  ["half\uD800", false],
  ["whole 👩", true],
])("%j is an id: %s", (text, expected) => {
  expect(isPlainId(text)).toBe(expected);
});

const said = (length: number) => ({ role: "user", content: "x".repeat(length) });
const result = (length: number) => ({ role: "tool_call_result", content: "x".repeat(length) });

test("an event within its limits stays the same object; a longer one is cut and stays an event", () => {
  const event = {
    event: "call_ended",
    call: { call_id: "call_1", transcript_object: [{ role: "user", content: "Bonjour." }], call_analysis: { a: [1] } },
  };
  expect(clampEvent(event)).toBe(event);
  const long = { event: "call_ended", call: { transcript_with_tool_calls: [said(900_000), result(900_000)] } };
  expect(clampEvent(long)).toEqual({
    event: "call_ended",
    call: { transcript_with_tool_calls: [said(TEXT_LIMITS.utterance), result(TEXT_LIMITS.tool)] },
  });
});

test("the total length of an event's texts is bounded, whatever it contains", () => {
  const parts = dictionary(string({ maxLength: 20 }), constantFrom("x".repeat(50_000), "y".repeat(9_999), "z"));
  assert(
    property(parts, (call) => {
      expect(JSON.stringify(clampEvent({ event: "call_ended", call })).length).toBeLessThan(700_000);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["of 900,000 characters", "x".repeat(900_000)],
  ["with a NUL", "a\u0000b"],
  ["with half a character", "s\uD800"],
])("an event of a call whose id is one %s is none", (_, call_id) => {
  expect(readCallEvent({ event: "call_ended", call: { call_id } }, () => "digest")).toBeUndefined();
});

test("a transfer's destination never makes a long key", () => {
  const event = {
    event: "transfer_started",
    call: { call_id: "call_1" },
    transfer_destination: { n: "9".repeat(9_000) },
  };
  expect(readCallEvent(event, () => "digest")?.key).toBe("transfer_started:call_1:digest");
});

test.each([
  { start_timestamp: 9e15, end_timestamp: -9e15, duration_ms: 1e15 },
  { start_timestamp: 8_640_000_000_000_001, end_timestamp: 8_640_000_000_000_002 },
  { start_timestamp: 1.5, end_timestamp: "tomorrow", duration_ms: -1 },
])("instants that no calendar has count as missing: %j", (times) => {
  const body = JSON.stringify({ event: "call_ended", call: { call_id: "call_1", ...times } });
  expect(readSnapshot(body)?.facts).toMatchObject({ startedAt: undefined, endedAt: undefined, durationMs: undefined });
});

test("a cost or latency that no call can have counts as missing", () => {
  const call = { call_id: "call_1", call_cost: { combined_cost: 1e308 }, latency: { e2e: { p50: 1e300, p99: -1 } } };
  const facts = readSnapshot(JSON.stringify({ event: "call_ended", call }))?.facts;
  expect(facts).toMatchObject({ costCents: undefined, latencyP50Ms: undefined, latencyP99Ms: undefined });
});
