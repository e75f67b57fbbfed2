import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { verify } from "retell-sdk";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { httpPlayer } from "../../src/sandbox/player/player.ts";
import { SettableTime } from "../fakes/settable-time.ts";
import { apiKey, containing, minimalFlow, newDatabasePath, openBench } from "./sandbox-fixture.ts";

const from = "+2290197000001";
const to = "+2290197000077";
const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

const received = z.looseObject({
  event: z.string().optional(),
  name: z.string().optional(),
  args: z.record(z.string(), z.unknown()).optional(),
  call: z.looseObject({ call_status: z.string() }),
});

type Answer = { readonly status?: number; readonly body?: object };

/** The agent's server: remembers each request, and whether Retell's signature was on it. */
async function listeningServer(answers: Readonly<Record<string, (nth: number) => Answer>> = {}) {
  const requests: { path: string; body: z.infer<typeof received>; isSigned: boolean }[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const raw = await text(incoming);
      const path = incoming.url ?? "";
      const isSigned = await verify(raw, apiKey, String(incoming.headers["x-retell-signature"]));
      requests.push({ path, body: received.parse(JSON.parse(raw)), isSigned });
      const nth = requests.filter((one) => one.path === path).length;
      const { status = 200, body = {} } = answers[path]?.(nth) ?? {};
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify(body));
    })();
  });
  const url = await new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
    });
  });
  opened.push(
    () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  const events = () => requests.filter(({ path }) => path === "/events").map(({ body }) => body.event);
  return { url, requests, events };
}

const clinicId = { type: "string", const: "{{clinic_id}}" };
const appointmentId = { type: "string", const: "{{appointment_id}}" };

const tool = (url: string, name: string, properties: object = {}) => ({
  type: "custom" as const,
  tool_id: `tool-${name}`,
  name,
  url: `${url}/${name}`,
  description: name,
  parameters: { type: "object" as const, properties: { clinic_id: clinicId, ...properties } },
});

const analysed = [
  { type: "enum" as const, name: "outcome", description: "", choices: ["confirmed", "rescheduled", "no_outcome"] },
  { type: "string" as const, name: "callback_time", description: "" },
];

/** No free time on the first requested day. */
const free = (nth: number): Answer =>
  nth === 1
    ? { body: { available_slots: [], next_available_date: "2027-03-30" } }
    : { body: { available_slots: [{ time: "09:30", id: "slot-1" }], date: "2027-03-30" } };

const variables = {
  clinic_id: "clinic-1",
  call_purpose: "reminder",
  appointment_id: "appointment-1",
  appointment_doctor_id: "doctor-1",
  language: "fr",
  today: "2027-03-27",
  phrase_greeting: "Bonjour, ici la clinique.",
};

async function stage(answers?: Parameters<typeof listeningServer>[0]) {
  const agentServer = await listeningServer(answers);
  // Signatures are valid for five minutes by the SDK's own clock.
  const time = new SettableTime(Date.now());
  const callPlayer = httpPlayer({ apiKey, clock: time, wait: time.wait });
  const { client, send } = await openBench({ callPlayer, clock: time });
  const { url } = agentServer;
  const flow = await client.conversationFlow.create({
    ...minimalFlow,
    tools: [
      tool(url, "confirm_appointment", { appointment_id: appointmentId }),
      tool(url, "check_availability", { doctor_id: { type: "string", const: "{{chosen_doctor_id}}" } }),
      tool(url, "reschedule_appointment", { appointment_id: appointmentId, date: { type: "string" } }),
      tool(url, "opt_out"),
    ],
  });
  const agent = await client.agent.create({
    voice_id: "11labs-Adrian",
    webhook_url: `${url}/events`,
    post_call_analysis_data: analysed,
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.conversation_flow_id },
  });
  const outbound_agents = [{ agent_id: agent.agent_id, weight: 1 }];
  await client.phoneNumber.import({ phone_number: from, termination_uri: "t.example.com", outbound_agents });
  const place = async (more: object = {}) =>
    client.call.createPhoneCall({
      from_number: from,
      to_number: to,
      retell_llm_dynamic_variables: variables,
      metadata: { dial_id: "dial-1" },
      ...more,
    });
  /** Plays until nothing waits any longer. */
  const playOut = async () => {
    for (await callPlayer.quiet(); time.next() !== null; await callPlayer.quiet()) time.moveTo(time.next() ?? 0);
  };
  const script = (outcomes: readonly unknown[], toNumber: string | null = to) =>
    send("POST", "/_sandbox/players", { to_number: toNumber, outcomes });
  return { ...agentServer, client, send, time, callPlayer, place, playOut, script };
}

