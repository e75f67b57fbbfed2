import { expect, test } from "vitest";
import { createAgent, minimalFlow, openBench } from "./sandbox-fixture.ts";

test("publishing freezes the agent version and its flow version; a new version comes with its own flow draft", async () => {
  const { client } = await openBench();
  const { agent, flow } = await createAgent(client);
  const id = agent.agent_id;
  await client.agent.update(id, { agent_name: "Renamed draft" });
  await client.agent.publish(id, { version: 0, version_title: "First" });

  await expect(client.agent.update(id, { agent_name: "Too late" })).rejects.toMatchObject({ status: 400 });
  const change = { global_prompt: "Speak French." };
  await expect(client.conversationFlow.update(flow.conversation_flow_id, change)).rejects.toMatchObject({
    status: 400,
  });
  await expect(client.agent.publish(id, { version: 0 })).rejects.toMatchObject({ status: 400 });
  await expect(client.agent.publish(id, { version: 9 })).rejects.toMatchObject({ status: 404 });

  const draft = await client.agent.createVersion(id, { base_version: 0 });
  expect(draft).toMatchObject({
    version: 1,
    base_version: 0,
    is_published: false,
    agent_name: "Renamed draft",
    response_engine: { conversation_flow_id: flow.conversation_flow_id, version: 1 },
  });
  expect(draft).not.toHaveProperty("version_title");
  expect(await client.conversationFlow.update(flow.conversation_flow_id, { version: 1, ...change })).toMatchObject({
    version: 1,
    is_published: false,
    ...change,
  });
  expect(await client.conversationFlow.retrieve(flow.conversation_flow_id, { version: 0 })).not.toHaveProperty(
    "global_prompt",
  );

  expect(await client.agent.retrieve(id)).toMatchObject({ version: 1 });
  expect(await client.agent.retrieve(id, { version: "latest_published" })).toMatchObject({ version: 0 });
  const { items } = await client.agent.listVersions(id);
  expect(items).toMatchObject([
    { version: 1, is_published: false, base_version: 0 },
    { version: 0, is_published: true, version_title: "First" },
  ]);
  await expect(client.agent.getVersions(id)).rejects.toMatchObject({ status: 404 });
  expect((await client.agent.listVersions(id)).items.map((one) => one.version)).toEqual([1, 0]);
  expect(await client.agent.repair(id)).toMatchObject({ version: 1 });
});

test("every agent has tags, which the control API moves and references resolve", async () => {
  const { client, send } = await openBench();
  const { agent } = await createAgent(client);
  const id = agent.agent_id;
  await client.agent.publish(id, { version: 0 });
  await client.agent.createVersion(id, { base_version: 0 });

  expect(await client.agent.retrieve(id, { version: "prod" })).toMatchObject({ version: 1 });
  await expect(client.agent.retrieve(id, { version: "nightly" })).rejects.toMatchObject({ status: 422 });
  const moved = await send("POST", "/_sandbox/tags", {
    agent_id: id,
    tag: "prod",
    version: 0,
    dynamic_variables: { stage: "live" },
  });
  expect(moved.status).toBe(200);
  expect(await client.agent.retrieve(id, { version: "prod" })).toMatchObject({ version: 0, assigned_tags: ["prod"] });
  expect((await client.agent.list()).items[0]?.tags).toEqual({
    prod: { version: 0, dynamic_variables: { stage: "live" } },
    staging: { dynamic_variables: {} },
  });
  expect(await send("POST", "/_sandbox/tags", { agent_id: id, tag: "latest", version: 0 })).toMatchObject({
    status: 400,
  });
  expect(await send("POST", "/_sandbox/tags", { agent_id: id, tag: "prod", version: 5 })).toMatchObject({
    status: 422,
  });
});

