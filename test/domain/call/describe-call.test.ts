import { assert, nat, property, shuffledSubarray } from "fast-check";
import { expect, test } from "vitest";
import { describeCall } from "../../../src/domain/call/events/describe-call.ts";
import type { CallEvent } from "../../../src/domain/call/ports.ts";
import { storedEvent } from "../../fakes/stored-events.ts";

const line = { direction: "inbound", from_number: "+14155550199", to_number: "+2290197000001", agent_id: "agent_1" };
const begun = { ...line, call_status: "ongoing", start_timestamp: 10_000 };
const over = {
  ...line,
  call_status: "ended",
  start_timestamp: 10_000,
  end_timestamp: 52_000,
  disconnection_reason: "user_hangup",
  transcript_object: [
    { role: "agent", content: "Bonjour", words: [{ word: "Bonjour" }] },
    { role: "user", content: "Oui" },
  ],
  latency: { e2e: { p50: 800, p99: 1900.5 } },
  call_cost: { combined_cost: 12.25 },
};

const started = storedEvent("call_started", begun, { receivedAt: 10_100 });
const running = storedEvent(
  "transcript_updated",
  { ...begun, transcript: "Agent: Bon" },
  { progress: 10, receivedAt: 20_000 },
);
const moved = storedEvent("transfer_started", begun, {
  receivedAt: 30_000,
  body: JSON.stringify({ event: "transfer_started", call: begun, transfer_destination: { number: "+14155550112" } }),
});
const ended = storedEvent("call_ended", over, { receivedAt: 53_000 });
const analyzed = storedEvent(
  "call_analyzed",
  { ...over, call_analysis: { call_summary: "Said.", custom_analysis_data: { outcome: "message_taken" } } },
  { receivedAt: 60_000 },
);
const life: readonly CallEvent[] = [started, running, moved, ended, analyzed];

function told(events: readonly CallEvent[]) {
  return describeCall("call_1", { events, call: undefined }, 70_000);
}

test("a call combines what all its events report", () => {
  expect(told(life)?.call).toEqual({
    callId: "call_1",
    clinicId: "clinic-1",
    attribution: "known",
    direction: "inbound",
    status: "ended",
    patientNumber: "+14155550199",
    clinicNumber: "+2290197000001",
    agentId: "agent_1",
    agentVersion: null,
    calledAt: 10_000,
    startedAt: 10_000,
    endedAt: 52_000,
    durationMs: 42_000,
    reason: "user_hangup",
    outcome: "message_taken",
    transcriptJson: JSON.stringify([
      { role: "agent", content: "Bonjour" },
      { role: "user", content: "Oui" },
    ]),
    transfersJson: JSON.stringify([{ event: "transfer_started", destination: "+14155550112", receivedAt: 30_000 }]),
    variablesJson: null,
    analysisJson: JSON.stringify({ call_summary: "Said.", custom_analysis_data: { outcome: "message_taken" } }),
    metadataJson: null,
    costCents: 12.25,
    latencyP50Ms: 800,
    latencyP99Ms: 1900.5,
    analyzedAt: 60_000,
    updatedAt: 70_000,
  });
});

test("the call is the same in whatever order events arrive and are repeated", () => {
  const whole = told(life);
  assert(
    property(shuffledSubarray([...life], { minLength: life.length }), nat(life.length), (events, cut) => {
      const before = told(events.slice(0, cut))?.call;
      expect(describeCall("call_1", { events, call: before }, 70_000)).toEqual(whole);
    }),
  );
});

test("a status never goes back, and a later event never removes what an earlier one reported", () => {
  const order = ["registered", "ongoing", "ended"];
  assert(
    property(shuffledSubarray([...life], { minLength: 1 }), (events) => {
      const stages = events.map((_, index) => told(events.slice(0, index + 1))?.call.status ?? "");
      const ranks = stages.map((status) => order.indexOf(status));
      expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    }),
  );
});

test("an event that reports less than is known changes nothing", () => {
  const poor = storedEvent("call_analyzed", { call_analysis: {} });
  const { call } = told([ended, poor]) ?? {};
  expect(call).toMatchObject({ reason: "user_hangup", endedAt: 52_000, patientNumber: "+14155550199" });
});

test("of two whole transcripts the one with tools and nodes stays, and a live transcript only until then", () => {
  const withTools = [
    { role: "agent", content: "Bonjour" },
    { role: "node_transition", new_node_name: "Booking" },
  ];
  const full = storedEvent("call_ended", { ...over, transcript_with_tool_calls: withTools });
  const longer = storedEvent("transcript_updated", {
    ...begun,
    transcript_with_tool_calls: [...withTools, ...withTools],
  });
  expect(told([full, analyzed, longer])?.call.transcriptJson).toBe(JSON.stringify(withTools));
  expect(told([started, longer])?.call.transcriptJson).toBe(JSON.stringify([...withTools, ...withTools]));
});

