import { expect, test, vi } from "vitest";
import type { CallRecords } from "../../src/sandbox/call-player.ts";
import { containing, createAgent, openBench, tickingClock } from "./sandbox-fixture.ts";

const openOutbound = async (settings: Parameters<typeof openBench>[0] = {}) => {
  const bench = await openBench(settings);
  const { agent } = await createAgent(bench.client);
  const outbound_agents = [{ agent_id: agent.agent_id, weight: 1 }];
  const from = { phone_number: "+2290197000001", termination_uri: "t.example.com", outbound_agents };
  await bench.client.phoneNumber.import(from);
  return { ...bench, agent, outbound_agents, from_number: from.phone_number };
};

/** Remembers what it was given to play. */
const rememberingPlayer = () => {
  const placed: { readonly callId: string; readonly records: CallRecords }[] = [];
  const stopped: string[] = [];
  return {
    placed,
    stopped,
    place: (callId: string, records: CallRecords) => void placed.push({ callId, records }),
    stop: (callId: string) => void stopped.push(callId),
    finish: () => Promise.resolve(),
  };
};

test("an outbound call is stored as registered, handed to the player, changed by it, and stopped", async () => {
  const callPlayer = rememberingPlayer();
  const { client, agent, from_number } = await openOutbound({ callPlayer });
  const call = await client.call.createPhoneCall({
    from_number,
    to_number: "+2290197000077",
    retell_llm_dynamic_variables: { patient_name: "Awa Test" },
    metadata: { contact: "c1" },
    agent_override: { agent: { language: "fr-FR" } },
  });
  expect(call).toMatchObject({
    call_status: "registered",
    call_type: "phone_call",
    direction: "outbound",
    agent_id: agent.agent_id,
    agent_version: 0,
    agent_tag: null,
    metadata: { contact: "c1" },
  });
  const [placed] = callPlayer.placed;
  expect(await placed?.records.read(call.call_id)).toMatchObject({
    call: { call_id: call.call_id },
    agentOverride: { agent: { language: "fr-FR" } },
  });
  await placed?.records.change(call.call_id, {
    call_status: "ongoing",
    start_timestamp: 1,
    transcript: "Agent: Bonjour",
  });
  expect(await client.concurrency.retrieve()).toMatchObject({ current_concurrency: 1 });
  const override = { fields_to_override: { override_dynamic_variables: { discount: "15%" } } };
  expect(await client.call.updateLive(call.call_id, override)).toEqual({ success: true });
  await client.call.stop(call.call_id);
  expect(callPlayer.stopped).toEqual([call.call_id]);
  expect(await client.call.retrieve(call.call_id)).toMatchObject({
    call_status: "ended",
    disconnection_reason: "manual_stopped",
    collected_dynamic_variables: { discount: "15%" },
    transcript: "Agent: Bonjour",
  });
  await expect(client.call.stop(call.call_id)).rejects.toMatchObject({ status: 400 });
  await expect(client.call.updateLive(call.call_id, override)).rejects.toMatchObject({ status: 400 });
  expect(await client.call.update(call.call_id, { metadata: { seen: true } })).toMatchObject({
    metadata: { seen: true },
  });
  await client.call.delete(call.call_id);
  await expect(client.call.retrieve(call.call_id)).rejects.toMatchObject({ status: 422 });
});

test("mistakes on calls are refused", async () => {
  const { client, send, from_number, outbound_agents } = await openOutbound();
  const bought = await client.phoneNumber.create({ outbound_agents });
  const create = (fields: object) =>
    send("POST", "/v2/create-phone-call", { from_number, to_number: "+2290197000077", ...fields });
  expect(await create({ agent_id: "agent_1" })).toMatchObject({
    status: 400,
    message: containing("override_agent_id"),
  });
  expect(await create({ retell_llm_dynamic_variables: { age: 42 } })).toMatchObject({
    status: 400,
    message: containing("retell_llm_dynamic_variables.age"),
  });
  expect(await create({ webhook_url: "https://a.example.com" })).toMatchObject({ status: 400 });
  expect(await create({ to_number: "97000077" })).toMatchObject({ status: 400 });
  expect(await create({ from_number: "+14155550199" })).toMatchObject({ status: 422 });
  expect(await create({ override_agent_id: "agent_x" })).toMatchObject({ status: 422 });
  expect(await create({ metadata: { text: "x".repeat(50_001) } })).toMatchObject({ status: 400 });
  expect(await create({ to_number: "+79161234567" })).toMatchObject({
    status: 400,
    message: containing("RU"),
  });
  expect(await create({ from_number: bought.phone_number })).toMatchObject({
    status: 400,
    message: containing("BJ"),
  });
  expect(await create({ from_number: bought.phone_number, to_number: "+14155550177" })).toMatchObject({ status: 201 });
  await client.phoneNumber.update(from_number, { allowed_outbound_country_list: ["CA"] });
  expect(await create({})).toMatchObject({ status: 400 });
  await client.phoneNumber.update(from_number, { allowed_outbound_country_list: null, outbound_agents: [] });
  expect(await create({})).toMatchObject({ status: 400, message: containing("outbound_agents") });
  expect(await send("POST", "/v3/create-web-call", { override_agent_id: "a" })).toMatchObject({ status: 400 });
});

