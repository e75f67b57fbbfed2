import { expect, test } from "vitest";
import { NUMBERS, austin, cotonou, signed, startApp } from "./server-fixture.ts";

const PATH = "/api/retell/webhook";
const call = { call_id: "call_7", direction: "inbound", to_number: NUMBERS[cotonou.id], from_number: "+14155550199" };

async function start() {
  const server = await startApp();
  return {
    ...server,
    send: async (body: object, path = PATH) => server.app.request(signed(path, body)),
    stored: () =>
      server.database.fleet
        .selectFrom("callEvents")
        .select(["key", "event", "callId", "clinicId"])
        .orderBy("key")
        .execute(),
  };
}

test("an event is stored unchanged, for the clinic of its call, on either path", async () => {
  const { send, database, stored } = await start();
  const started = { event: "call_started", call };
  expect((await send(started)).status).toBe(200);
  expect((await send({ event: "call_ended", call }, "/api/webhook/call-outcome")).status).toBe(200);
  expect(await stored()).toEqual([
    { key: "call_ended:call_7", event: "call_ended", callId: "call_7", clinicId: cotonou.id },
    { key: "call_started:call_7", event: "call_started", callId: "call_7", clinicId: cotonou.id },
  ]);
  const bodies = await database.fleet
    .selectFrom("callEvents")
    .select("body")
    .where("event", "=", "call_started")
    .execute();
  expect(bodies).toEqual([{ body: JSON.stringify(started) }]);
});

test.each([
  ["its variables", { retell_llm_dynamic_variables: { clinic_id: austin.id } }, austin.id],
  ["its metadata", { metadata: { clinic_id: austin.id } }, austin.id],
  [
    "the number that called out",
    { direction: "outbound", from_number: NUMBERS[austin.id], to_number: "+14155550199" },
    austin.id,
  ],
  ["nothing", { to_number: "+14155550150" }, null],
  ["a clinic that is no more", { metadata: { clinic_id: "gone" } }, null],
  [
    "two things that disagree, hence to nobody",
    { retell_llm_dynamic_variables: { clinic_id: austin.id }, to_number: NUMBERS[cotonou.id] },
    null,
  ],
])("an event belongs to a clinic by %s", async (_, facts, clinicId) => {
  const { send, stored } = await start();
  expect((await send({ event: "call_ended", call: { call_id: "call_1", ...facts } })).status).toBe(200);
  expect(await stored()).toEqual([{ key: "call_ended:call_1", event: "call_ended", callId: "call_1", clinicId }]);
});

test("an event of a call with an empty id is refused", async () => {
  const { send, stored } = await start();
  expect((await send({ event: "call_ended", call: { ...call, call_id: "" } })).status).toBe(400);
  expect(await stored()).toEqual([]);
});

test("an event that contradicts itself is logged", async () => {
  const { send, log } = await start();
  await send({ event: "call_ended", call: { ...call, metadata: { clinic_id: austin.id } } });
  expect(log.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
});

test("repeated events are answered with 2xx and stored once, in any order of arrival", async () => {
  const { send, stored } = await start();
  const sent = ["call_analyzed", "call_started", "call_ended", "call_started", "call_analyzed", "call_ended"];
  for (const event of sent) expect((await send({ event, call })).status).toBe(200);
  expect((await stored()).map(({ event }) => event)).toEqual(["call_analyzed", "call_ended", "call_started"]);
});

test("ten concurrent deliveries are one event, and nine are recognized as repeated", async () => {
  const { send, stored, log } = await start();
  await Promise.all(Array.from({ length: 10 }, () => send({ event: "call_ended", call })));
  expect(await stored()).toHaveLength(1);
  const news = log.lines.filter(({ fields }) => "news" in fields && fields.news === true);
  expect(news).toHaveLength(1);
});

test("transfers are distinguished by start and destination", async () => {
  const { send, stored } = await start();
  const transfer = (startedAt: number, number: string) =>
    send({
      event: "transfer_started",
      call: { ...call, start_timestamp: startedAt },
      transfer_destination: { number },
    });
  await transfer(1, "+14155550111");
  await transfer(1, "+14155550111");
  await transfer(1, "+14155550112");
  await transfer(2, "+14155550111");
  expect(await stored()).toHaveLength(3);
});

test("of the running transcript the longest is stored, even if an older one arrives late", async () => {
  const { send, database } = await start();
  for (const transcript of ["Agent: Bon", "Agent: Bonjour\nUser: Oui", "Agent: Bonjour"]) {
    await send({ event: "transcript_updated", call: { ...call, transcript } });
  }
  const [row, ...others] = await database.fleet.selectFrom("callEvents").select("body").execute();
  expect(others).toEqual([]);
  expect(row?.body).toContain("User: Oui");
});

test("an event of an unknown kind is stored once, and so is another of that kind", async () => {
  const { send, stored } = await start();
  const unknown = { event: "some_future_event", call, detail: { n: 1 } };
  for (const body of [unknown, unknown, { ...unknown, detail: { n: 2 } }, { event: "no_call_at_all" }]) {
    expect((await send(body)).status).toBe(200);
  }
  expect((await stored()).map(({ event }) => event)).toEqual([
    "no_call_at_all",
    "some_future_event",
    "some_future_event",
  ]);
});

test("chat events are stored under their chat", async () => {
  const { send, stored } = await start();
  await send({ event: "chat_ended", chat: { chat_id: "chat_1", metadata: { clinic_id: austin.id } } });
  expect(await stored()).toEqual([
    { key: "chat_ended:chat_1", event: "chat_ended", callId: "chat_1", clinicId: austin.id },
  ]);
});
