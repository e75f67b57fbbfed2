import {
  type BoundAgent,
  type NumberBinding,
  type NumberChanges,
  type PinnedAgent,
  type PlatformNumber,
  bindingOf,
} from "../../number/number.ts";
import { accountOf } from "../../clinic/clinic.ts";
import type { FleetClinic } from "../ports.ts";

/** Every kind of drift between Retell and the store, with its label, in report order. */
export const driftKinds = {
  account_unread: "a Retell account cannot be read",
  agent_missing: "the agent is not at Retell",
  event_url: "call events go to another server",
  number_missing: "clinic without its number",
  unfinished: "onboarding not finished",
  unbound: "number without agent",
  other_agent: "number bound to another agent",
  version_pin: "number pinned to another version",
  webhook_missing: "number without webhook",
  webhook_host: "webhook on another host",
  webhook_wrong: "wrong webhook",
  mark_wrong: "number without its nickname",
  agent_behind: "clinic whose own agent is behind",
  socket_refused: "calls over the socket are refused",
  no_doctors: "clinic without doctors",
  no_hours: "clinic without opening hours",
  not_bookable: "clinic that cannot be booked",
  orphan_number: "paid for, used by no clinic",
  unused_number: "paid for, without an agent",
} as const;

export type DriftKind = keyof typeof driftKinds;

/** A change to one number that fixes a finding. */
export interface Repair {
  readonly clinicId: string;
  readonly slug: string;
  /** The account that has the number (accountOf). */
  readonly account: string | null;
  readonly phoneNumber: string;
  readonly changes: NumberChanges;
}

export interface Finding {
  readonly kind: DriftKind;
  /** A clinic's slug, a number, or an agent with its version. */
  readonly subject: string;
  readonly detail: string;
  /** The command that fixes it. */
  readonly fix: string;
  /** null: the fix needs a decision or costs money. */
  readonly repair: Repair | null;
}

/** What prevents a clinic from working, and the command that fixes it. */
export interface ClinicTrouble {
  readonly slug: string;
  readonly detail: string;
  readonly fix: string;
}

/** The desired state, from the store. */
export interface DesiredFleet {
  /** The clinics of all accounts. */
  readonly clinics: readonly FleetClinic[];
  /** The master agent; null: there is none, because every clinic has its own agent. */
  readonly agent: PinnedAgent | null;
  readonly publicUrl: string;
  /** Clinics whose own agent has a newer version, or an older template than the master agent. */
  readonly agentTroubles: readonly ClinicTrouble[];
  /** Clinics whose calls use the socket and are refused there. */
  readonly socketTroubles: readonly ClinicTrouble[];
  /** Clinics where nothing can be booked. */
  readonly bookingTroubles: readonly ClinicTrouble[];
}

export interface ObservedAgent extends PinnedAgent {
  /** undefined: Retell does not have this version; null: it has no event URL. */
  readonly eventUrl: string | null | undefined;
}

/** The actual state, from Retell. */
export interface ObservedFleet {
  readonly numbers: readonly PlatformNumber[];
  readonly agents: readonly ObservedAgent[];
}

/**
 * The clinic's own agent; else the master agent at the version rolled out to the number, or at the master's version if
 * the number is bound to another agent.
 */
export function desiredAgent(
  { number, ownAgent }: Pick<FleetClinic, "number" | "ownAgent">,
  master: PinnedAgent | null,
): PinnedAgent {
  if (ownAgent !== null) return { agentId: ownAgent.agentId, version: ownAgent.version };
  if (master === null) throw new Error("a clinic without an agent of its own has the master agent");
  if (number === null || number.agentId !== master.agentId || number.agentVersion === null) return master;
  return { agentId: master.agentId, version: number.agentVersion };
}

export function desiredBinding(
  entry: Pick<FleetClinic, "clinic" | "number" | "ownAgent">,
  { agent, publicUrl }: Pick<DesiredFleet, "agent" | "publicUrl">,
): NumberBinding {
  return bindingOf(entry.clinic, desiredAgent(entry, agent), publicUrl);
}

/** A difference between a number and its desired binding, with the change that fixes it. */
export interface NumberDrift {
  readonly kind: DriftKind;
  readonly detail: string;
  readonly changes: NumberChanges;
}

/** All drift of a clinic's number, each kind reported once. */
export function numberDrift(number: PlatformNumber, wanted: NumberBinding): readonly NumberDrift[] {
  return [...agentDrift(number, wanted), ...webhookDrift(number, wanted), ...markDrift(number, wanted)];
}

/** Inbound and outbound are one finding: both should have the same agent, and one change sets both. */
function agentDrift(number: PlatformNumber, wanted: NumberBinding): readonly NumberDrift[] {
  const directions = [
    { name: "inbound", is: number.inboundAgents, should: wanted.inboundAgents },
    { name: "outbound", is: number.outboundAgents, should: wanted.outboundAgents },
  ];
  const wrong = directions.filter(({ is, should }) => agentsText(is) !== agentsText(should));
  if (wrong.length === 0) return [];
  const detail = wrong.map(({ name, is, should }) => `${name} is ${agentsText(is)}, should be ${agentsText(should)}`);
  const changes = { inboundAgents: wanted.inboundAgents, outboundAgents: wanted.outboundAgents };
  return [{ kind: agentKind(wrong), detail: `${number.phoneNumber}: ${detail.join("; ")}`, changes }];
}

interface Direction {
  readonly is: readonly BoundAgent[];
  readonly should: readonly BoundAgent[];
}