test("without a script, a reminder is answered, and confirmed with the flow's own function", async () => {
  const { client, place, playOut, requests, time, callPlayer } = await stage();
  const { call_id: id } = await place();
  await callPlayer.quiet();
  expect(await client.call.retrieve(id)).toMatchObject({ call_status: "registered" });
  time.moveTo(time.next() ?? 0);
  await callPlayer.quiet();
  expect(await client.call.retrieve(id)).toMatchObject({ call_status: "ongoing" });
  await playOut();
  expect(requests.map(({ path, body }) => [path, body.event ?? body.name, body.call.call_status])).toEqual([
    ["/events", "call_started", "ongoing"],
    ["/confirm_appointment", "confirm_appointment", "ongoing"],
    ["/events", "call_ended", "ended"],
    ["/events", "call_analyzed", "ended"],
  ]);
  expect(requests.every(({ isSigned }) => isSigned)).toBe(true);
  expect(requests[1]?.body.args).toEqual({ clinic_id: "clinic-1", appointment_id: "appointment-1" });
  expect(requests[2]?.body.call).not.toHaveProperty("call_analysis");
  const played = await client.call.retrieve(id);
  expect(played).toMatchObject({
    call_status: "ended",
    disconnection_reason: "agent_hangup",
    duration_ms: 1000,
    metadata: { dial_id: "dial-1" },
    transcript: containing("Agent: Bonjour, ici la clinique.\nUser: Oui"),
    call_cost: { total_duration_seconds: 1 },
    call_analysis: { in_voicemail: false, custom_analysis_data: { outcome: "confirmed" } },
  });
  expect(played.transcript_with_tool_calls?.map(({ role }) => role)).toEqual([
    "agent",
    "user",
    "tool_call_invocation",
    "tool_call_result",
    "agent",
  ]);
});

test.each([
  ["busy", "dial_busy"],
  ["no_answer", "dial_no_answer"],
  ["declined", "user_declined"],
  ["dial_failed", "dial_failed"],
])("a call that ends in %s never starts, but is still ended and analysed", async (outcome, reason) => {
  const { client, place, playOut, script, events } = await stage();
  await script([outcome]);
  const { call_id: id } = await place();
  await playOut();
  expect(events()).toEqual(["call_ended", "call_analyzed"]);
  const call = await client.call.retrieve(id);
  expect(call).toMatchObject({ call_status: "not_connected", disconnection_reason: reason });
  expect(call).not.toHaveProperty("start_timestamp");
  expect(call.call_analysis?.custom_analysis_data).toEqual({});
});

test("calls to a number play its outcomes in turn, then repeat the last one", async () => {
  const { client, send, place, playOut, script } = await stage();
  await script(["busy", "voicemail"]);
  await script(["silence"], null);
  const reasons: unknown[] = [];
  for (const to_number of [to, to, to, "+2290197000078"]) {
    const { call_id: id } = await place({ to_number });
    await playOut();
    const { disconnection_reason, call_analysis } = await client.call.retrieve(id);
    reasons.push([disconnection_reason, call_analysis?.in_voicemail]);
  }
  expect(reasons).toEqual([
    ["dial_busy", false],
    ["voicemail_reached", true],
    ["voicemail_reached", true],
    ["inactivity", false],
  ]);
  expect((await send("GET", "/_sandbox/players")).body).toMatchObject({
    items: [
      { to_number: null, played: 1 },
      { to_number: to, played: 3 },
    ],
  });
  await send("DELETE", "/_sandbox/players");
  expect((await send("GET", "/_sandbox/players")).body).toEqual({ items: [] });
});

