import { describe, expect, test } from "vitest";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import type { CallEvent, FleetCall } from "../../src/domain/call/ports.ts";
import { engines } from "../fakes/engines.ts";
import { testCall } from "../fakes/test-call.ts";
import { type TwoClinics, otherClinic, ownClinic, twoClinics } from "../fakes/two-clinics.ts";

const order = { kind: "call-event", key: "key", payload: "{}", dueAt: 1 };

function event(key: string, more: Partial<CallEvent> = {}): CallEvent {
  const owner = { clinicId: ownClinic.id, attribution: "known" } as const;
  return { key, event: "call_ended", callId: "call", ...owner, progress: 0, body: "{}", receivedAt: 1_000, ...more };
}

function call(callId: string, more: Partial<FleetCall> = {}): FleetCall {
  return { ...testCall(1_000, { callId }), clinicId: ownClinic.id, ...more };
}

async function told({ store }: TwoClinics, ...calls: readonly FleetCall[]) {
  for (const one of calls) await store.callLedger.rewrite(one.callId, () => ({ call: one, orders: [] }));
}

function idsIn(calls: readonly { readonly callId: string }[]): readonly string[] {
  return calls.map(({ callId }) => callId);
}

describe.each(engines)("calls on %s", (_engine, open) => {
  test("come back as they were told, fractions, quotes and signs included, to their clinic alone", async () => {
    const clinics = await twoClinics(open);
    const told1 = call("one", {
      transcriptJson: '[{"role":"user","content":"l\'été \\"né\\" \u{1F600}"}]',
      costCents: 12.34567,
      latencyP50Ms: 812.5,
      latencyP99Ms: 1_999.25,
      agentVersion: 3,
      outcome: null,
      patientNumber: "+2290197000020",
    });
    const { clinicId: _clinic, ...ofClinic } = told1;
    await told(clinics, told1);
    expect(await clinics.store.calls.find("one")).toEqual(told1);
    expect(await clinics.own.calls.find("one")).toEqual(ofClinic);
    expect([await clinics.other.calls.find("one"), await clinics.other.calls.list({ limit: 9 })]).toEqual([
      undefined,
      [],
    ]);
    expect(await clinics.store.calls.find("two")).toBeUndefined();
  });

  test("a ledger reads events in order of arrival with the call, and writes call and jobs together", async () => {
    const { store, database } = await twoClinics(open);
    const events = new SqlCallEventStore(database.fleet);
    await events.claim(event("late", { receivedAt: 5 }), { ...order, key: "late" });
    await events.claim(event("b"), { ...order, key: "b" });
    await events.claim(event("a", { receivedAt: 1 }), { ...order, key: "a" });
    await store.callLedger.rewrite("call", ({ events: known, call: before }) => {
      expect([known.map(({ key }) => key), before]).toEqual([["a", "late", "b"], undefined]);
      return { call: call("call"), orders: [{ ...order, kind: "call-outcome", key: "call" }] };
    });
    expect(await store.jobs.list({ kind: "call-outcome", limit: 9 })).toMatchObject([{ clinicId: ownClinic.id }]);
    await store.callLedger.rewrite("call", ({ call: before }) => {
      expect(before).toEqual(call("call"));
      return undefined;
    });
    const failing = store.callLedger.rewrite("call", () => {
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    expect(await store.calls.find("call")).toEqual(call("call"));
  });

  test("ten who rewrite one call at once see each other's changes", async () => {
    const { store } = await twoClinics(open);
    const rewriting = Array.from({ length: 10 }, () =>
      store.callLedger.rewrite("call", ({ call: before }) => ({
        call: call("call", { durationMs: (before?.durationMs ?? 0) + 1 }),
        orders: [],
      })),
    );
    await Promise.all(rewriting);
    expect((await store.calls.find("call"))?.durationMs).toBe(10);
  });

  test("a clinic's list: latest first, by outcome, reason, direction, number and time", async () => {
    const clinics = await twoClinics(open);
    await told(
      clinics,
      call("a", { calledAt: 1, outcome: "booked", patientNumber: "+331" }),
      call("b", { calledAt: 2, direction: "outbound", reason: "dial_busy" }),
      call("c", { calledAt: 2 }),
      call("x", { calledAt: 9, clinicId: otherClinic.id }),
      call("y", { calledAt: 9, clinicId: null, attribution: "contradicted" }),
    );
    const { calls } = clinics.own;
    expect(idsIn(await calls.list({ limit: 9 }))).toEqual(["c", "b", "a"]);
    expect(idsIn(await calls.list({ limit: 1 }))).toEqual(["c"]);
    expect(idsIn(await calls.list({ limit: 9, outcome: "booked" }))).toEqual(["a"]);
    expect(idsIn(await calls.list({ limit: 9, reason: "dial_busy" }))).toEqual(["b"]);
    expect(idsIn(await calls.list({ limit: 9, direction: "outbound" }))).toEqual(["b"]);
    expect(idsIn(await calls.list({ limit: 9, patientNumber: "+331" }))).toEqual(["a"]);
    expect(idsIn(await calls.list({ limit: 9, sinceAt: 1, untilAt: 2 }))).toEqual(["a"]);
  });

  test("the fleet's list: page by page, by clinic and attribution, and by words", async () => {
    const clinics = await twoClinics(open);
    const variablesJson = '{"patient_name":"Zoé Œuvre"}';
    await told(
      clinics,
      call("a", { calledAt: 1, variablesJson }),
      call("b", { calledAt: 2, clinicId: otherClinic.id }),
      call("c", { calledAt: 2, clinicId: null, attribution: "unknown", patientNumber: "+33123456789" }),
    );
    const { calls } = clinics.store;
    expect(idsIn(await calls.list({ limit: 9 }))).toEqual(["c", "b", "a"]);
    expect(idsIn(await calls.list({ limit: 9, after: { by: 2, id: "c" } }))).toEqual(["b", "a"]);
    expect(idsIn(await calls.list({ limit: 9, clinicId: otherClinic.id }))).toEqual(["b"]);
    expect(idsIn(await calls.list({ limit: 9, attribution: "unknown" }))).toEqual(["c"]);
    expect(idsIn(await calls.list({ limit: 9, search: "zoe oeuvre" }))).toEqual(["a"]);
    expect(idsIn(await calls.list({ limit: 9, search: "01 23 45 67 89" }))).toEqual(["c"]);
  });

  test("calls that came to a node or used a tool are found by its name, whatever its letters' case and signs", async () => {
    const clinics = await twoClinics(open);
    const node = { role: "node_transition", new_node_id: "node_1", new_node_name: 'Ask "100%" of_name' };
    const tool = { role: "tool_call_invocation", name: "book_appointment" };
    await told(
      clinics,
      call("node", { transcriptJson: JSON.stringify([node]) }),
      call("tool", { transcriptJson: JSON.stringify([tool, { successful: false }]) }),
      call("none", { transcriptJson: '[{"content":"book_appointment node_1"}]' }),
    );
    const { calls } = clinics.store;
    expect(idsIn(await calls.list({ limit: 9, node: 'Ask "100%" of_name' }))).toEqual(["node"]);
    expect(idsIn(await calls.list({ limit: 9, node: 'ask "100%" OF_NAME' }))).toEqual(["node"]);
    expect(idsIn(await calls.list({ limit: 9, node: "Node_1" }))).toEqual(["node"]);
    expect(idsIn(await calls.list({ limit: 9, node: "node-1" }))).toEqual([]);
    expect(idsIn(await calls.list({ limit: 9, tool: "Book_Appointment" }))).toEqual(["tool"]);
    expect(idsIn(await calls.list({ limit: 9, tool: "%" }))).toEqual([]);
    expect(idsIn(await calls.list({ limit: 9, toolFailed: true }))).toEqual(["tool"]);
  });

  test("activity and last calls by clinic; changes oldest first", async () => {
    const clinics = await twoClinics(open);
    await told(
      clinics,
      call("a", { calledAt: 1, outcome: "booked", updatedAt: 30 }),
      call("b", { calledAt: 5, outcome: "failed", updatedAt: 10 }),
      call("c", { calledAt: 6, outcome: null, updatedAt: 10 }),
      call("d", { calledAt: 7, clinicId: null, attribution: "unknown", updatedAt: 20 }),
    );
    const { calls } = clinics.store;
    expect(await calls.activitySince(5)).toEqual([{ clinicId: ownClinic.id, calls: 2, booked: 0, failed: 1 }]);
    expect(await calls.activitySince(0)).toEqual([{ clinicId: ownClinic.id, calls: 3, booked: 1, failed: 1 }]);
    expect(await calls.lastCalls()).toEqual(new Map([[ownClinic.id, 6]]));
    expect(idsIn(await calls.changedSince(10, 3))).toEqual(["b", "c", "d"]);
    expect(idsIn(await calls.changedSince(11, 9))).toEqual(["d", "a"]);
  });

  test("an instant that no calendar has breaks no list", async () => {
    const clinics = await twoClinics(open);
    await told(clinics, call("odd", { calledAt: 1e15, startedAt: 1e15, endedAt: 2_000 }));
    expect(await clinics.own.calls.list({ limit: 9 })).toMatchObject([{ calledAt: 2_000, startedAt: null }]);
  });

  test("events are claimed once by however many, and are listed latest first by clinic, call, kind and words", async () => {
    const { database } = await twoClinics(open);
    const events = new SqlCallEventStore(database.fleet);
    const claiming = Array.from({ length: 10 }, () => events.claim(event("one", { body: '{"x":"Né"}' }), order));
    expect((await Promise.all(claiming)).filter(Boolean)).toHaveLength(1);
    await events.claim(event("two", { receivedAt: 2_000, event: "call_started" }), { ...order, key: "two" });
    const foreign = event("three", { clinicId: otherClinic.id, callId: "else", receivedAt: 1_000 });
    await events.claim(foreign, { ...order, key: "three" });
    const keys = async (filter: Omit<Parameters<typeof events.list>[0], "limit">) =>
      (await events.list({ limit: 9, ...filter })).map(({ key }) => key);
    expect(await keys({})).toEqual(["two", "three", "one"]);
    expect(await keys({ after: { by: 1_000, id: "three" } })).toEqual(["one"]);
    expect(await keys({ clinicId: ownClinic.id })).toEqual(["two", "one"]);
    expect(await keys({ callId: "else" })).toEqual(["three"]);
    expect(await keys({ event: "call_started" })).toEqual(["two"]);
    expect(await keys({ sinceAt: 1_001 })).toEqual(["two"]);
    expect(await keys({ search: "ne" })).toEqual(["one"]);
    expect((await events.since(0, 2)).map(({ key }) => key)).toEqual(["one", "three"]);
  });
});