test("a version in use is not deleted, and its number is not reused", async () => {
  const { client, send } = await openBench();
  const { agent } = await createAgent(client);
  const id = agent.agent_id;
  await expect(client.agent.deleteVersion(id, { version: 0 })).rejects.toMatchObject({ status: 400 });
  await client.agent.createVersion(id, { base_version: 0 });
  const bound = { inbound_agents: [{ agent_id: id, agent_version: 1, weight: 1 }] };
  const number = await client.phoneNumber.create(bound);
  await expect(client.agent.deleteVersion(id, { version: 1 })).rejects.toMatchObject({ status: 400 });
  await client.phoneNumber.update(number.phone_number, { inbound_agents: [] });
  await send("POST", "/_sandbox/tags", { agent_id: id, tag: "staging", version: 1 });
  await expect(client.agent.deleteVersion(id, { version: 1 })).rejects.toMatchObject({ status: 400 });
  await send("POST", "/_sandbox/tags", { agent_id: id, tag: "staging", version: null });
  await client.agent.deleteVersion(id, { version: 1 });
  await expect(client.agent.deleteVersion(id, { version: 1 })).rejects.toMatchObject({ status: 404 });
  expect(await client.agent.createVersion(id, { base_version: 0 })).toMatchObject({ version: 2 });
});

test("a flow in use is only deleted by force; a deleted agent leaves its numbers unbound", async () => {
  const { client } = await openBench();
  const { agent, flow } = await createAgent(client);
  const id = flow.conversation_flow_id;
  const number = await client.phoneNumber.create({ inbound_agents: [{ agent_id: agent.agent_id, weight: 1 }] });
  await expect(client.conversationFlow.delete(id)).rejects.toMatchObject({ status: 400 });
  await client.agent.delete(agent.agent_id);
  await expect(client.agent.retrieve(agent.agent_id)).rejects.toMatchObject({ status: 422 });
  expect(await client.phoneNumber.retrieve(number.phone_number)).toMatchObject({ inbound_agents: [] });
  await client.conversationFlow.delete(id);
  await expect(client.conversationFlow.retrieve(id)).rejects.toMatchObject({ status: 404 });
  const again = await createAgent(client);
  await client.conversationFlow.delete(again.flow.conversation_flow_id, { force_delete: true });
});

test("is_transfer_cf is fixed at creation", async () => {
  const { client } = await openBench();
  const flow = await client.conversationFlow.create(minimalFlow);
  const updated = await client.conversationFlow.update(flow.conversation_flow_id, { is_transfer_cf: true });
  expect(updated).not.toHaveProperty("is_transfer_cf");
});

test("Retell LLMs and shared components can be created, read, updated, listed and deleted", async () => {
  const { client } = await openBench();
  const llm = await client.llm.create({ general_prompt: "Be kind.", model: "gpt-4.1" });
  expect(await client.llm.update(llm.llm_id, { begin_message: "Hello" })).toMatchObject({
    begin_message: "Hello",
    version: 0,
  });
  const agent = await client.agent.create({
    voice_id: "retell-Cimo",
    response_engine: { type: "retell-llm", llm_id: llm.llm_id },
  });
  await client.agent.publish(agent.agent_id, { version: 0 });
  await expect(client.llm.update(llm.llm_id, { begin_message: "Hi" })).rejects.toMatchObject({ status: 400 });
  expect((await client.llm.list()).items).toMatchObject([{ llm_id: llm.llm_id, is_published: true }]);
  await expect(client.llm.delete(llm.llm_id)).rejects.toMatchObject({ status: 400 });
  await expect(client.llm.retrieve("llm_unknown")).rejects.toMatchObject({ status: 422 });

  const component = await client.conversationFlowComponent.create({ name: "Ask date", nodes: minimalFlow.nodes });
  const id = component.conversation_flow_component_id;
  expect(await client.conversationFlowComponent.update(id, { name: "Ask day" })).toMatchObject({ name: "Ask day" });
  expect((await client.conversationFlowComponent.list()).items).toHaveLength(1);
  await client.conversationFlowComponent.delete(id);
  await expect(client.conversationFlowComponent.retrieve(id)).rejects.toMatchObject({ status: 404 });
});
