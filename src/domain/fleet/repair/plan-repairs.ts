import { AscendiaError } from "../../../errors.ts";
import { accountOf } from "../../clinic/clinic.ts";
import {
  type NumberInFull,
  type PinnedAgent,
  type PlatformNumber,
  markedSlug,
  priceOfNumber,
} from "../../number/number.ts";
import {
  type DesiredFleet,
  type Finding,
  type NumberIndex,
  type ObservedAgent,
  type ObservedFleet,
  type ClinicTrouble,
  accountText,
  clinicDrift,
  desiredAgent,
  driftKinds,
} from "./drift.ts";
import type { EventUrls, FleetAccount, FleetClinic, FleetStore } from "../ports.ts";

const order = Object.keys(driftKinds);

/** The numbers and agents of one account; `account` null: the installation's. */
interface ObservedAccount extends ObservedFleet {
  readonly account: string | null;
}

/** All drift between Retell and the store, by kind, then in the order of the clinics. */
function planFleet(desired: DesiredFleet, observed: readonly ObservedAccount[]): readonly Finding[] {
  return inOrder([
    ...observed.flatMap((account) => accountFindings(desired, account)),
    ...desired.agentTroubles.map((trouble) => troubleFinding("agent_behind", trouble)),
    ...desired.socketTroubles.map((trouble) => troubleFinding("socket_refused", trouble)),
    ...desired.bookingTroubles.map((trouble) => troubleFinding("not_bookable", trouble)),
  ]);
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

function accountFindings(desired: DesiredFleet, observed: ObservedAccount): readonly Finding[] {
  const index = indexOf(observed.numbers);
  return [
    ...observed.agents.flatMap((agent) => agentFindings(agent, desired)),
    ...clinicsOf(observed.account, desired).flatMap((entry) => clinicDrift(entry, desired, index)),
    ...orphans(desired, observed),
  ];
}

function clinicsOf(account: string | null, { clinics }: Pick<DesiredFleet, "clinics">): readonly FleetClinic[] {
  return clinics.filter(({ clinic }) => accountOf(clinic) === account);
}

function troubleFinding(kind: Finding["kind"], { slug, detail, fix }: ClinicTrouble): Finding {
  return { kind, subject: slug, detail, fix, repair: null };
}

function eventUrlOf(publicUrl: string): string {
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

/** A published version is frozen (docs/retell.md 2.4), so changing its event URL needs a new version. */
function agentFindings({ agentId, version, eventUrl }: ObservedAgent, desired: DesiredFleet): readonly Finding[] {
  const base = { subject: `${agentId}@${version}`, repair: null } as const;
  const owner = desired.clinics.find(({ clinic }) => clinic.retell?.agentId === agentId)?.clinic;
  if (eventUrl === undefined) {
    const where = accountText(owner === undefined ? null : accountOf(owner));
    const detail = `numbers are pinned to this version, but it is not in ${where}`;
    const fix =
      owner === undefined ? "ascendia agent:versions" : `ascendia clinic:update ${owner.slug} --agent ${agentId}`;
    return [{ ...base, kind: "agent_missing", detail, fix }];
  }
  const should = eventUrlOf(desired.publicUrl);
  if (eventUrl === should) return [];
  const detail = `its event URL is ${eventUrl ?? "not set"}, should be ${should}`;
  return [{ ...base, kind: "event_url", detail, fix: owner === undefined ? eventUrlFix : ownAgentFix(owner.slug) }];
}

function ownAgentFix(slug: string): string {
  const commands = ["agent:update", "agent:publish", "agent:rollout --version <new>"];
  return commands.map((one) => `ascendia ${one} --clinic ${slug}`).join(", then ");
}

/** Numbers without a clinic: ours by nickname or agent, or unused. Numbers of other programs are ignored. */
function orphans(desired: DesiredFleet, { account, numbers }: ObservedAccount): readonly Finding[] {
  const own = clinicsOf(account, desired);
  const inUse = new Set(own.flatMap(({ number }) => (number === null ? [] : [number.phoneNumber])));
  const bySlug = new Map(desired.clinics.map((entry) => [entry.clinic.slug, entry]));
  return numbers
    .filter((number) => !inUse.has(number.phoneNumber))
    .flatMap((number) => orphan(number, { bySlug, account, masterId: desired.agent?.agentId ?? null }));
}

interface OrphanSearch {
  readonly bySlug: ReadonlyMap<string, FleetClinic>;
  readonly account: string | null;
  readonly masterId: string | null;
}

function orphan(number: PlatformNumber, { bySlug, account, masterId }: OrphanSearch): readonly Finding[] {
  const { phoneNumber } = number;
  const slug = markedSlug(number);
  const owner = slug === undefined ? undefined : bySlug.get(slug);
  const isBound = number.inboundAgents.some(({ agentId }) => agentId === masterId);
  // Other numbers in a clinic's own account are the clinic's business.
  if (slug === undefined && !isBound) return account === null ? unused(number) : [];
  // Reported as the clinic's missing number, with the command that assigns this one.
  if (owner !== undefined && isAwaiting(owner, account)) return [];
  return [
    {
      kind: "orphan_number",
      subject: phoneNumber,
      detail: `${inAccount(account)}${reason(slug, owner)}; ${priceOfNumber(number)}`,
      fix: `ascendia number:release ${phoneNumber}`,
      repair: null,
    },
  ];
}

function isAwaiting({ clinic, number }: FleetClinic, account: string | null): boolean {
  return number === null && clinic.status !== "offboarded" && accountOf(clinic) === account;
}

function inAccount(account: string | null): string {
  return account === null ? "" : `in ${accountText(account)}: `;
}

/** It may have another purpose, so only a person can decide to release it. */
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
  const has = owner.number?.phoneNumber ?? "no number";
  return `marked for ${slug}, which has ${has} in ${accountText(accountOf(owner.clinic))}`;
}

export interface FleetPorts {
  readonly fleet: Pick<FleetStore, "clinics">;
  /** @throws not_configured when the account's key is not set */
  readonly inAccount: (account: string | null) => Promise<FleetAccount>;
  /** @throws not_configured when there is no published master agent */
  masterAgent(): Promise<PinnedAgent>;
  readonly publicUrl: string;
  /** Which of these clinics have an outdated agent of their own. */
  agentTroubles?(clinics: readonly FleetClinic[]): Promise<readonly ClinicTrouble[]>;
  /** Which of these clinics' calls are refused at the socket. */
  socketTroubles?(clinics: readonly FleetClinic[]): Promise<readonly ClinicTrouble[]>;
  /** At which of these clinics nothing can be booked. */
  bookingTroubles?(clinics: readonly FleetClinic[]): Promise<readonly ClinicTrouble[]>;
}

/** A number at Retell, and the account that has it. */
export interface AccountNumber extends NumberInFull {
  readonly ofAccount: string | null;
}

/** The desired fleet from the store and the actual one from Retell, at one moment. */
export interface FleetView {
  readonly desired: DesiredFleet;
  readonly observed: { readonly numbers: readonly AccountNumber[]; readonly agents: readonly ObservedAgent[] };
  readonly findings: readonly Finding[];
}

/** Per account, one listing of numbers and one request per pinned version: no request per clinic. */
export async function viewFleet(ports: FleetPorts): Promise<FleetView> {
  const clinics = await ports.fleet.clinics();
  const agent = await masterOf(clinics, ports);
  const agentTroubles = (await ports.agentTroubles?.(clinics)) ?? [];
  const socketTroubles = (await ports.socketTroubles?.(clinics)) ?? [];
  const bookingTroubles = (await ports.bookingTroubles?.(clinics)) ?? [];
  const desired = { clinics, agent, publicUrl: ports.publicUrl, agentTroubles, socketTroubles, bookingTroubles };
  const observed: SeenAccount[] = [];
  const unread: Finding[] = [];
  const isOwnUsed = agent !== null || clinicsOf(null, desired).length > 0;
  for (const account of accountsIn(clinics).filter((one) => one !== null || isOwnUsed)) {
    const seen = await observe(account, desired, ports);
    if ("kind" in seen) unread.push(seen);
    else observed.push(seen);
  }
  const findings = inOrder([...unread, ...planFleet(desired, observed)]);
  const numbers = observed.flatMap((seen) => seen.numbers.map((number) => ({ ...number, ofAccount: seen.account })));
  return { desired, observed: { numbers, agents: observed.flatMap(({ agents }) => agents) }, findings };
}

/** null: every clinic has its own agent, so the installation needs no master agent. */
async function masterOf(
  clinics: readonly FleetClinic[],
  ports: Pick<FleetPorts, "masterAgent">,
): Promise<PinnedAgent | null> {
  try {
    return await ports.masterAgent();
  } catch (error) {
    const served = clinics.filter(({ clinic }) => clinic.status !== "offboarded");
    const isNeeded = served.length === 0 || served.some(({ ownAgent }) => ownAgent === null);
    if (isNeeded || !(error instanceof AscendiaError) || error.code !== "not_configured") throw error;
    return null;
  }
}

/** The installation's own account first, then those of clinics. */
export function accountsIn(clinics: readonly FleetClinic[]): readonly (string | null)[] {
  const own = clinics
    .filter(({ clinic, number }) => clinic.status !== "offboarded" || number !== null)
    .flatMap(({ clinic }) => accountOf(clinic) ?? []);
  return [null, ...[...new Set(own)].toSorted((one, other) => one.localeCompare(other))];
}

interface SeenAccount extends ObservedAccount {
  readonly numbers: readonly NumberInFull[];
}

/** A clinic's account that cannot be read does not hide findings of the others. */
async function observe(
  account: string | null,
  desired: DesiredFleet,
  ports: FleetPorts,
): Promise<SeenAccount | Finding> {
  try {
    const platforms = await ports.inAccount(account);
    const agents = await observeAgents(account, desired, platforms.account);
    return { account, numbers: await platforms.numbers.listInFull(), agents };
  } catch (error) {
    if (account === null || !(error instanceof AscendiaError)) throw error;
    const fix = error.hint ?? `Correct the key ${account}.`;
    return { kind: "account_unread", subject: account, detail: error.message, fix, repair: null };
  }
}

async function observeAgents(
  account: string | null,
  desired: DesiredFleet,
  events: EventUrls,
): Promise<readonly ObservedAgent[]> {
  const { agent } = desired;
  const served = clinicsOf(account, desired).filter(
    ({ clinic }) => clinic.status === "active" || clinic.status === "suspended",
  );
  const all = [
    ...(account === null && agent !== null ? [agent] : []),
    ...served.map((entry) => desiredAgent(entry, agent)),
  ];
  const versions = new Map(all.map(({ agentId, version }) => [`${agentId}@${version}`, { agentId, version }]));
  const observed: ObservedAgent[] = [];
  for (const pinned of [...versions.values()].toSorted((one, other) => one.version - other.version)) {
    observed.push({ ...pinned, eventUrl: await events.eventUrl(pinned) });
  }
  return observed;
}
