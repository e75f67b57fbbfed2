import { bindingOf, type PinnedAgent } from "../../number/number-binding.ts";
import type { NumberBinding } from "../../number/ports.ts";
import type { DesiredFleet } from "./drift.ts";
import type { FleetClinic } from "./ports.ts";

/** A clinic keeps the version it was rolled out to; one that was bound to another agent gets the master's. */
export function desiredAgent({ number }: Pick<FleetClinic, "number">, master: PinnedAgent): PinnedAgent {
  if (number === null || number.agentId !== master.agentId || number.agentVersion === null) return master;
  return { agentId: master.agentId, version: number.agentVersion };
}

export function desiredBinding(
  entry: Pick<FleetClinic, "clinic" | "number">,
  { agent, publicUrl }: Pick<DesiredFleet, "agent" | "publicUrl">,
): NumberBinding {
  return bindingOf(entry.clinic, desiredAgent(entry, agent), publicUrl);
}
