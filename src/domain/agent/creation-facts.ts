import type { Facts } from "../journal/ports.ts";
import type { AgentReference, FlowReference } from "./ports.ts";

export function flowFacts(flow: FlowReference): Facts {
  return { flow_id: flow.flowId, flow_version: String(flow.version) };
}

export function agentFacts(agent: AgentReference): Facts {
  return { agent_id: agent.agentId, agent_version: String(agent.version) };
}

export function readFlow(facts: Facts): FlowReference {
  return { flowId: readFact(facts, "flow_id"), version: readVersion(facts, "flow_version") };
}

export function readAgent(facts: Facts): AgentReference {
  return { agentId: readFact(facts, "agent_id"), version: readVersion(facts, "agent_version") };
}

/** A fact that an earlier step is known to have left; its absence is a bug. */
export function readFact(facts: Facts, name: string): string {
  const value = facts[name];
  if (value === undefined) throw new Error(`The journal has no ${name}`);
  return value;
}

function readVersion(facts: Facts, name: string): number {
  const version = Number(readFact(facts, name));
  if (!Number.isInteger(version)) throw new TypeError(`The journal's ${name} is no version`);
  return version;
}
