import { flowMarks } from "./desired-agent.ts";
import type { AgentPlatform, RemoteAgent, RemoteFlow } from "./ports.ts";

/** The flow that carries the mark of this creation. */
export async function findCreatedFlow(platform: AgentPlatform, mark: string): Promise<RemoteFlow | undefined> {
  for await (const flow of platform.listFlows()) {
    if (flow.defaults[flowMarks.creation] === mark) return flow;
  }
  return undefined;
}

/** Hash of the template a flow was last written from; empty for a flow that is not ours. */
export function templateHashOf(flow: RemoteFlow): string {
  return flow.defaults[flowMarks.templateHash] ?? "";
}

interface SoughtAgent {
  readonly names: ReadonlySet<string>;
  readonly flowId: string;
}

/** Lists of agents do not show the flow (retell-api.md 2.4), so those with a fitting name are looked at one by one. */
export async function findCreatedAgent(platform: AgentPlatform, sought: SoughtAgent): Promise<RemoteAgent | undefined> {
  for await (const { agentId, name } of platform.listAgents()) {
    const agent = sought.names.has(name) ? await platform.getAgent(agentId) : undefined;
    if (agent?.flowId === sought.flowId) return agent;
  }
  return undefined;
}
