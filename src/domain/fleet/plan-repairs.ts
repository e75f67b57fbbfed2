import {
  type FleetNumbers,
  type NumberInFull,
  type PinnedAgent,
  type PlatformNumber,
  markedSlug,
  priceOfNumber,
} from "../number/number.ts";
import {
  type DesiredFleet,
  type Finding,
  type NumberIndex,
  type ObservedAgent,
  type ObservedFleet,
  type ClinicTrouble,
  clinicDrift,
  desiredAgent,
  driftKinds,
} from "./drift.ts";
import type { EventUrls, FleetClinic, FleetStore } from "./ports.ts";

const order = Object.keys(driftKinds);

/** All drift between Retell and the store, by kind and then in the order of the clinics. */
export function planFleet(desired: DesiredFleet, observed: ObservedFleet): readonly Finding[] {
  const index = indexOf(observed.numbers);
  const findings = [
    ...observed.agents.flatMap((agent) => agentFindings(agent, desired.publicUrl)),
    ...desired.clinics.flatMap((entry) => clinicDrift(entry, desired, index)),
    ...desired.socketTroubles.map((trouble) => troubleFinding("socket_refused", trouble)),
    ...desired.bookingTroubles.map((trouble) => troubleFinding("not_bookable", trouble)),
    ...orphans(desired, observed),
  ];
  return findings.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

function troubleFinding(kind: Finding["kind"], { slug, detail, fix }: ClinicTrouble): Finding {
  return { kind, subject: slug, detail, fix, repair: null };
}

export function eventUrlOf(publicUrl: string): string {
  return `${publicUrl}/api/retell/webhook`;
}

function indexOf(numbers: readonly PlatformNumber[]): NumberIndex {
  const byMark = new Map<string, PlatformNumber[]>();
  for (const number of numbers) {
    const slug = markedSlug(number);
    if (slug !== undefined) byMark.set(slug, [...(byMark.get(slug) ?? []), number]);
  }
  return { byNumber: new Map(numbers.map((number) => [number.phoneNumber, number])), byMark };
}

const eventUrlFix = "ascendia agent:update, then ascendia agent:publish, then ascendia agent:promote --version <new>";

/** A published version is frozen (docs/retell.md 2.4), so changing its event URL takes a new version. */
function agentFindings({ agentId, version, eventUrl }: ObservedAgent, publicUrl: string): readonly Finding[] {
  const base = { subject: `${agentId}@${version}`, repair: null } as const;
  if (eventUrl === undefined) {
    const detail = "numbers are pinned to this version, but it is not in this Retell account";
    return [{ ...base, kind: "agent_missing", detail, fix: "ascendia agent:versions" }];
  }
  const should = eventUrlOf(publicUrl);
  if (eventUrl === should) return [];
  const detail = `its event URL is ${eventUrl ?? "not set"}, should be ${should}`;
  return [{ ...base, kind: "event_url", detail, fix: eventUrlFix }];
}

/** Numbers without a clinic: ours by nickname or agent, or unused. Numbers of other programs are ignored. */
function orphans({ clinics, agent }: DesiredFleet, { numbers }: ObservedFleet): readonly Finding[] {
  const inUse = new Set(clinics.flatMap(({ number }) => (number === null ? [] : [number.phoneNumber])));
  const bySlug = new Map(clinics.map((entry) => [entry.clinic.slug, entry]));
  return numbers
    .filter((number) => !inUse.has(number.phoneNumber))
    .flatMap((number) => orphan(number, bySlug, agent.agentId));
}

function orphan(
  number: PlatformNumber,
  bySlug: ReadonlyMap<string, FleetClinic>,
  masterId: string,
): readonly Finding[] {
  const { phoneNumber } = number;
  const slug = markedSlug(number);
  const owner = slug === undefined ? undefined : bySlug.get(slug);
  const isBound = number.inboundAgents.some(({ agentId }) => agentId === masterId);
  if (slug === undefined && !isBound) return unused(number);
  // Reported as the clinic's missing number, with the command that assigns this one.
  if (owner !== undefined && owner.number === null && owner.clinic.status !== "offboarded") return [];
  return [
    {
      kind: "orphan_number",
      subject: phoneNumber,
      detail: `${reason(slug, owner)}; ${priceOfNumber(number)}`,
      fix: `ascendia number:release ${phoneNumber}`,
      repair: null,
    },
  ];
}

/** It may be meant for something else, so only a person can decide to release it. */
function unused(number: PlatformNumber): readonly Finding[] {
  const { phoneNumber, nickname, source, inboundAgents, outboundAgents, inboundWebhookUrl } = number;
  const isInUse = inboundAgents.length > 0 || outboundAgents.length > 0 || (inboundWebhookUrl ?? "") !== "";
  if (source !== "bought" || isInUse) return [];
  const name = nickname === null || nickname === "" ? "has no nickname" : `has the nickname "${nickname}"`;
  return [
    {
      kind: "unused_number",
      subject: phoneNumber,
      detail: `it ${name}, has no agent and no webhook, and no clinic uses it; ${priceOfNumber(number)}`,
      fix: `ascendia number:bind <clinic> --number ${phoneNumber}, or ascendia number:release ${phoneNumber}`,
      repair: null,
    },
  ];
}

function reason(slug: string | undefined, owner: FleetClinic | undefined): string {
  if (slug === undefined) return "bound to the master agent, but used by no clinic";
  if (owner === undefined) return `marked for ${slug}, which is not a clinic`;
  if (owner.clinic.status === "offboarded") return `marked for ${slug}, which is offboarded`;
  return `marked for ${slug}, which has ${owner.number?.phoneNumber ?? "another"}`;
}

export interface FleetPorts {
  readonly fleet: FleetStore;
  readonly numbers: Pick<FleetNumbers, "listInFull">;
  readonly events: EventUrls;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  readonly publicUrl: string;
  /** Which of these clinics' calls are refused at the socket. */
  socketTroubles?(clinics: readonly FleetClinic[]): Promise<readonly ClinicTrouble[]>;
  /** At which of these clinics nothing can be booked. */
  bookingTroubles?(clinics: readonly FleetClinic[]): Promise<readonly ClinicTrouble[]>;
}

/** The desired fleet from the store and the actual one from Retell, at one moment. */
export interface FleetView {
  readonly desired: DesiredFleet;
  readonly observed: Omit<ObservedFleet, "numbers"> & { readonly numbers: readonly NumberInFull[] };
  readonly findings: readonly Finding[];
}

/** One listing of numbers, and one request per pinned version: no request per clinic. */
export async function viewFleet(ports: FleetPorts): Promise<FleetView> {
  const agent = await ports.masterAgent();
  const clinics = await ports.fleet.clinics();
  const socketTroubles = (await ports.socketTroubles?.(clinics)) ?? [];
  const bookingTroubles = (await ports.bookingTroubles?.(clinics)) ?? [];
  const desired = { clinics, agent, publicUrl: ports.publicUrl, socketTroubles, bookingTroubles };
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