test("facts stay when the events that reported them are removed", () => {
  const before = told(life)?.call;
  const late = storedEvent("some_future_event", {}, { clinicId: null, attribution: "unknown" });
  const { call } = describeCall("call_1", { events: [late], call: before }, 80_000) ?? {};
  expect(call).toMatchObject({ clinicId: "clinic-1", reason: "user_hangup", patientNumber: "+14155550199" });
});

test.each([
  ["unknown status", { call_status: "beamed_up", start_timestamp: 5 }, ["call_started", "ongoing"]],
  ["unknown event with an end", { call_status: "completed", end_timestamp: 5 }, ["call_completed", "ended"]],
  ["nothing at all", {}, ["some_future_event", "registered"]],
  ["a call that never connected", { disconnection_reason: "dial_busy" }, ["call_ended", "not_connected"]],
  ["an error", { call_status: "error", disconnection_reason: "error_asr" }, ["call_ended", "error"]],
  ["an unknown reason", { disconnection_reason: "teleport_failed" }, ["call_ended", "ended"]],
  [
    "the wrong types everywhere",
    { call_status: 7, start_timestamp: "now", transcript: {}, latency: [] },
    ["call_ended", "ended"],
  ],
] as const)("%s is borne", (_, call, [event, status]) => {
  expect(told([storedEvent(event, call)])?.call.status).toBe(status);
});

test("an outbound call's patient is the called number; an invalid number is left out", () => {
  const outbound = { direction: "outbound", from_number: "+2290197000001", to_number: "+14155550199" };
  expect(told([storedEvent("call_ended", outbound)])?.call).toMatchObject({ patientNumber: "+14155550199" });
  const hidden = { direction: "inbound", from_number: "anonymous", to_number: "+2290197000001" };
  expect(told([storedEvent("call_ended", hidden)])?.call).toMatchObject({ patientNumber: null });
});

test("a chat is not a call", () => {
  const chat = storedEvent(
    "chat_ended",
    {},
    { body: JSON.stringify({ event: "chat_ended", chat: { chat_id: "chat_1" } }) },
  );
  expect(told([chat])).toBeUndefined();
});

test("events of two clinics, or a contradictory event, make it a call of no clinic", () => {
  const other = storedEvent("call_analyzed", over, { clinicId: "clinic-2" });
  const torn = storedEvent("call_analyzed", over, { clinicId: null, attribution: "contradicted" });
  for (const second of [other, torn]) {
    const change = told([ended, second]);
    expect(change?.call).toMatchObject({ clinicId: null, attribution: "contradicted" });
    expect(change?.orders).toEqual([]);
  }
  const silent = storedEvent("call_started", begun, { clinicId: null, attribution: "unknown" });
  expect(told([silent, ended])?.call).toMatchObject({ clinicId: "clinic-1", attribution: "known" });
});

test("a finished call orders its outcome and summary; its analysis brings them forward", () => {
  const payload = JSON.stringify({ callId: "call_1" });
  expect(told([started])?.orders).toEqual([]);
  expect(told([started, ended])?.orders).toEqual([
    { kind: "call-over", key: "call_1", payload, dueAt: 70_000 },
    { kind: "call-outcome", key: "call_1:ended", payload, dueAt: 70_000 + 120_000 },
    { kind: "call-summary", key: "call_1", payload, dueAt: 70_000 + 600_000 },
  ]);
  expect(told([analyzed])?.orders).toEqual([
    { kind: "call-over", key: "call_1", payload, dueAt: 70_000 },
    { kind: "call-outcome", key: "call_1:ended", payload, dueAt: 70_000 + 120_000 },
    { kind: "call-outcome", key: "call_1:analyzed", payload, dueAt: 70_000 },
    { kind: "call-summary", key: "call_1", payload, dueAt: 70_000 },
  ]);
});

test.each([
  ["5145550199", "+15145550100", "+15145550199"],
  ["97000047", "+2290197000001", "+2290197000047"],
  ["4755501234", "+2290197000001", "+4755501234"],
])("a caller whose trunk sends %s to %s is %s", (sent, clinicNumber, caller) => {
  const call = { ...over, from_number: sent, to_number: clinicNumber };
  expect(told([storedEvent("call_ended", call, { receivedAt: 53_000 })])?.call.patientNumber).toBe(caller);
});
