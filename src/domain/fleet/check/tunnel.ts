import { z } from "zod";
import { AscendiaError } from "../../../errors.ts";
import { agentBody, flowBody } from "../../agent/content/agent-content.ts";
import { fillPlaceholders, publicUrlsOf, templateForm } from "../../agent/template/template-files.ts";
import { readVersion } from "../../agent/live-versions.ts";
import type { AgentPlatform, AgentReference } from "../../agent/ports.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";
import { accountOf } from "../../clinic/clinic.ts";
import type { Journal } from "../../journal/journal.ts";
import { type FleetNumbers, type NumberChanges, type PinnedAgent, bindingOf } from "../../number/number.ts";
import { type NumberDrift, desiredAgent, numberDrift } from "../repair/drift.ts";
import { type FleetPorts, type FleetView, viewFleet } from "../repair/plan-repairs.ts";
import type { FleetClinic } from "../ports.ts";
import type { ServerSign } from "../servers.ts";

export interface TunnelPorts {
  readonly fleet: FleetPorts;
  readonly platform: AgentPlatform;
  numbersOf(account: string | null): Promise<FleetNumbers>;
  readonly journal: Journal;
  readonly audit: AuditLog;
  readonly digest: Digest;
  newId(): string;
}

interface TunnelRequest {
  /** The temporary address at which Retell reaches this server. */
  readonly url: string;
  /** The clinics whose numbers lead to it. */
  readonly slugs: ReadonlySet<string>;
  readonly holder: Pick<ServerSign, "host" | "processId">;
}

const boundAgents = z.array(
  z.object({ agentId: z.string(), agentVersion: z.union([z.number(), z.string()]).nullable(), weight: z.number() }),
);

const heldNumber = z.object({
  slug: z.string(),
  account: z.string().nullable(),
  phoneNumber: z.string(),
  inboundWebhookUrl: z.string().nullable(),
  inboundAgents: boundAgents,
  outboundAgents: boundAgents,
});

/** A number as it was before the tunnel. */
type HeldNumber = z.output<typeof heldNumber>;

const heldFacts = z.object({ url: z.string(), host: z.string(), processId: z.coerce.number(), numbers: z.string() });

const SUBJECT = "tunnel";

const STEP = "bind numbers";

/** The numbers that lead through a tunnel, as they were before, and the process that opened it. */
export interface HeldTunnel extends Pick<ServerSign, "host" | "processId"> {
  readonly url: string;
  readonly numbers: readonly HeldNumber[];
}

export async function heldTunnel(journal: Pick<Journal, "entries">): Promise<HeldTunnel | undefined> {
  const entry = (await journal.entries(SUBJECT)).find(({ step, state }) => step === STEP && state === "done");
  if (entry === undefined) return undefined;
  const { numbers, ...held } = heldFacts.parse(entry.facts);
  return { ...held, numbers: z.array(heldNumber).parse(JSON.parse(numbers)) };
}

/**
 * Binds the clinics' numbers to the address, and to copies of their agents whose events and functions go there too. The
 * clinics' own agent versions and the store stay unchanged, so `fleet:plan` shows what the tunnel changed. Before the
 * first number changes, the journal records how all of them were. @returns the numbers that now lead there
 */
export async function openTunnel(request: TunnelRequest, ports: TunnelPorts): Promise<readonly string[]> {
  const view = await viewFleet(ports.fleet);
  const chosen = view.desired.clinics.filter((entry) => isChosen(entry, request.slugs));
  const changes: { readonly before: HeldNumber; readonly changes: NumberChanges }[] = [];
  const pins = new Map<string, PinnedAgent>();
  for (const entry of chosen) {
    const number = numberOf(entry, view);
    if (number === undefined) continue;
    const agent = desiredAgent(entry, view.desired.agent);
    const key = `${agent.agentId}@${agent.version}`;
    const pinned = entry.ownAgent === null ? (pins.get(key) ?? (await tunnelAgent(agent, request.url, ports))) : agent;
    pins.set(key, pinned);
    const { slug } = entry.clinic;
    const drift = numberDrift(number, {
      ...bindingOf(entry.clinic, pinned, request.url),
      nickname: number.nickname ?? "",
    });
    const { phoneNumber, inboundWebhookUrl, inboundAgents, outboundAgents } = number;
    const account = accountOf(entry.clinic);
    const before = heldNumber.parse({ slug, account, phoneNumber, inboundWebhookUrl, inboundAgents, outboundAgents });
    changes.push({ before, changes: together(drift) });
  }
  const { url, holder } = request;
  const numbers = JSON.stringify(changes.map(({ before }) => before));
  const facts = { url, host: holder.host, processId: String(holder.processId), numbers };
  await ports.journal.forget(SUBJECT);
  await ports.journal.intend(SUBJECT, STEP);
  await ports.journal.complete(SUBJECT, { step: STEP, facts });
  for (const { before, changes: wanted } of changes) await change(before, wanted, ports);
  return changes.map(({ before }) => before.slug);
}

