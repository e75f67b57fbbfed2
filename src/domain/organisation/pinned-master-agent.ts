import type { AgentStore, RemoteAgent } from "../agent/ports.ts";
import { AscendiaError } from "../errors.ts";
import type { PinnedAgent } from "../number/number-binding.ts";

type AgentVersion = Pick<RemoteAgent, "version" | "isPublished">;

interface AgentPorts {
  /** The latest version unless one is named. */
  readonly agents: { getAgent(agentId: string, version?: number): Promise<AgentVersion | undefined> };
  readonly store: Pick<AgentStore, "master">;
}

/**
 * The master agent at its published version: the one named by RETELL_MASTER_AGENT_ID, else the one that agent:create made.
 * @throws not_configured when there is none, or none of its versions is published
 */
export async function pinnedMasterAgent(namedId: string | null, { agents, store }: AgentPorts): Promise<PinnedAgent> {
  const made = await store.master();
  if (made !== undefined && (namedId === null || namedId === made.agentId)) return made;
  if (namedId !== null) return { agentId: namedId, version: await newestPublished(namedId, agents) };
  throw new AscendiaError("not_configured", "There is no master agent yet, so a number could not be bound to it.", {
    hint: "Make it first: ascendia agent:create",
  });
}

async function newestPublished(agentId: string, agents: AgentPorts["agents"]): Promise<number> {
  let found = await agents.getAgent(agentId);
  if (found === undefined) {
    throw new AscendiaError(
      "not_configured",
      `RETELL_MASTER_AGENT_ID names ${agentId}, which this Retell account does not have.`,
      {
        hint: "Correct it, or leave it out and use the agent of: ascendia agent:create",
      },
    );
  }
  while (!found.isPublished && found.version > 0) {
    found = (await agents.getAgent(agentId, found.version - 1)) ?? { ...found, version: found.version - 1 };
  }
  if (found.isPublished) return found.version;
  throw new AscendiaError("not_configured", `No version of the agent ${agentId} is published.`, {
    hint: "Publish one in Retell's dashboard, or make an agent with: ascendia agent:create",
  });
}
