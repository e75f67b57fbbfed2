import type { Facts } from "../journal/ports.ts";
import type { Step } from "../journal/run-steps.ts";
import type { Clock } from "../time/ports.ts";
import { findCreatedAgent, findCreatedFlow, templateHashOf } from "./created-before.ts";
import { agentFacts, flowFacts, readAgent, readFact, readFlow } from "./creation-facts.ts";
import { agentBody, flowBody, type DesiredAgent } from "./desired-agent.ts";
import type { AuditLog } from "../audit/ports.ts";
import { readVersion } from "./live-versions.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent } from "./ports.ts";

interface CreationPorts {
  readonly platform: AgentPlatform;
  readonly agents: AgentStore;
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export const recordStep = "record agent";

/**
 * Each step finds its own lost result by what Retell shows: the flow by its mark, the agent by its flow, publishing by
 * the agent's state.
 */
export function creationSteps(desired: DesiredAgent, ports: CreationPorts): readonly Step[] {
  const { platform } = ports;
  const madeNow = new Set<"flow" | "agent">();
  return [
    {
      name: "mark creation",
      run: () => Promise.resolve({ mark: ports.newId(), agent_name: desired.settings.agent_name }),
    },
    {
      name: "create flow",
      run: async (facts) => {
        const flow = await platform.createFlow(flowBody(desired, readFact(facts, "mark")));
        madeNow.add("flow");
        return flowFacts(flow);
      },
      recover: async (facts) => {
        const flow = await findCreatedFlow(platform, readFact(facts, "mark"));
        return flow === undefined ? undefined : flowFacts(flow);
      },
    },
    {
      name: "create agent",
      run: async (facts) => {
        const agent = await platform.createAgent(agentBody(desired, readFlow(facts)));
        madeNow.add("agent");
        return agentFacts(agent);
      },
      recover: async (facts) => {
        const names = new Set([desired.settings.agent_name, readFact(facts, "agent_name")]);
        const agent = await findCreatedAgent(platform, { names, flowId: readFlow(facts).flowId });
        return agent === undefined ? undefined : agentFacts(agent);
      },
    },
    {
      name: "publish agent",
      run: async (facts) => {
        if (madeNow.size < 2) await correctDrafts(desired, facts, platform);
        await platform.publishAgent(readAgent(facts));
        return { template_hash: desired.hash };
      },
      recover: (facts) => recoverPublished(facts, platform),
    },
    { name: "record version", run: (facts) => recordVersion(desired, facts, ports) },
    { name: recordStep, run: (facts) => recordAgent(facts, ports) },
  ];
}

export function recordedAgent(facts: Facts): MasterAgent {
  return {
    ...readAgent(facts),
    flowId: readFact(facts, "flow_id"),
    templateHash: readFact(facts, "template_hash"),
    createdAt: Number(readFact(facts, "created_at")),
  };
}

/** Drafts of an earlier run may come from a template that was corrected since. */
async function correctDrafts(desired: DesiredAgent, facts: Facts, platform: AgentPlatform): Promise<void> {
  const flow = readFlow(facts);
  await platform.updateFlow(flow, flowBody(desired, readFact(facts, "mark")));
  await platform.updateAgent(readAgent(facts), agentBody(desired, flow));
}

async function recoverPublished(facts: Facts, platform: AgentPlatform): Promise<Facts | undefined> {
  const { agentId, version } = readAgent(facts);
  const agent = await platform.getAgent(agentId, version);
  if (agent?.isPublished !== true) return undefined;
  const flow = await findCreatedFlow(platform, readFact(facts, "mark"));
  return { template_hash: flow === undefined ? "" : templateHashOf(flow) };
}

/** What was written, and what Retell shows of it: what comes after is compared with these. */
async function recordVersion(desired: DesiredAgent, facts: Facts, ports: CreationPorts): Promise<Facts> {
  const { platform, versions, audit, clock } = ports;
  const { agentId, version } = readAgent(facts);
  const flow = readFlow(facts);
  const mark = readFact(facts, "mark");
  const templateHash = readFact(facts, "template_hash");
  const sent = { agent: { ...agentBody(desired, flow) }, flow: { ...flowBody(desired, mark) } };
  const { content } = await readVersion(agentId, version, platform);
  const now = clock.now();
  await versions.save({
    agentId,
    version,
    flowId: flow.flowId,
    flowVersion: flow.version,
    templateHash,
    // An earlier run may have published another template than the one this run was given.
    written: templateHash === desired.hash ? sent : content,
    readBack: content,
    writtenAt: now,
    publishedAt: now,
    promotedAt: now,
    note: null,
  });
  const after = { agent_id: agentId, version, flow_id: flow.flowId, template_hash: templateHash };
  const act = `agent:create ${mark}`;
  await audit.record({ act, action: "agent:create", subject: `agent:${agentId}`, before: null, after, reason: null });
  return {};
}

async function recordAgent(facts: Facts, { agents, clock }: CreationPorts): Promise<Facts> {
  const createdAt = String(clock.now());
  await agents.saveMaster(recordedAgent({ ...facts, created_at: createdAt }));
  return { created_at: createdAt };
}
