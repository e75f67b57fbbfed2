import { expect, test } from "vitest";
import { createAgent, openBench } from "./sandbox-fixture.ts";

test("the official SDK creates flow, agent and numbers, binds, lists and releases them", async () => {
  const { client } = await openBench();
  const { flow, agent } = await createAgent(client);
  expect(flow).toMatchObject({ version: 0, is_published: false, start_speaker: "agent" });
  expect(agent).toMatchObject({
    version: 0,
    base_version: null,
    is_published: false,
    assigned_tags: [],
    response_engine: { type: "conversation-flow", conversation_flow_id: flow.conversation_flow_id, version: 0 },
  });

  const publication = await client.agent.publish(agent.agent_id, { version: 0 }).withResponse();
  expect([publication.response.status, publication.data]).toEqual([200, ""]);
  expect(await client.agent.retrieve(agent.agent_id, { version: "latest_published" })).toMatchObject({
    version: 0,
    is_published: true,
  });

  const inbound_agents = [{ agent_id: agent.agent_id, agent_version: 0, weight: 1 }];
  const bought = await client.phoneNumber.create({
    area_code: 415,
    nickname: "ascendia:montreal",
    inbound_agents,
    inbound_webhook_url: "https://calls.example.com/webhooks/retell/inbound/c1",
  });
  expect(bought).toMatchObject({
    phone_number: "+14155550100",
    phone_number_type: "retell-twilio",
    phone_number_pretty: "+1 (415) 555-0100",
    area_code: 415,
    inbound_agents,
  });
  const imported = await client.phoneNumber.import({
    phone_number: "+2290197000001",
    termination_uri: "trunk.example.com",
    sip_trunk_auth_username: "clinic",
    sip_trunk_auth_password: "a-password-nobody-sees-again",
  });
  expect(imported).toMatchObject({
    phone_number_type: "custom",
    sip_outbound_trunk_config: { termination_uri: "trunk.example.com", auth_username: "clinic", transport: "TCP" },
  });
  expect(JSON.stringify(imported)).not.toContain("a-password");

  const updated = await client.phoneNumber.update("+2290197000001", {
    inbound_agents,
    inbound_webhook_url: "https://calls.example.com/webhooks/retell/inbound/c2",
    auth_username: "renamed",
  });
  expect(updated).toMatchObject({
    inbound_agents,
    sip_outbound_trunk_config: { termination_uri: "trunk.example.com", auth_username: "renamed" },
  });
  expect(await client.phoneNumber.retrieve("+2290197000001")).toEqual(updated);

  const listed = await client.phoneNumber.list();
  expect(listed.items.map((number) => number.phone_number)).toEqual(["+2290197000001", "+14155550100"]);
  expect(listed.has_more).toBe(false);
  expect((await client.agent.list()).items).toMatchObject([
    { agent_id: agent.agent_id, agent_name: "Master", channel: "voice", tags: { prod: {}, staging: {} } },
  ]);
  expect((await client.conversationFlow.list()).items).toMatchObject([
    { conversation_flow_id: flow.conversation_flow_id, is_published: true },
  ]);

  await client.phoneNumber.delete("+14155550100");
  expect((await client.phoneNumber.list()).items).toHaveLength(1);
  await expect(client.phoneNumber.retrieve("+14155550100")).rejects.toMatchObject({ status: 422 });
});
