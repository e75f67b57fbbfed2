import { expect, test } from "vitest";
import { z } from "zod";
import type { FunctionRequest } from "../../src/server/ports.ts";
import { NUMBERS, austin, cotonou, signed, startApp } from "./server-fixture.ts";

const PATH = "/api/remember-me";
const ofCotonou = {
  call_id: "call_7",
  direction: "inbound",
  to_number: NUMBERS[cotonou.id],
  from_number: "+14155550199",
};
const anyText: unknown = expect.any(String);
const named = (clinicId: string) => ({ retell_llm_dynamic_variables: { clinic_id: clinicId } });

/** As JSON has it: `__proto__` is an ordinary name. */
function parsed(json: string): unknown {
  const value: unknown = JSON.parse(json);
  return value;
}

async function start() {
  const asked: FunctionRequest[] = [];
  const remember = (request: FunctionRequest) => {
    asked.push(request);
    return Promise.resolve({ message: "Noté.", found: "true" });
  };
  const server = await startApp({ functions: { remember_me: remember } });
  return {
    ...server,
    asked,
    send: (body: object) => server.app.request(signed(PATH, { name: "remember_me", ...body })),
  };
}

test("a function runs for the clinic of the signed call, with its arguments", async () => {
  const { send, asked } = await start();
  const response = await send({
    name: "remember_me",
    args: { clinic_id: cotonou.id, date: "demain" },
    call: { ...ofCotonou, ...named(cotonou.id) },
  });
  expect([response.status, await response.json()]).toEqual([200, { message: "Noté.", found: "true" }]);
  expect(asked).toEqual([
    {
      clinic: cotonou,
      callId: "call_7",
      callerNumber: "+14155550199",
      isOutbound: false,
      earlier: [],
      args: { clinic_id: cotonou.id, date: "demain" },
    },
  ]);
});

test.each([
  ["its variables, on a call without numbers", { call_id: "web_1", ...named(cotonou.id) }],
  ["its metadata", { call_id: "web_1", metadata: { clinic_id: cotonou.id } }],
  ["the dialled number alone", ofCotonou],
  [
    "the number that calls out",
    { call_id: "call_2", direction: "outbound", from_number: NUMBERS[cotonou.id], to_number: "+14155550199" },
  ],
  [
    "its variables, where the number is nobody's",
    { call_id: "call_3", ...named(cotonou.id), to_number: "+14155550150" },
  ],
])("the clinic is identified by %s", async (_, call) => {
  const { send, asked } = await start();
  expect((await send({ args: {}, call })).status).toBe(200);
  expect(asked.map(({ clinic }) => clinic.id)).toEqual([cotonou.id]);
});

test("a function in a chat is served by the chat's context", async () => {
  const { send, asked } = await start();
  expect((await send({ args: {}, chat: { chat_id: "chat_1", ...named(austin.id) } })).status).toBe(200);
  expect(asked.map(({ clinic, callId }) => [clinic.id, callId])).toEqual([[austin.id, "chat_1"]]);
});