test("the same idempotency key makes one call an hour", async () => {
  const clock = tickingClock();
  const { send, from_number } = await openOutbound({ clock });
  const request = { from_number, to_number: "+2290197000077", idempotency_key: "contact-1-day-1" };
  const first = await send("POST", "/v2/create-phone-call", request);
  expect((await send("POST", "/v2/create-phone-call", request)).body).toEqual(first.body);
  clock.advance(3_600_001);
  expect((await send("POST", "/v2/create-phone-call", request)).body).not.toEqual(first.body);
});

test("registered and web calls expire when no one joins", async () => {
  const clock = tickingClock();
  const { client, agent } = await openOutbound({ clock });
  const registered = await client.call.registerPhoneCall({ agent_id: agent.agent_id, agent_version: "prod" });
  expect(registered).toMatchObject({ call_status: "registered", agent_tag: "prod" });
  const web = await client.call.createWebCall({ agent_id: agent.agent_id });
  expect(web).toMatchObject({ transport: "gateway", ice_servers: [] });
  clock.advance(30_001);
  expect(await client.call.retrieve(web.call_id)).toMatchObject({ disconnection_reason: "error_user_not_joined" });
  expect(await client.call.retrieve(registered.call_id)).toMatchObject({ call_status: "registered" });
  clock.advance(300_000);
  expect(await client.call.retrieve(registered.call_id)).toMatchObject({
    call_status: "error",
    disconnection_reason: "registered_call_timeout",
  });
});

test("calls are listed by filter, without transcripts, with a total on request", async () => {
  const callPlayer = rememberingPlayer();
  const { client, agent, from_number } = await openOutbound({ callPlayer });
  const ids: string[] = [];
  for (const last of ["71", "72", "73"]) {
    const to_number = `+22901970000${last}`;
    ids.push((await client.call.createPhoneCall({ from_number, to_number, metadata: { last } })).call_id);
  }
  const [first = "", second = ""] = ids;
  const records = callPlayer.placed[0]?.records;
  const analysis = { call_successful: true, custom_analysis_data: { outcome: "booked" } };
  await records?.change(first, {
    call_status: "ended",
    duration_ms: 90_000,
    transcript: "Agent: Bonjour",
    call_analysis: analysis,
  });
  const listed = async (filter_criteria: NonNullable<Parameters<typeof client.call.list>[0]>["filter_criteria"] = {}) =>
    (await client.call.list({ filter_criteria })).items.map((call) => call.call_id);
  expect(await listed()).toEqual(ids.toReversed());
  expect(await listed({ agent: [{ agent_id: agent.agent_id, version: [0] }] })).toHaveLength(3);
  expect(await listed({ agent: [{ agent_id: agent.agent_id, version: [1] }] })).toEqual([]);
  expect(await listed({ to_number: { type: "string", op: "ew", value: "72" } })).toEqual([second]);
  expect(await listed({ metadata: [{ type: "string", op: "eq", key: "last", value: "72" }] })).toEqual([second]);
  expect(await listed({ call_status: { type: "enum", op: "in", value: ["ended"] } })).toEqual([first]);
  expect(await listed({ duration_ms: { type: "range", op: "bt", value: [60_000, 120_000] } })).toEqual([first]);
  expect(await listed({ call_successful: { type: "boolean", op: "eq", value: true } })).toEqual([first]);
  expect(
    await listed({
      custom_analysis_data: [{ type: "present", op: "pr", key: "outcome" }],
      call_type: { type: "enum", op: "in", value: ["phone_call"] },
    }),
  ).toEqual([first]);
  const page = await client.call.list({ limit: 1, skip: 2, include_total: true });
  expect(page).toMatchObject({ total: 3, has_more: false, items: [{ call_id: first }] });
  expect(page.items[0]).not.toHaveProperty("transcript");
});

