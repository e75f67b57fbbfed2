import { expect, test } from "vitest";
import type { DesiredAgent } from "../../../src/domain/agent/content/agent-content.ts";
import {
  type CreateAgentPorts,
  createMasterAgent,
  planMasterAgent,
} from "../../../src/domain/agent/creation/create-agent.ts";
import { FakeAgentPlatform } from "../../fakes/agent-platform.ts";
import { FakeAgentStore } from "../../fakes/agent-store.ts";
import { FakeAgentVersions } from "../../fakes/agent-versions.ts";
import { FakeAuditLog } from "../../fakes/audit-log.ts";
import { FakeJournal } from "../../fakes/journal.ts";
import { KillSwitch, Killed } from "../../fakes/kill-switch.ts";
import { textLike } from "../../fakes/text-like.ts";
import { shippedAgent } from "./shipped.ts";

const desired = shippedAgent();
const corrected: DesiredAgent = {
  ...desired,
  settings: { ...desired.settings, voice_id: "retell-Cimo" },
  hash: "corrected",
};
const renamed: DesiredAgent = {
  ...desired,
  name: "Renamed",
  settings: { ...desired.settings, agent_name: "Renamed" },
  hash: "renamed",
};

function world() {
  let ids = 0;
  const newId = () => `mark-${(ids += 1)}`;
  return {
    platform: new FakeAgentPlatform(),
    agents: new FakeAgentStore(),
    versions: new FakeAgentVersions(),
    audit: new FakeAuditLog(),
    journal: new FakeJournal(),
    clock: { now: () => 1_790_000_000_000 },
    newId,
  } satisfies CreateAgentPorts;
}

type World = ReturnType<typeof world>;

function mortal(ports: World, at: number): CreateAgentPorts {
  const death = new KillSwitch(at);
  return {
    ...ports,
    platform: death.wrap<CreateAgentPorts["platform"]>(ports.platform),
    agents: death.wrap<CreateAgentPorts["agents"]>(ports.agents),
    versions: death.wrap<CreateAgentPorts["versions"]>(ports.versions),
    audit: death.wrap<CreateAgentPorts["audit"]>(ports.audit),
    journal: death.wrap<CreateAgentPorts["journal"]>(ports.journal),
  };
}

