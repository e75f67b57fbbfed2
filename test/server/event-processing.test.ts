import { expect, test } from "vitest";
import { SqlCallEventStore, SqlCallLedger } from "../../src/adapters/sql/calls/call-stores.ts";
import { SqlJobQueue } from "../../src/adapters/sql/calls/job-stores.ts";
import { callEventHandler, replayEvent } from "../../src/domain/call/events/call-event.ts";
import type { TranscriptRedaction } from "../../src/domain/call/ports.ts";
import { NOON, NUMBERS, austin, cotonou, imported, signed, startApp } from "./server-fixture.ts";

const PATH = "/api/retell/webhook";
const call = { call_id: "call_7", direction: "inbound", to_number: NUMBERS[cotonou.id], from_number: "+14155550199" };
const over = { ...call, call_status: "ended", start_timestamp: NOON, end_timestamp: NOON + 5000 };

async function start(redaction: TranscriptRedaction = { of: async () => undefined }) {
  const server = await startApp({ redaction });
  const { app, database, store, clock } = server;
  const queue = new SqlJobQueue(database.nonDurable);
  const handle = callEventHandler({
    events: new SqlCallEventStore(database.fleet),
    calls: new SqlCallLedger(database.nonDurable),
    clock,
  });
  return {
    ...server,
    send: async (body: object, path = PATH) => (await app.request(signed(path, body))).status,
    orders: async (kind: string) =>
      (await store.jobs.list({ kind, limit: 50 })).map(({ key, clinicId, state }) => ({ key, clinicId, state })),
    /** Runs the worker's due jobs; with `dies`, the process dies before it settles them. */
    work: async ({ dies = false } = {}) => {
      const now = clock.now();
      for (const job of await queue.take({ kinds: ["call-event"], limit: 50, now, leasedUntil: now + 1 })) {
        await handle(job);
        if (!dies) await queue.settle(job, { state: "done", endedAt: now });
      }
    },
  };
}

test("the event is answered before it is processed, and its job is stored with it", async () => {
  const { send, orders, store, work } = await start();
  expect(await send({ event: "call_started", call })).toBe(200);
  expect(await store.calls.find("call_7")).toBeUndefined();
  expect(await orders("call-event")).toEqual([{ key: "call_started:call_7", clinicId: cotonou.id, state: "waiting" }]);
  await work();
  expect(await store.scope(cotonou.id).calls.find("call_7")).toMatchObject({ status: "ongoing", outcome: null });
});

test("a clinic's call is found in its own scope and no other", async () => {
  const { send, store, work } = await start();
  await send({ event: "call_ended", call: over });
  await work();
  expect(await store.scope(cotonou.id).calls.list({ limit: 10 })).toHaveLength(1);
  expect(await store.scope(austin.id).calls.find("call_7")).toBeUndefined();
  expect(await store.scope(austin.id).calls.list({ limit: 10 })).toEqual([]);
});

test("a process that dies after the work and before recording it does nothing twice", async () => {
  const { send, orders, work, clock } = await start();
  await send({ event: "call_ended", call: over }, "/api/webhook/call-outcome");
  await work({ dies: true });
  clock.time += 10;
  await work();
  expect(await orders("call-event")).toMatchObject([{ state: "done" }]);
  expect(await orders("call-outcome")).toMatchObject([{ key: "call_7:ended", clinicId: cotonou.id }]);
  expect(await orders("call-summary")).toMatchObject([{ key: "call_7" }]);
});

test("repeated events order nothing; a longer transcript is processed again", async () => {
  const { send, orders, work, store } = await start();
  for (const transcript of ["Agent: Bon", "Agent: Bon", "Agent: Bonjour\nUser: Oui", "Agent: Bon"]) {
    await send({ event: "transcript_updated", call: { ...call, transcript } });
  }
  expect((await orders("call-event")).map(({ key }) => key).toSorted()).toEqual([
    "transcript_updated:call_7@10",
    "transcript_updated:call_7@24",
  ]);
  await work();
  expect((await store.calls.find("call_7"))?.transcriptJson).toContain("Oui");
});

