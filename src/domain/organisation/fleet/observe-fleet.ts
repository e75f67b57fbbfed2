import type { PinnedAgent } from "../../number/number-binding.ts";
import type { FleetNumbers, NumberInFull } from "../../number/ports.ts";
import type { DesiredFleet, Finding, ObservedAgent, ObservedFleet } from "./drift.ts";
import { desiredAgent } from "./desired-binding.ts";
import { planFleet } from "./plan-fleet.ts";
import type { EventUrls, FleetStore } from "./ports.ts";

export interface FleetPorts {
  readonly fleet: FleetStore;
  readonly numbers: Pick<FleetNumbers, "listInFull">;
  readonly events: EventUrls;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  readonly publicUrl: string;
}

/** The fleet as the store wants it and as Retell has it, at one moment. */
export interface FleetView {
  readonly desired: DesiredFleet;
  readonly observed: Omit<ObservedFleet, "numbers"> & { readonly numbers: readonly NumberInFull[] };
  readonly findings: readonly Finding[];
}

/** One list of numbers, and one look at each version that clinics are pinned to: no call per clinic. */
export async function viewFleet(ports: FleetPorts): Promise<FleetView> {
  const agent = await ports.masterAgent();
  const clinics = await ports.fleet.clinics();
  const desired = { clinics, agent, publicUrl: ports.publicUrl };
  const observed = {
    numbers: await ports.numbers.listInFull(),
    agents: await observeAgents(desired, ports),
  };
  return { desired, observed, findings: planFleet(desired, observed) };
}

async function observeAgents(
  { clinics, agent }: DesiredFleet,
  { events }: FleetPorts,
): Promise<readonly ObservedAgent[]> {
  const served = clinics.filter(({ clinic }) => clinic.status === "active" || clinic.status === "suspended");
  const all = [agent, ...served.map((entry) => desiredAgent(entry, agent))];
  const versions = new Map(all.map(({ agentId, version }) => [`${agentId}@${version}`, { agentId, version }]));
  const observed: ObservedAgent[] = [];
  for (const pinned of [...versions.values()].toSorted((one, other) => one.version - other.version)) {
    observed.push({ ...pinned, eventUrl: await events.eventUrl(pinned) });
  }
  return observed;
}