async function diesAt(at: number, ports: World, request: Parameters<typeof createMasterAgent>[0]): Promise<boolean> {
  try {
    await createMasterAgent(request, mortal(ports, at));
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

/** Runs `scenario` once for every point at which a first run can die; returns how many there were. */
async function atEveryDeath(
  request: Parameters<typeof createMasterAgent>[0],
  scenario: (ports: World, at: number) => Promise<void>,
): Promise<number> {
  for (let at = 1; ; at += 1) {
    const ports = world();
    if (!(await diesAt(at, ports, request))) return at - 1;
    await scenario(ports, at);
  }
}

test("creates the flow, the agent on it, publishes and records it", async () => {
  const ports = world();
  const steps: string[] = [];
  const creation = await createMasterAgent(
    { desired, force: false },
    { ...ports, onStep: (step, outcome) => steps.push(`${step}: ${outcome}`) },
  );

  expect(creation).toEqual({ kind: "created", agent: ports.agents.saved });
  expect(ports.agents.saved).toEqual({
    agentId: "agent_1",
    flowId: "conversation_flow_1",
    version: 0,
    templateHash: desired.hash,
    createdAt: 1_790_000_000_000,
  });
  expect(steps).toEqual([
    "mark creation: done",
    "create flow: done",
    "create agent: done",
    "publish agent: done",
    "record version: done",
    "record agent: done",
  ]);
  const flow = ports.platform.flows.get("conversation_flow_1");
  expect(flow?.default_dynamic_variables).toMatchObject({ ascendia_mark: "mark-1", ascendia_template: desired.hash });
  expect(flow?.nodes).toEqual(desired.flow["nodes"]);
  const agent = ports.platform.agents.get("agent_1");
  expect(agent?.isPublished).toBe(true);
  expect(agent?.definition.response_engine).toEqual({
    type: "conversation-flow",
    conversation_flow_id: "conversation_flow_1",
    version: 0,
  });
});

test("a second run reports the existing agent and changes nothing", async () => {
  const ports = world();
  await createMasterAgent({ desired, force: false }, ports);
  const again = await createMasterAgent({ desired, force: false }, ports);
  const withOther = await createMasterAgent({ desired: corrected, force: false }, ports);

  expect(again).toEqual({ kind: "exists", agent: ports.agents.saved, isCurrent: true });
  expect(withOther).toMatchObject({ kind: "exists", isCurrent: false });
  expect([ports.platform.flows.size, ports.platform.agents.size]).toEqual([1, 1]);
});

test("force creates a new agent and leaves the old one at Retell", async () => {
  const ports = world();
  await createMasterAgent({ desired, force: false }, ports);
  const forced = await createMasterAgent({ desired: corrected, force: true }, ports);

  expect(forced).toMatchObject({ kind: "created", agent: { agentId: "agent_2", templateHash: "corrected" } });
  expect([ports.platform.flows.size, ports.platform.agents.size]).toEqual([2, 2]);
});

test("killed at any point, the next run leaves one flow and one published, recorded agent", async () => {
  const deaths = await atEveryDeath({ desired, force: false }, async (ports, at) => {
    await createMasterAgent({ desired, force: false }, ports);
    expect([at, ports.platform.flows.size, ports.platform.agents.size]).toEqual([at, 1, 1]);
    expect(ports.platform.agents.get("agent_1")?.isPublished).toBe(true);
    expect(ports.agents.saved).toMatchObject({ agentId: "agent_1", templateHash: desired.hash });
    expect(ports.versions.records).toMatchObject([{ agentId: "agent_1", version: 0, templateHash: desired.hash }]);
    expect(ports.audit.entries).toMatchObject([{ action: "agent:create", subject: "agent:agent_1" }]);
  });
  expect(deaths).toBeGreaterThan(25);
});

test("killed repeatedly at every point, runs still leave one flow and one agent", async () => {
  await atEveryDeath({ desired, force: false }, async (ports, first) => {
    for (let second = 1; await diesAt(second, ports, { desired, force: false }); second += 1);
    expect([first, ports.platform.flows.size, ports.platform.agents.size]).toEqual([first, 1, 1]);
    expect(ports.agents.saved?.templateHash).toBe(desired.hash);
  });
});

test.each([
  ["corrected", corrected],
  ["renamed", renamed],
])("a template %s between two runs: still one of each, and the record tells which was published", async (_, next) => {
  await atEveryDeath({ desired, force: false }, async (ports, at) => {
    const wasPublished = ports.platform.agents.get("agent_1")?.isPublished === true;
    await createMasterAgent({ desired: next, force: false }, ports);
    expect([at, ports.platform.flows.size, ports.platform.agents.size]).toEqual([at, 1, 1]);
    const { settings, hash } = wasPublished ? desired : next;
    expect(ports.platform.agents.get("agent_1")).toMatchObject({ isPublished: true, definition: settings });
    expect(ports.agents.saved?.templateHash).toBe(hash);
  });
});

test("a forced run that was killed before it recorded its agent is continued by the next forced run", async () => {
  const request = { desired: corrected, force: true };
  let deaths = 0;
  for (let at = 1; ; at += 1) {
    const ports = world();
    await createMasterAgent({ desired, force: false }, ports);
    if (!(await diesAt(at, ports, request)) || ports.agents.saved?.agentId === "agent_2") break;
    deaths += 1;
    await createMasterAgent(request, ports);
    expect([at, ports.platform.flows.size, ports.platform.agents.size]).toEqual([at, 2, 2]);
    expect(ports.agents.saved).toMatchObject({ agentId: "agent_2", templateHash: "corrected" });
  }
  expect(deaths).toBeGreaterThan(20);
});

test("after a run that died when everything was recorded, force creates a new agent", async () => {
  await atEveryDeath({ desired, force: false }, async (ports) => {
    if (ports.agents.saved === undefined) return;
    await createMasterAgent({ desired, force: true }, ports);
    expect(ports.agents.saved.agentId).toBe("agent_2");
  });
});

test("the plan reports what would happen and changes nothing", async () => {
  const ports = world();
  const before = await planMasterAgent({ force: false }, ports);
  await createMasterAgent({ desired, force: false }, ports);
  const after = await planMasterAgent({ force: false }, ports);
  const forced = await planMasterAgent({ force: true }, ports);

  expect([before, after, forced]).toEqual([
    { kind: "start" },
    { kind: "exists", agent: ports.agents.saved },
    { kind: "start" },
  ]);
  expect(ports.platform.flows.size).toBe(1);
});

test("if the recorded agent was deleted at Retell, the error says how to create a new one", async () => {
  const ports = world();
  await createMasterAgent({ desired, force: false }, ports);
  ports.platform.agents.clear();

  await expect(createMasterAgent({ desired, force: false }, ports)).rejects.toMatchObject({
    code: "conflict",
    message: textLike(/agent_1 version 0 no longer exists at Retell/),
    hint: textLike(/--force/),
  });
});