test("a person who moves an appointment takes the first free time", async () => {
  const { client, place, playOut, script, requests } = await stage({ "/check_availability": free });
  await script(["move"]);
  const { call_id: id } = await place();
  await playOut();
  const asked = requests.filter(({ body }) => body.name !== undefined).map(({ body }) => [body.name, body.args]);
  const doctor = { clinic_id: "clinic-1", doctor_id: "doctor-1", doctor_name: "" };
  expect(asked).toEqual([
    ["check_availability", { ...doctor, date: "2027-03-28" }],
    ["check_availability", { ...doctor, date: "2027-03-30" }],
    [
      "reschedule_appointment",
      {
        clinic_id: "clinic-1",
        appointment_id: "appointment-1",
        date: "2027-03-30",
        time: "09:30",
        slot_id: "slot-1",
      },
    ],
  ]);
  expect((await client.call.retrieve(id)).call_analysis?.custom_analysis_data).toMatchObject({
    outcome: "rescheduled",
  });
});

test("in analysis_only, no function is called, and withheld events never arrive", async () => {
  const { place, playOut, script, requests, events } = await stage();
  await script([{ outcome: "move", mode: "analysis_only", withheld: ["call_ended"] }]);
  await place();
  await playOut();
  expect(events()).toEqual(["call_started", "call_analyzed"]);
  expect(requests.filter(({ body }) => body.name !== undefined)).toEqual([]);
});

test("an event that is not accepted is sent four times and delays no other", async () => {
  const { place, playOut, script, events } = await stage({ "/events": (nth) => ({ status: nth === 1 ? 500 : 200 }) });
  await script(["hang_up"]);
  await place();
  await playOut();
  expect(events()).toEqual(["call_started", "call_started", "call_ended", "call_analyzed"]);
  const deaf = await stage({ "/events": () => ({ status: 500 }) });
  await deaf.script(["busy"]);
  await deaf.place();
  await deaf.playOut();
  expect(deaf.events().filter((event) => event === "call_ended")).toHaveLength(4);
  expect(deaf.events()).toHaveLength(8);
});

test("a call that is stopped while it rings is reported as manual_stopped", async () => {
  const { client, place, playOut, callPlayer, requests } = await stage();
  const { call_id: id } = await place();
  await callPlayer.quiet();
  await client.call.stop(id);
  await playOut();
  expect(await client.call.retrieve(id)).toMatchObject({
    call_status: "ended",
    disconnection_reason: "manual_stopped",
  });
  expect(requests.some(({ body }) => body.name !== undefined)).toBe(false);
});

test("closing the sandbox finishes the calls being played", async () => {
  const databasePath = newDatabasePath();
  const time = new SettableTime(Date.now());
  const callPlayer = httpPlayer({ apiKey, clock: time, wait: time.wait });
  const first = await openBench({ databasePath, callPlayer, clock: time });
  const flow = await first.client.conversationFlow.create(minimalFlow);
  const agent = await first.client.agent.create({
    voice_id: "11labs-Adrian",
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.conversation_flow_id },
  });
  const outbound_agents = [{ agent_id: agent.agent_id, weight: 1 }];
  await first.client.phoneNumber.import({ phone_number: from, termination_uri: "t.example.com", outbound_agents });
  const { call_id: id } = await first.client.call.createPhoneCall({ from_number: from, to_number: to });
  await first.sandbox.close();
  const second = await openBench({ databasePath });
  expect(await second.client.call.retrieve(id)).toMatchObject({
    call_status: "ended",
    disconnection_reason: "user_hangup",
  });
});

test("an invalid script is refused with its errors", async () => {
  const { send } = await openBench();
  expect(await send("POST", "/_sandbox/players", { outcomes: ["answer"] })).toMatchObject({ status: 400 });
  expect(await send("POST", "/_sandbox/players", { outcomes: [] })).toMatchObject({ status: 400 });
  expect(await send("POST", "/_sandbox/players", { to_number: "97000077", outcomes: ["busy"] })).toMatchObject({
    status: 400,
    message: containing("to_number"),
  });
});
