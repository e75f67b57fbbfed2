import { bindingOf, type PinnedAgent } from "../../number/number-binding.ts";
import type { NumberBinding } from "../../number/ports.ts";
import type { DesiredFleet } from "./drift.ts";
import type { FleetClinic } from "./ports.ts";

/** Its own agent; else it keeps the version it was rolled out to, and one bound to another agent gets the master's. */
export function desiredAgent(
  { number, ownAgent }: Pick<FleetClinic, "number" | "ownAgent">,
  master: PinnedAgent,
): PinnedAgent {
  if (ownAgent !== null) return { agentId: ownAgent.agentId, version: ownAgent.version };
  if (number === null || number.agentId !== master.agentId || number.agentVersion === null) return master;
  return { agentId: master.agentId, version: number.agentVersion };
}

export function desiredBinding(
  entry: Pick<FleetClinic, "clinic" | "number" | "ownAgent">,
  { agent, publicUrl }: Pick<DesiredFleet, "agent" | "publicUrl">,
): NumberBinding {
  return bindingOf(entry.clinic, desiredAgent(entry, agent), publicUrl);
}
