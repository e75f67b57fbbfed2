import { expect, test } from "vitest";
import * as z from "zod";
import { retellAgentPlatform } from "../../../src/adapters/retell/agent-platform.ts";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import type { DesiredAgent } from "../../../src/domain/agent/content/agent-content.ts";
import { createMasterAgent } from "../../../src/domain/agent/creation/create-agent.ts";
import type { MasterAgent } from "../../../src/domain/agent/ports.ts";
import { publishVersion } from "../../../src/domain/agent/release/publish-version.ts";
import { type UpdateAgentPorts, updateAgent } from "../../../src/domain/agent/release/update-agent.ts";
import { flowSchema } from "../../../src/flow/schema/flow.ts";
import { FakeAgentStore } from "../../fakes/agent-store.ts";
import { FakeAgentVersions } from "../../fakes/agent-versions.ts";
import { FakeAuditLog } from "../../fakes/audit-log.ts";
import { FakeJournal } from "../../fakes/journal.ts";
import { KillSwitch, Killed } from "../../fakes/kill-switch.ts";
import { textLike } from "../../fakes/text-like.ts";
import { apiKey, minimalFlow, openBench } from "../../sandbox/sandbox-fixture.ts";

/** Small, because it is written about a hundred times. */
const first: DesiredAgent = {
  settings: { agent_name: "Master", voice_id: "11labs-Adrian", language: "fr-FR", reminder_max_count: 3 },
  name: "Master",
  flow: flowSchema.parse(minimalFlow),
  hash: "first",
};

/** A different template for each index. */
function variant(index: number): DesiredAgent {
  return {
    ...first,
    settings: { ...first.settings, reminder_trigger_ms: 20_000 + index },
    hash: `variant-${index}`,
  };
}

async function installation(options: NonNullable<Parameters<typeof openBench>[0]> = {}) {
  const { sandbox, client } = await openBench(options);
  let now = 1_790_000_000_000;
  let ids = 0;
  const ports = {
    platform: retellAgentPlatform(retellClient({ apiKey, baseUrl: sandbox.url })),
    versions: new FakeAgentVersions(),
    audit: new FakeAuditLog(),
    journal: new FakeJournal(),
    clock: { now: () => (now += 1) },
    newId: () => `mark-${(ids += 1)}`,
  };
  const agents = new FakeAgentStore();
  const { agent: master } = await createMasterAgent({ desired: first, force: false }, { ...ports, agents });
  const request = (desired: DesiredAgent) => ({
    master,
    desired,
    overDashboard: false,
    migrates: false,
    templateFlag: "",
    note: null,
    reason: null,
  });
  return { client, ports, master, request };
}

function mortal(ports: UpdateAgentPorts, at: number): UpdateAgentPorts {
  const death = new KillSwitch(at);
  return {
    ...ports,
    platform: death.wrap<UpdateAgentPorts["platform"]>(ports.platform),
    versions: death.wrap<UpdateAgentPorts["versions"]>(ports.versions),
    journal: death.wrap<UpdateAgentPorts["journal"]>(ports.journal),
    audit: death.wrap<UpdateAgentPorts["audit"]>(ports.audit),
  };
}

