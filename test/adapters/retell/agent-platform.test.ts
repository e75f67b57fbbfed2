import { createServer } from "node:http";
import { expect, test } from "vitest";
import { retellAgentPlatform } from "../../../src/adapters/retell/agent-platform.ts";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { agentBody, flowBody } from "../../../src/domain/agent/content/agent-content.ts";
import { createMasterAgent } from "../../../src/domain/agent/creation/create-agent.ts";
import { shippedAgent } from "../../domain/agent/shipped.ts";
import { FakeAgentStore } from "../../fakes/agent-store.ts";
import { FakeAgentVersions } from "../../fakes/agent-versions.ts";
import { FakeAuditLog } from "../../fakes/audit-log.ts";
import { FakeJournal } from "../../fakes/journal.ts";
import { textLike } from "../../fakes/text-like.ts";
import { apiKey, openBench } from "../../sandbox/sandbox-fixture.ts";

const desired = shippedAgent();

async function overHttp() {
  const { sandbox, client } = await openBench();
  return { client, platform: retellAgentPlatform(retellClient({ apiKey, baseUrl: sandbox.url })) };
}

function ports(platform: ReturnType<typeof retellAgentPlatform>) {
  const parts = { agents: new FakeAgentStore(), journal: new FakeJournal(), clock: { now: () => 1 } };
  const records = { versions: new FakeAgentVersions(), audit: new FakeAuditLog() };
  return { ...parts, ...records, platform, newId: () => "mark-1" };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test("Retell accepts the shipped template as flow and agent, and publishes it", async () => {
  const { client, platform } = await overHttp();
  const created = await createMasterAgent({ desired, force: false }, ports(platform));

  const agent = await client.agent.retrieve(created.agent.agentId);
  expect(agent).toMatchObject({ ...desired.settings, is_published: true, version: created.agent.version });
  const flow = await client.conversationFlow.retrieve(created.agent.flowId);
  expect(flow.nodes).toEqual(desired.flow["nodes"]);
  expect(flow.default_dynamic_variables).toMatchObject({ ascendia_mark: "mark-1" });
});

test("drafts left by an interrupted run are found, corrected and finished", async () => {
  const { client, platform } = await overHttp();
  const broken = ports(platform);
  const lost = { ...platform, publishAgent: () => Promise.reject(new Error("killed")) };
  await expect(createMasterAgent({ desired, force: false }, { ...broken, platform: lost })).rejects.toThrow("killed");
  const corrected = { ...desired, settings: { ...desired.settings, voice_id: "retell-Cimo" }, hash: "corrected" };
  const { agent } = await createMasterAgent({ desired: corrected, force: false }, broken);

  expect(await client.agent.retrieve(agent.agentId)).toMatchObject({ voice_id: "retell-Cimo", is_published: true });
  const flows = await all(platform.listFlows());
  expect(flows.map(({ defaults }) => defaults["ascendia_template"])).toEqual(["corrected"]);
  expect(await all(platform.listAgents())).toEqual([{ agentId: agent.agentId, name: desired.name }]);
});

test("an agent that Retell does not know is undefined", async () => {
  const { platform } = await overHttp();
  expect(await platform.getAgent("agent_none")).toBeUndefined();
});

test("a refusal by Retell is reported with its status and message", async () => {
  const { platform } = await overHttp();
  const flow = await platform.createFlow(flowBody(desired, "mark"));
  const mute = { ...desired, settings: { ...desired.settings, voice_id: "nobody" } };
  await expect(platform.createAgent(agentBody(mute, flow))).rejects.toMatchObject({
    message: textLike(/^Retell did not create the agent: 4\d\d .*nobody/),
    hint: textLike(/./),
  });
});

test("a wrong key is unauthorized and never repeated in the error", async () => {
  const { sandbox } = await openBench();
  const wrongKey = "key_ffffffffffffffffffffffffffff";
  const platform = retellAgentPlatform(retellClient({ apiKey: wrongKey, baseUrl: sandbox.url }));
  const failure: unknown = await platform.getAgent("agent_1").catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "unauthorized", hint: textLike(/RETELL_API_KEY/) });
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(wrongKey);
});

test("a refused connection is transient, and the error names the reason", async () => {
  const { sandbox } = await openBench();
  await sandbox.close();
  const platform = retellAgentPlatform(retellClient({ apiKey, baseUrl: sandbox.url }));
  await expect(platform.createFlow(desired.flow)).rejects.toMatchObject({
    code: "transient",
    message: "Retell could not be reached to create the flow: ECONNREFUSED",
  });
});

test("a create is sent only once, whatever the answer is", async () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(500, { "content-type": "application/json" }).end('{"status":"error","message":"busy"}');
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const platform = retellAgentPlatform(retellClient({ apiKey, baseUrl: `http://127.0.0.1:${port}` }));
  await expect(platform.createFlow(desired.flow)).rejects.toMatchObject({
    code: "transient",
    message: "Retell did not create the flow: 500 busy",
  });
  server.closeAllConnections();
  server.close();
  expect(requests).toBe(1);
});
