import type { CustomLlmAgentStore, RemoteAgent } from "../agent/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { PinnedAgent } from "../number/number.ts";
import { AscendiaError } from "../../errors.ts";

/** The agent that the clinic was given by its id; null: none. */
export function givenAgent({ retell }: Pick<Clinic, "retell">): PinnedAgent | null {
  return retell === null ? null : { agentId: retell.agentId, version: retell.agentVersion };
}

/** The agent that answers instead of the master agent: the one of its socket, else the one that it was given. */
export async function ownAgentOf(
  clinic: Pick<Clinic, "id" | "retell">,
  agents: Pick<CustomLlmAgentStore, "ofClinic">,
): Promise<PinnedAgent | undefined> {
  return (await agents.ofClinic(clinic.id)) ?? givenAgent(clinic) ?? undefined;
}

/** The latest version, unless one is named. */
interface Agents {
  getAgent(agentId: string, version?: number): Promise<Pick<RemoteAgent, "version" | "isPublished"> | undefined>;
}

/** Numbers are bound to published versions only. @throws not_found, invalid when no version is published */
export async function newestPublished(agentId: string, agents: Agents): Promise<PinnedAgent> {
  let found = await agents.getAgent(agentId);
  if (found === undefined) {
    throw new AscendiaError("not_found", `This Retell account has no agent ${agentId}.`, {
      hint: "Copy the agent's id from the dashboard of the account that --retell-key-env names.",
    });
  }
  while (!found.isPublished && found.version > 0) {
    found = (await agents.getAgent(agentId, found.version - 1)) ?? { ...found, version: found.version - 1 };
  }
  if (found.isPublished) return { agentId, version: found.version };
  throw new AscendiaError("invalid", `No version of the agent ${agentId} is published.`, {
    hint: "Publish one in Retell's dashboard first.",
  });
}
