import { AscendiaError } from "../errors.ts";
import type { AgentStore, MasterAgent } from "./ports.ts";

/**
 * The agent that agent:create made.
 * @throws not_configured when there is none, or RETELL_MASTER_AGENT_ID names another
 */
export async function requireMasterAgent(
  namedId: string | null,
  agents: Pick<AgentStore, "master">,
): Promise<MasterAgent> {
  const master = await agents.master();
  if (master === undefined) {
    throw new AscendiaError("not_configured", "There is no master agent yet.", {
      hint: "Make it first: ascendia agent:create",
    });
  }
  if (namedId === null || namedId === master.agentId) return master;
  throw new AscendiaError(
    "not_configured",
    `RETELL_MASTER_AGENT_ID names ${namedId}, but the agent that was made and recorded here is ${master.agentId}.`,
    { hint: "Take the variable out, or use the database of the agent it names (--db)." },
  );
}
