import { expect, test } from "vitest";
import * as z from "zod";
import { retellAgentPlatform } from "../../../src/adapters/retell/agent-platform.ts";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { adoptAgent, planAdoption } from "../../../src/domain/agent/creation/adopt-agent.ts";
import { updateAgent } from "../../../src/domain/agent/release/update-agent.ts";
import { flowSchema } from "../../../src/flow/schema/flow.ts";
import { FakeAgentStore } from "../../fakes/agent-store.ts";
import { FakeAgentVersions } from "../../fakes/agent-versions.ts";
import { FakeAuditLog } from "../../fakes/audit-log.ts";
import { FakeJournal } from "../../fakes/journal.ts";
import { apiKey, minimalFlow, openBench } from "../../sandbox/sandbox-fixture.ts";
import { sha256 } from "./shipped.ts";

const madeFlow = z.looseObject({ conversation_flow_id: z.string() });

/** An account with an agent that someone made in the dashboard, with a key that this version does not know. */
async function account({ publishes = true } = {}) {
  const { sandbox, client, send } = await openBench({ options: { unknownFields: "keep" } });
  const { body } = await send("POST", "/create-conversation-flow", { ...minimalFlow, of_tomorrow: true });
  const engine = {
    type: "conversation-flow",
    conversation_flow_id: madeFlow.parse(body).conversation_flow_id,
  } as const;
  const made = { agent_name: "Front desk", voice_id: "retell-Cimo", reminder_max_count: 3 };
  const agent = await client.agent.create({ ...made, response_engine: engine });
  if (publishes) await client.agent.publish(agent.agent_id, { version: 0 });
  let now = 1_790_000_000_000;
  const ports = {
    platform: retellAgentPlatform(retellClient({ apiKey, baseUrl: sandbox.url })),
    agents: new FakeAgentStore(),
    versions: new FakeAgentVersions(),
    audit: new FakeAuditLog(),
    journal: new FakeJournal(),
    clock: { now: () => (now += 1) },
    digest: sha256,
    newId: () => `id-${(now += 1)}`,
  };
  const writes = async () =>
    z.looseObject({ writes: z.number() }).parse((await send("GET", "/_sandbox/requests")).body).writes;
  return { client, ports, writes, agentId: agent.agent_id };
}

test("an agent of the account is recorded as the master agent, and nothing changes at Retell", async () => {
  const { ports, writes, agentId } = await account();
  const before = await writes();
  const plan = await planAdoption(agentId, null, ports);
  expect(plan).toMatchObject({
    kind: "adopt",
    before: null,
    unknown: { keys: [{ path: "flow.of_tomorrow", times: 1 }] },
  });
  const master = await adoptAgent(plan, ports);
  expect(master).toMatchObject({ agentId, version: 0 });
  expect(await ports.agents.master()).toEqual(master);
  expect(ports.versions.records).toMatchObject([{ agentId, version: 0, note: "adopted" }]);
  expect(ports.audit.entries).toMatchObject([{ action: "agent:adopt", subject: `agent:${agentId}` }]);
  expect(await writes()).toBe(before);
  expect(await planAdoption(agentId, null, ports)).toMatchObject({ kind: "unchanged", before: agentId });
});

test("an adopted agent can be updated, and keeps unknown keys", async () => {
  const { client, ports, agentId } = await account();
  const master = await adoptAgent(await planAdoption(agentId, null, ports), ports);
  const settings = { agent_name: "Front desk", voice_id: "retell-Cimo", reminder_max_count: 4 };
  const desired = { name: "Front desk", settings, flow: flowSchema.parse(minimalFlow), hash: "changed" };
  const choices = { overDashboard: false, migrates: false, templateFlag: "", note: null, reason: null };
  const done = await updateAgent({ master, desired, ...choices }, ports);
  expect(done).toEqual({ kind: "created", version: 1, base: 0, leftOut: "" });
  const { response_engine: engine } = await client.agent.retrieve(agentId, { version: 1 });
  const flowId = engine.type === "conversation-flow" ? engine.conversation_flow_id : "";
  expect(await client.conversationFlow.retrieve(flowId, { version: 1 })).toHaveProperty("of_tomorrow", true);
});

test("an agent that callers could not reach is not adopted", async () => {
  const { ports, agentId } = await account({ publishes: false });
  await expect(planAdoption(agentId, null, ports)).rejects.toMatchObject({ code: "conflict" });
  await expect(planAdoption("agent_unknown", null, ports)).rejects.toMatchObject({ code: "not_found" });
});

test("an agent without a flow is not adopted", async () => {
  const { client, ports } = await account();
  const llm = await client.llm.create({});
  const engine = { type: "retell-llm", llm_id: llm.llm_id } as const;
  const { agent_id: agentId } = await client.agent.create({ voice_id: "retell-Cimo", response_engine: engine });
  await client.agent.publish(agentId, { version: 0 });
  await expect(planAdoption(agentId, null, ports)).rejects.toMatchObject({ code: "conflict" });
});