function together(drift: readonly NumberDrift[]): NumberChanges {
  const all: NumberChanges = {};
  for (const { changes } of drift) Object.assign(all, changes);
  return all;
}

function isChosen({ clinic }: FleetClinic, slugs: ReadonlySet<string>): boolean {
  return slugs.has(clinic.slug) && (clinic.status === "active" || clinic.status === "suspended");
}

function numberOf({ clinic, number }: FleetClinic, { observed }: FleetView) {
  return observed.numbers.find(
    ({ phoneNumber, ofAccount }) => phoneNumber === number?.phoneNumber && ofAccount === accountOf(clinic),
  );
}

async function change(before: HeldNumber, changes: NumberChanges, ports: TunnelPorts): Promise<void> {
  const { slug, account, phoneNumber } = before;
  await (await ports.numbersOf(account)).change(phoneNumber, changes);
  const subject = `clinic:${slug}`;
  const was = { inboundWebhookUrl: before.inboundWebhookUrl };
  await ports.audit.record({
    act: ports.newId(),
    action: "serve --tunnel",
    subject,
    before: was,
    after: changes,
    reason: null,
  });
}

export interface Restored {
  readonly restored: readonly string[];
  /** Numbers that were changed by hand in the meantime, and stay so. */
  readonly changedByOthers: readonly string[];
}

/** Restores the numbers as they were; running it again continues. @throws Retell's errors */
export async function closeTunnel(
  ports: Pick<TunnelPorts, "numbersOf" | "journal" | "audit" | "newId">,
): Promise<Restored> {
  const held = await heldTunnel(ports.journal);
  const restored: string[] = [];
  const changedByOthers: string[] = [];
  for (const before of held?.numbers ?? []) {
    const numbers = await ports.numbersOf(before.account);
    const now = (await numbers.listInFull()).find(({ phoneNumber }) => phoneNumber === before.phoneNumber);
    const { slug, inboundWebhookUrl, inboundAgents, outboundAgents, phoneNumber } = before;
    if (now?.inboundWebhookUrl?.startsWith(`${held?.url}/`) !== true) {
      if (now?.inboundWebhookUrl !== inboundWebhookUrl) changedByOthers.push(slug);
      continue;
    }
    await numbers.change(phoneNumber, { inboundWebhookUrl, inboundAgents, outboundAgents });
    const after = { inboundWebhookUrl };
    const was = { inboundWebhookUrl: now.inboundWebhookUrl };
    const entry = { act: ports.newId(), action: "serve --tunnel", before: was, after, reason: "the tunnel ended" };
    await ports.audit.record({ ...entry, subject: `clinic:${slug}` });
    restored.push(slug);
  }
  if (held !== undefined) await ports.journal.forget(SUBJECT);
  return { restored, changedByOthers };
}

/**
 * A published version of a separate agent, with the content of the clinics' version and the tunnel's address. The
 * address is part of a published version, and a version cannot be deleted: versions of the master agent made for
 * tunnels would come between the ones that are rolled out. What a broken run created stays unused and costs nothing.
 */
async function tunnelAgent(base: PinnedAgent, url: string, ports: TunnelPorts): Promise<PinnedAgent> {
  const { platform, digest } = ports;
  const { content } = await readVersion(base.agentId, base.version, platform);
  const named = publicUrlsOf(ports.fleet.publicUrl, { written: content, readBack: content });
  const filled = fillPlaceholders(templateForm(content, named), { PUBLIC_URL: url });
  const { agent: settings, flow } = contentShape.parse(filled);
  const name = `${String(settings["agent_name"])} (tunnel)`;
  const desired = { name, settings, flow, hash: digest(canonicalJson({ settings, flow })) };
  const body = agentBody(desired, await platform.createFlow(flowBody(desired, ports.newId())));
  const draft = await draftOf(name, platform);
  if (draft !== undefined) await platform.updateAgent(draft, body);
  const { agentId, version } = draft ?? (await platform.createAgent(body));
  await platform.publishAgent({ agentId, version });
  return { agentId, version };
}

const record = z.record(z.string(), z.unknown());

const contentShape = z.object({ agent: record, flow: record });

async function draftOf(name: string, platform: AgentPlatform): Promise<AgentReference | undefined> {
  for await (const listed of platform.listAgents()) {
    if (listed.name !== name) continue;
    const newest = await platform.getAgent(listed.agentId);
    if (newest === undefined) continue;
    return newest.isPublished ? platform.createVersion(newest) : newest;
  }
  return undefined;
}

/** @throws conflict while another process has a tunnel: both would bind the same numbers */
export function refuseSecondTunnel({ url, host, processId }: HeldTunnel): never {
  throw new AscendiaError("conflict", `Process ${processId} on ${host} already serves through a tunnel, ${url}.`, {
    hint: "Stop it first: it restores the numbers.",
  });
}