test("a call without a known clinic is stored apart, and nothing follows from it", async () => {
  const { send, orders, work, store } = await start();
  await send({ event: "call_ended", call: { ...over, to_number: "+14155550150" } });
  await work();
  expect(await store.calls.find("call_7")).toMatchObject({ clinicId: null, attribution: "unknown" });
  expect(await store.calls.list({ attribution: "unknown", limit: 5 })).toHaveLength(1);
  expect(await store.scope(cotonou.id).calls.list({ limit: 5 })).toEqual([]);
  expect(await orders("call-outcome")).toEqual([]);
});

test("a call that names two clinics belongs to neither, whichever event comes first", async () => {
  const torn = { event: "call_ended", call: { ...over, metadata: { clinic_id: austin.id } } };
  const whole = { event: "call_started", call };
  for (const events of [
    [torn, whole],
    [whole, torn],
  ]) {
    const { send, orders, work, store } = await start();
    for (const event of events) await send(event);
    await work();
    expect(await store.calls.find("call_7")).toMatchObject({ clinicId: null, attribution: "contradicted" });
    expect(await orders("call-outcome")).toEqual([]);
  }
});

test("an event that came before its clinic had the number is attributed to it when replayed", async () => {
  const { send, work, store, ports } = await start();
  await send({ event: "call_ended", call: { ...over, to_number: "+14155550150" } });
  await work();
  const event = await store.events.find("call_ended:call_7");
  await store.scope(austin.id).number.remove();
  await store.scope(austin.id).number.save(imported("+14155550150"));
  if (event === undefined) throw new Error("not stored");
  await replayEvent(event, { ...ports, ...store, calls: store.callLedger });
  expect(await store.calls.find("call_7")).toMatchObject({ clinicId: austin.id, attribution: "known" });
  await store.scope(austin.id).number.remove();
  await replayEvent(event, { ...ports, ...store, calls: store.callLedger });
  expect(await store.calls.find("call_7")).toMatchObject({ clinicId: austin.id });
});

test("chats, events without a call and events of unknown kinds at most add a bare call", async () => {
  const { send, orders, work, store } = await start();
  const sent = [
    { event: "chat_ended", chat: { chat_id: "chat_1", metadata: { clinic_id: austin.id } } },
    { event: "no_call_at_all" },
    { event: "some_future_event", call: { call_id: "call_9" }, detail: [1] },
    { event: "call_ended", call: "not an object" },
  ];
  const statuses = await Promise.all(sent.map((body) => send(body)));
  expect(statuses).toEqual([200, 200, 200, 200]);
  await work();
  expect((await orders("call-event")).every(({ state }) => state === "done")).toBe(true);
  expect((await store.calls.list({ limit: 10 })).map(({ callId }) => callId)).toEqual(["call_9"]);
});

test("data that a clinic does not keep is in neither the event nor the call", async () => {
  const { send, work, store } = await start({
    of: async (clinicId) => (clinicId === cotonou.id ? (text) => text.replaceAll(/\d{8,}/gu, "[number]") : undefined),
  });
  const said = { transcript: "User: 0197000021", transcript_object: [{ role: "user", content: "0197000021" }] };
  await send({ event: "call_ended", call: { ...over, ...said } });
  const other = { ...over, ...said, call_id: "call_8", to_number: NUMBERS[austin.id] };
  await send({ event: "call_ended", call: other });
  await work();
  expect((await store.events.find("call_ended:call_7"))?.body).not.toContain("0197000021");
  expect((await store.calls.find("call_7"))?.transcriptJson).toBe('[{"role":"user","content":"[number]"}]');
  expect((await store.calls.find("call_7"))?.patientNumber).toBe("+14155550199");
  expect((await store.calls.find("call_8"))?.transcriptJson).toContain("0197000021");
});
