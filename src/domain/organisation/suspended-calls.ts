import type { JsonObject } from "../agent/agent-content.ts";
import { hasEdgeFor } from "../agent/closing-edges.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { SuspensionAnswer } from "../clinic/suspension.ts";
import { AscendiaError } from "../errors.ts";
import type { PinnedAgent } from "../number/number-binding.ts";
import type { Store } from "./stores.ts";

export interface SuspendedCallPorts {
  readonly store: Pick<Store, "agents" | "scope">;
  /** @throws not_found, conflict for a version that has no flow */
  flowOf(agent: PinnedAgent): Promise<JsonObject>;
}

/** What the inbound webhook says of the clinic, by what is answered; calls that are rejected never reach the agent. */
const statuses = { message: "closed", forward: "forwarded", reject: null } as const;

/**
 * The webhook can only say that the clinic is closed: the agent that answers has to end the call by it.
 * @throws conflict when the version on the clinic's number would go on and book
 */
export async function refuseDeafAgent(
  { id, slug }: Clinic,
  answer: SuspensionAnswer,
  ports: SuspendedCallPorts,
): Promise<void> {
  const status = statuses[answer];
  const number = await ports.store.scope(id).number.find();
  const isOwn = (await ports.store.agents.ofClinic(id)) !== undefined;
  const { agentId = null, agentVersion = null } = number ?? {};
  // An organisation's own agent is told by the server itself.
  if (status === null || isOwn || agentId === null || agentVersion === null) return;
  if (hasEdgeFor(status, await ports.flowOf({ agentId, version: agentVersion }))) return;
  throw new AscendiaError(
    "conflict",
    `Version ${agentVersion}, which answers ${slug}, has no edge where {{clinic_status}} is "${status}": callers would hear the closing sentence and go on to book.`,
    {
      hint: `Not to be answered works with every agent: ascendia clinic:suspend ${slug} --answer reject. Or take the edges greeting-to-out_of_service and greeting-to-forward_calls of the shipped template into yours, then agent:update, agent:publish and agent:promote.`,
    },
  );
}