async function diesAt(at: number, desired: DesiredAgent, here: Awaited<ReturnType<typeof installation>>) {
  try {
    await updateAgent(here.request(desired), mortal(here.ports, at));
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

test("killed at any point, the same update continues and leaves one draft, recorded and audited once", async () => {
  const here = await installation();
  const { agentId } = here.master;
  let at = 1;
  for (; await diesAt(at, variant(at), here); at += 1) {
    await updateAgent(here.request(variant(at)), here.ports);
    const draft = await here.client.agent.retrieve(agentId);
    expect([at, draft.version, draft.reminder_trigger_ms]).toEqual([at, at, 20_000 + at]);
    expect(here.ports.versions.records[0]).toMatchObject({ version: at, templateHash: `variant-${at}` });
    const updates = here.ports.audit.entries.filter(({ action }) => action === "agent:update");
    expect(updates).toHaveLength(at);
  }
  expect(at).toBeGreaterThan(40);
  const { items } = await here.client.agent.listVersions(agentId, { limit: 1000 });
  expect(items).toHaveLength(at + 1);
  expect((await here.client.conversationFlow.list({ limit: 1000 })).items).toHaveLength(1);
}, 240_000);

test("if a new version shares its base's frozen flow, the draft gets its own flow, once", async () => {
  const here = await installation({ options: { createVersionCopiesEngine: false } });
  const lost = {
    ...here.ports.platform,
    createFlow: async (definition: DesiredAgent["flow"]) => {
      await here.ports.platform.createFlow(definition);
      throw new Killed();
    },
  };
  await expect(updateAgent(here.request(variant(1)), { ...here.ports, platform: lost })).rejects.toThrow(Killed);
  expect(await updateAgent(here.request(variant(1)), here.ports)).toMatchObject({
    kind: "created",
    version: 1,
    base: 0,
  });
  expect((await here.client.conversationFlow.list()).items).toHaveLength(2);
});

test("if Retell does not keep something, the error names the places", async () => {
  const here = await installation();
  const forgetful = {
    ...here.ports.platform,
    updateAgent: () => Promise.resolve(),
  };
  await expect(updateAgent(here.request(variant(1)), { ...here.ports, platform: forgetful })).rejects.toMatchObject({
    code: "failed",
    detail: ["agent.reminder_trigger_ms"],
  });
  expect(await updateAgent(here.request(variant(1)), here.ports)).toMatchObject({ version: 1 });
});

/** A Retell that shows a key on each node but refuses it in requests. */
function showing(platform: UpdateAgentPorts["platform"], key: string): UpdateAgentPorts["platform"] {
  return {
    ...platform,
    getFlow: async (reference) => {
      const flow = graph.optional().parse(await platform.getFlow(reference));
      return flow && { ...flow, nodes: flow.nodes.map((node) => Object.assign(node, { [key]: "shown" })) };
    },
  };
}

const graph = z.looseObject({ nodes: z.array(z.looseObject({ id: z.string() })) });

const withKey = (key: string): DesiredAgent => ({
  ...variant(1),
  flow: { ...first.flow, nodes: graph.parse(first.flow).nodes.map((node) => Object.assign(node, { [key]: "shown" })) },
});

test.each([
  ["that only Retell has", variant(1)],
  ["that the template has too, from an export", withKey("of_tomorrow")],
])("a key %s, and that Retell refuses, is left to Retell", async (_, desired) => {
  const here = await installation();
  const ports = { ...here.ports, platform: showing(here.ports.platform, "of_tomorrow") };
  expect(await updateAgent(here.request(desired), ports)).toEqual({
    kind: "created",
    version: 1,
    base: 0,
    leftOut: "flow.nodes[].of_tomorrow (×2)",
  });
  const published = await publishVersion(publication(here.master), { ...ports, ...openGates });
  expect(published).toMatchObject({ kind: "update", version: 1 });
});

test("a template key that Retell refuses is the operator's error, and the draft does not count as the dashboard's", async () => {
  const here = await installation();
  await expect(updateAgent(here.request(withKey("of_mine")), here.ports)).rejects.toMatchObject({
    code: "invalid",
    message: textLike(/of_mine/u),
  });
  await expect(publishVersion(publication(here.master), { ...here.ports, ...openGates })).rejects.toMatchObject({
    message: "The update that writes version 1 did not finish.",
  });
  expect(await updateAgent(here.request(variant(2)), here.ports)).toMatchObject({ version: 1 });
});

const openGates = { simulate: () => Promise.resolve({ kind: "skipped" } as const), judge: () => Promise.resolve([]) };

const publication = (master: MasterAgent) => ({
  master,
  version: undefined,
  publicUrl: "https://voice.example.com",
  reason: null,
});