test("one of several weighted agents is chosen, and concurrency is limited", async () => {
  const draws = [0.1, 0.95];
  const callPlayer = rememberingPlayer();
  const random = () => draws.shift() ?? 0;
  const { client, agent, from_number } = await openOutbound({ random, callPlayer, options: { concurrencyLimit: 1 } });
  const other = await createAgent(client, "Other");
  const outbound_agents = [
    { agent_id: agent.agent_id, weight: 0.9 },
    { agent_id: other.agent.agent_id, weight: 0.1 },
  ];
  await client.phoneNumber.update(from_number, { outbound_agents });
  const call = () => client.call.createPhoneCall({ from_number, to_number: "+2290197000077" });
  const first = await call();
  const second = await call();
  expect([first.agent_id, second.agent_id]).toEqual([agent.agent_id, other.agent.agent_id]);
  await callPlayer.placed[0]?.records.change(first.call_id, { call_status: "ongoing" });
  await expect(call()).rejects.toMatchObject({ status: 429 });
});

test("a batch without a schedule starts its calls at once", async () => {
  const callPlayer = rememberingPlayer();
  const { client, from_number } = await openOutbound({ callPlayer });
  const tasks = ["+2290197000071", "+2290197000072"].map((to_number) => ({ to_number }));
  const batch = await client.batchCall.createBatchCall({ from_number, tasks, name: "Reminders" });
  expect(batch).toMatchObject({ name: "Reminders", total_task_count: 2 });
  expect(callPlayer.placed).toHaveLength(2);
  const filter_criteria = { batch_call_id: { type: "string", op: "eq", value: batch.batch_call_id } } as const;
  expect((await client.call.list({ filter_criteria })).items).toHaveLength(2);
});

const mondayAt = (hours: number) => Date.UTC(2026, 10, 30, hours);

test("a batch waits for its trigger and an open window, and is refused at once if no call could be placed", async () => {
  const callPlayer = rememberingPlayer();
  const clock = tickingClock(mondayAt(6));
  const { client, from_number } = await openOutbound({ callPlayer, clock, batchCheckMs: 5 });
  const task = { to_number: "+2290197000071" };
  const tasks = [task];
  const call_time_window = {
    windows: [{ start: 540, end: 600 }],
    day: ["Monday" as const],
    timezone: "Africa/Porto-Novo",
  };
  const batch = await client.batchCall.createBatchCall({ from_number, tasks, call_time_window });
  const later = await client.batchCall.createBatchCall({ from_number, tasks, trigger_timestamp: mondayAt(12) });
  expect([batch, later]).toMatchObject([{ call_time_window }, { scheduled_timestamp: mondayAt(12) }]);
  expect(callPlayer.placed).toHaveLength(0);
  // 09:15 in Porto-Novo, an hour ahead of UTC.
  clock.advance(2.25 * 3_600_000);
  await vi.waitFor(() => expect(callPlayer.placed).toHaveLength(1), 120_000);
  clock.advance(4 * 3_600_000);
  await vi.waitFor(() => expect(callPlayer.placed).toHaveLength(2), 120_000);
  const lost = { from_number, tasks, trigger_timestamp: 9_000_000_000_000 };
  await expect(
    client.batchCall.createBatchCall({ ...lost, tasks: [{ ...task, override_agent_id: "agent_unknown" }] }),
  ).rejects.toMatchObject({ status: 422 });
  const nowhere = { ...call_time_window, timezone: "Africa/Cotonou-Nord" };
  await expect(client.batchCall.createBatchCall({ ...lost, call_time_window: nowhere })).rejects.toMatchObject({
    status: 400,
    message: containing("IANA"),
  });
});

test("a finished call is analysed again by the newest version's items", async () => {
  const callPlayer = rememberingPlayer();
  const { client, agent, from_number } = await openOutbound({ callPlayer });
  const call = await client.call.createPhoneCall({ from_number, to_number: "+2290197000071" });
  await expect(client.call.rerunAnalysis(call.call_id)).rejects.toMatchObject({ status: 400 });
  const custom_analysis_data = { outcome: "booked", mood: "calm" };
  const analysis = { call_summary: "Said.", custom_analysis_data };
  await callPlayer.placed[0]?.records.change(call.call_id, { call_status: "ended", call_analysis: analysis });
  await client.agent.update(agent.agent_id, {
    post_call_analysis_data: [{ type: "string", name: "outcome", description: "what came of it" }],
  });
  const again = await client.call.rerunAnalysis(call.call_id);
  expect(again.call_analysis).toEqual({ ...analysis, custom_analysis_data: { outcome: "booked" } });
  expect((await client.call.retrieve(call.call_id)).call_analysis).toEqual(again.call_analysis);
  await expect(client.call.rerunAnalysis("call_unknown")).rejects.toMatchObject({ status: 422 });
});
