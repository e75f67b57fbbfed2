import Retell from "retell-sdk";
import { expect, test } from "vitest";
import { retellCallPlatform } from "../../../src/adapters/retell/call-platform.ts";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import type { PhoneCallOrder } from "../../../src/domain/outreach/attempt.ts";
import { type CallPlayer, type PlayableCall, noCallPlayer } from "../../../src/sandbox/call-player.ts";
import { apiKey, createAgent, openBench, tickingClock } from "../../sandbox/sandbox-fixture.ts";

const from = "+2290197000001";

const asksForOne: typeof fetch = (target, init) => {
  const body = typeof init?.body === "string" ? init.body.replace('"limit":1000', '"limit":1') : init?.body;
  return fetch(target, { ...init, ...(body == null ? {} : { body }) });
};

async function bench(settings: Parameters<typeof openBench>[0] = {}) {
  const played: Promise<PlayableCall | undefined>[] = [];
  const callPlayer: CallPlayer = {
    ...noCallPlayer,
    place: (callId, records) => void played.push(records.read(callId)),
  };
  const { sandbox, client, send } = await openBench({ callPlayer, ...settings });
  const { agent } = await createAgent(client);
  const outbound_agents = [{ agent_id: agent.agent_id, weight: 1 }];
  await client.phoneNumber.import({ phone_number: from, termination_uri: "t.example.com", outbound_agents });
  const order = (more: Partial<PhoneCallOrder> = {}): PhoneCallOrder => ({
    dialId: "dial-0001",
    clinicId: "clinic-1",
    contactId: "contact-1",
    fromNumber: from,
    toNumber: "+2290197000077",
    agent: { agentId: agent.agent_id, version: agent.version },
    variables: { customer_name: "Awa Test" },
    speech: { language: "fr-FR", voice_id: "11labs-Marie", boosted_keywords: ["Clinique Test"] },
    ...more,
  });
  const fault = (what: object) =>
    send("POST", "/_sandbox/faults", { method: "POST", path: "/v2/create-phone-call", ...what });
  const calls = async () => (await client.call.list({})).items;
  const platform = retellCallPlatform(retellClient({ apiKey, baseUrl: sandbox.url, timeoutMs: 2000 }));
  return { played, sandbox, client, platform, order, fault, calls, agent };
}

test("a call is placed with its metadata, idempotency key, agent and variables, and is found by its metadata", async () => {
  const { client, platform, order, agent, calls } = await bench();
  const reply = await platform.createPhoneCall(order());
  const again = await platform.createPhoneCall(order());
  expect(again).toEqual(reply);
  const [made, ...others] = await calls();
  expect(others).toEqual([]);
  expect(await client.call.retrieve(made?.call_id ?? "")).toMatchObject({
    from_number: from,
    to_number: "+2290197000077",
    agent_id: agent.agent_id,
    agent_version: agent.version,
    metadata: { clinic_id: "clinic-1", contact_id: "contact-1", dial_id: "dial-0001" },
    retell_llm_dynamic_variables: { customer_name: "Awa Test" },
  });
  const found = await platform.findByDial("dial-0001");
  expect(reply).toEqual({ kind: "placed", call: found[0] });
  expect(await platform.getCall(found[0]?.callId ?? "")).toMatchObject({
    ...found[0],
    body: { to_number: "+2290197000077", call_status: "registered" },
  });
  expect(await platform.findByDial("dial-0002")).toEqual([]);
  expect(await platform.getCall("call_nobody")).toBeUndefined();
});

test("the agent speaks the contact's language in that call only", async () => {
  const { platform, order, played } = await bench();
  await platform.createPhoneCall(order({ speech: { language: "en-US", boosted_keywords: [] } }));
  expect(await Promise.all(played)).toMatchObject([{ agentOverride: { agent: { language: "en-US" } } }]);
});

test("every page is searched for the metadata, and the oldest call wins", async () => {
  const clock = tickingClock();
  const { sandbox, platform, order } = await bench({ clock });
  for (const pause of [3_700_000, 3_700_000, 0]) {
    await platform.createPhoneCall(order());
    clock.advance(pause);
  }
  const shortPages = new Retell({ apiKey, baseURL: sandbox.url, logLevel: "off", fetch: asksForOne });
  const found = await retellCallPlatform(shortPages).findByDial("dial-0001");
  expect(found).toEqual(await platform.findByDial("dial-0001"));
  expect(new Set(found.map(({ callId }) => callId)).size).toBe(3);
});

test.each([
  [{ kind: "server_error" }, { kind: "unknown" }],
  [{ kind: "fail_before", status: 409 }, { kind: "unknown" }],
  [{ kind: "reset" }, { kind: "unknown" }],
  [{ kind: "timeout" }, { kind: "unknown" }],
  [
    { kind: "rate_limited", retry_after_seconds: 7 },
    { kind: "limited", retryAfterMs: 7000 },
  ],
  [
    { kind: "fail_before", status: 402 },
    { kind: "account", status: 402 },
  ],
  [
    { kind: "fail_before", status: 401 },
    { kind: "account", status: 401 },
  ],
])("%o is reported as %o, and Retell is asked once", async (what, expected) => {
  const { platform, order, fault, calls } = await bench();
  await fault(what);
  expect(await platform.createPhoneCall(order())).toMatchObject(expected);
  expect(await calls()).toEqual([]);
});

test("after a lost answer, the placed call is found", async () => {
  const { platform, order, fault } = await bench();
  await fault({ kind: "answer_lost" });
  expect(await platform.createPhoneCall(order())).toMatchObject({ kind: "unknown" });
  expect(await platform.findByDial("dial-0001")).toHaveLength(1);
});

test("a refused call is reported in Retell's words, without the number", async () => {
  const { platform, order } = await bench();
  const unknownNumber = await platform.createPhoneCall(order({ fromNumber: "+14155550199" }));
  expect(unknownNumber).toMatchObject({ kind: "refused", status: 422 });
  expect(JSON.stringify(unknownNumber)).not.toContain("14155550199");
  expect(await platform.createPhoneCall(order({ toNumber: "+79161234567" }))).toMatchObject({
    kind: "refused",
    status: 400,
  });
});

test("the account's lines are read", async () => {
  const { platform } = await bench({ options: { concurrencyLimit: 12 } });
  expect(await platform.concurrency()).toEqual({ limit: 12, current: 0, reservedForInbound: 0 });
});