test.each([
  ["arguments that name another clinic", 403, { args: { clinic_id: austin.id }, call: ofCotonou }],
  ["arguments that name another clinic by slug", 403, { args: { clinic_id: austin.slug }, call: ofCotonou }],
  ["arguments that name no known clinic", 403, { args: { clinic_id: "{{clinic_id}}" }, call: ofCotonou }],
  [
    "variables that name another clinic than the dialled one",
    403,
    { args: {}, call: { ...ofCotonou, ...named(austin.id) } },
  ],
  [
    "an outbound call from another clinic's number",
    403,
    {
      args: {},
      call: { ...named(austin.id), direction: "outbound", from_number: NUMBERS[cotonou.id] },
    },
  ],
  [
    "variables that name one clinic and metadata that names another",
    403,
    { args: {}, call: { call_id: "web_1", ...named(cotonou.id), metadata: { clinic_id: austin.id } } },
  ],
  [
    "a call of one clinic beside a chat of another",
    400,
    { args: {}, call: ofCotonou, chat: { chat_id: "chat_1", ...named(austin.id) } },
  ],
  [
    "a number in the prototype of its call",
    404,
    { args: {}, call: parsed(`{"call_id":"p","__proto__":{"to_number":"${NUMBERS[cotonou.id]}"}}`) },
  ],
  [
    "a clinic in the prototype of its variables",
    404,
    {
      args: {},
      call: parsed(`{"call_id":"p","retell_llm_dynamic_variables":{"__proto__":{"clinic_id":"${cotonou.id}"}}}`),
    },
  ],
  ["no call, as tools set to send arguments only do", 400, { clinic_id: cotonou.id, date: "demain" }],
  ["a call that tells no clinic", 404, { args: { clinic_id: cotonou.id }, call: { call_id: "call_1" } }],
  ["a call of a clinic that is no more", 404, { args: {}, call: { call_id: "call_1", ...named("gone") } }],
  ["a call without an id", 400, { args: {}, call: named(cotonou.id) }],
  ["a call whose id is empty", 400, { args: {}, call: { ...ofCotonou, call_id: "" } }],
  ["arguments that are no object", 400, { args: "all", call: ofCotonou }],
  ["a body that names no function", 400, { name: undefined, args: {}, call: ofCotonou }],
  ["a body whose function is null", 400, { name: null, args: {}, call: ofCotonou }],
  ["a body that names another function", 400, { name: "forget_me", args: {}, call: ofCotonou }],
  ["a body whose function is only the beginning of it", 400, { name: "remember", args: {}, call: ofCotonou }],
])("%s: %i, and nothing is done", async (_, status, body) => {
  const { send, asked } = await start();
  const response = await send(body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: anyText });
  expect(asked).toEqual([]);
});

test("null arguments count as missing, and a call may have a null chat next to it", async () => {
  const { send, asked } = await start();
  expect((await send({ args: null, call: ofCotonou, chat: null })).status).toBe(200);
  expect(asked.map(({ args }) => args)).toEqual([{}]);
});

test("a refused clinic is logged as a warning", async () => {
  const { send, log } = await start();
  await send({ args: { clinic_id: austin.id }, call: ofCotonou });
  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ["warn", "a function call of one clinic names another in its arguments; refused"],
    ["warn", "request"],
  ]);
});

test("a clinic that was suspended during the call tells the caller so", async () => {
  const { send, asked, store } = await start();
  await store.clinics.update({ ...cotonou, status: "suspended" });
  const response = await send({ args: {}, call: ofCotonou });
  expect(response.status).toBe(200);
  const answer = z.looseObject({ message: z.string() }).parse(await response.json());
  expect(answer.message).toContain("ne prend pas de rendez-vous");
  expect(answer).toMatchObject({ available: "false", booked: "false", found: "false", cancelled: "false" });
  expect(asked).toEqual([]);
});

test("no log line contains a patient's name or a whole number", async () => {
  const { app, send, log } = await start();
  const args = { patient_name: "Awa Secrète", patient_phone: "+2290197000055", clinic_id: cotonou.id };
  const event = { event: "call_ended", call: { ...ofCotonou, transcript: "User: je suis Awa Secrète" } };
  await send({ args, call: ofCotonou });
  await send({ args: { ...args, clinic_id: austin.id }, call: ofCotonou });
  await send({ args, call: { ...ofCotonou, ...named(austin.id) } });
  await send({ ...args });
  for (const path of ["/api/retell/webhook", "/webhooks/retell/inbound"]) await app.request(signed(path, event));
  await app.request(
    signed("/webhooks/retell/inbound", { call_inbound: { ...ofCotonou, from_number: "+14155550177" } }),
  );
  expect(log.lines.length).toBeGreaterThan(6);
  expect(log.text()).not.toMatch(/Secrète|\+\d{6,}|\d{9,}/);
});