function agentKind(wrong: readonly Direction[]): DriftKind {
  if (wrong.some(({ is }) => is.length === 0)) return "unbound";
  const isOther = wrong.some(({ is, should }) => is.some(({ agentId }) => agentId !== should[0]?.agentId));
  return isOther ? "other_agent" : "version_pin";
}

function agentsText(agents: readonly BoundAgent[]): string {
  if (agents.length === 0) return "no agent";
  return agents
    .map(({ agentId, agentVersion, weight }) => {
      const share = weight === 1 ? "" : ` ×${weight}`;
      return `${agentId}@${agentVersion ?? "latest"}${share}`;
    })
    .join(" + ");
}

function webhookDrift(number: PlatformNumber, wanted: NumberBinding): readonly NumberDrift[] {
  const { inboundWebhookUrl: is } = number;
  const should = wanted.inboundWebhookUrl;
  if (is === should) return [];
  const detail = `${number.phoneNumber}: inbound webhook is ${is ?? "not set"}, should be ${should}`;
  return [{ kind: webhookKind(is, should), detail, changes: { inboundWebhookUrl: should } }];
}

function webhookKind(is: string | null, should: string): DriftKind {
  if (is === null || is === "") return "webhook_missing";
  if (!URL.canParse(is)) return "webhook_wrong";
  const [found, wanted] = [new URL(is), new URL(should)];
  return found.origin === wanted.origin ? "webhook_wrong" : "webhook_host";
}

function markDrift(number: PlatformNumber, { nickname }: NumberBinding): readonly NumberDrift[] {
  if (number.nickname === nickname) return [];
  const detail = `${number.phoneNumber}: nickname is ${number.nickname ?? "not set"}, should be ${nickname}`;
  return [{ kind: "mark_wrong", detail, changes: { nickname } }];
}

/** Retell's numbers, by number and by the slug in the nickname. */
export interface NumberIndex {
  readonly byNumber: ReadonlyMap<string, PlatformNumber>;
  readonly byMark: ReadonlyMap<string, readonly PlatformNumber[]>;
}

/** All findings of one clinic. */
export function clinicDrift(entry: FleetClinic, fleet: DesiredFleet, index: NumberIndex): readonly Finding[] {
  const { status } = entry.clinic;
  if (status === "onboarding" || status === "offboarded") return unfinished(entry);
  return [...emptyClinic(entry), ...numberFindings(entry, fleet, index)];
}

function unfinished({ clinic, number }: FleetClinic): readonly Finding[] {
  const { slug, status } = clinic;
  const base = { kind: "unfinished", subject: slug, repair: null } as const;
  if (status === "onboarding") {
    const fix =
      number === null ? "the clinic:onboard command that started it" : `ascendia clinic:onboard --resume ${slug}`;
    const paid = number === null ? "it has no number yet" : `it has the number ${number.phoneNumber}`;
    return [{ ...base, detail: `its onboarding stopped; ${paid}`, fix }];
  }
  if (number === null) return [];
  const detail = `it is offboarded but still has the number ${number.phoneNumber}`;
  return [{ ...base, detail, fix: `ascendia number:release ${number.phoneNumber}` }];
}

function emptyClinic({ clinic, doctors, hasHours }: FleetClinic): readonly Finding[] {
  const { slug } = clinic;
  const base = { subject: slug, repair: null } as const;
  return [
    ...(doctors > 0
      ? []
      : [
          {
            ...base,
            kind: "no_doctors" as const,
            detail: "callers cannot book: it has no active doctor",
            fix: `ascendia doctor:add --clinic ${slug} --name <name> --specialty <specialty>`,
          },
        ]),
    ...(hasHours
      ? []
      : [
          {
            ...base,
            kind: "no_hours" as const,
            detail: "callers cannot book: it is closed all week",
            fix: `ascendia hours:set "Mon-Fri 08:00-12:30,14:00-18:00" --clinic ${slug}`,
          },
        ]),
  ];
}

function numberFindings(entry: FleetClinic, fleet: DesiredFleet, index: NumberIndex): readonly Finding[] {
  const { clinic, number } = entry;
  const found = number === null ? undefined : index.byNumber.get(number.phoneNumber);
  if (found === undefined) return [missing(entry, index)];
  const { id: clinicId, slug } = clinic;
  return numberDrift(found, desiredBinding(entry, fleet)).map(({ kind, detail, changes }) => ({
    kind,
    subject: slug,
    detail,
    fix: `ascendia fleet:apply --only ${kind}`,
    repair: { clinicId, slug, account: accountOf(clinic), phoneNumber: found.phoneNumber, changes },
  }));
}

export function accountText(account: string | null): string {
  return account === null ? "this Retell account" : `the Retell account ${account}`;
}

/** A new number costs money or needs the carrier, so an operator must decide. */
function missing({ clinic, number }: FleetClinic, { byMark }: NumberIndex): Finding {
  const account = accountText(accountOf(clinic));
  const { slug } = clinic;
  const base = { kind: "number_missing", subject: slug, repair: null } as const;
  const [spare] = byMark.get(slug) ?? [];
  const what = number === null ? "it has no number" : `${number.phoneNumber} is no longer in ${account}`;
  if (spare !== undefined) {
    const detail = `${what}; ${spare.phoneNumber} exists and carries its nickname`;
    return { ...base, detail, fix: `ascendia number:bind ${slug} --number ${spare.phoneNumber}` };
  }
  const fix =
    number?.source === "bought"
      ? `ascendia clinic:onboard --resume ${slug} (buys another number)`
      : `ascendia number:import ${slug} --number <number> --termination-uri <host>`;
  return { ...base, detail: what, fix };
}
