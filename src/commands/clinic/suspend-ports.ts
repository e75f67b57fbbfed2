import type { JsonObject } from "../../domain/agent/agent-content.ts";
import { readVersion } from "../../domain/agent/live-versions.ts";
import type { PinnedAgent } from "../../domain/number/number-binding.ts";
import type { SuspendPorts } from "../../domain/organisation/suspend-clinic.ts";
import type { Context } from "../context.ts";

export async function suspendPorts(context: Context): Promise<SuspendPorts> {
  const store = await context.store();
  return {
    store,
    audit: await context.audit(),
    clock: context.clock,
    newId: () => context.newId(),
    flowOf: (agent) => flowOf(agent, context),
  };
}

/** As recorded when it was published, since when it is frozen; a version that is not recorded is asked of Retell. */
async function flowOf(agent: PinnedAgent, context: Context): Promise<JsonObject> {
  const record = await (await context.agentVersions()).find(agent);
  if (record !== undefined && record.publishedAt !== null) return record.readBack.flow;
  const { agents } = await context.retell();
  const { content } = await readVersion(agent.agentId, agent.version, agents);
  return content.flow;
}
