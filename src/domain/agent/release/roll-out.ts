import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import type { Digest } from "../../canonical-json.ts";
import type { ClinicNumber } from "../../clinic/clinic.ts";
import type { NumberStore } from "../../clinic/ports.ts";
import type { BoundAgent, PinnedAgent, PlatformNumber } from "../../number/number.ts";
import { readVersion } from "../live-versions.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent, NumberPins, VersionRecord } from "../ports.ts";
import { type GateResult, type Gates, gateText, passGate } from "./publish-version.ts";
import { publicUrlsOf, templateForm } from "../template/template-files.ts";

/** A clinic that has a number. */
export interface PinTarget {
  readonly id: string;
  readonly slug: string;
  readonly number: ClinicNumber;
}

/** `refused`: the number must not be changed; `detail` says why. */
export interface PlannedPin {
  readonly target: PinTarget;
  readonly action: "update" | "unchanged" | "refused";
  /** What callers get now: a version, or Retell's description of something else. */
  readonly from: string;
  readonly detail: string | null;
}

/** Reads all numbers once and determines what pinning each clinic would do. */
export async function planPins(
  targets: readonly PinTarget[],
  agent: PinnedAgent,
  pins: Pick<NumberPins, "list">,
): Promise<readonly PlannedPin[]> {
  const numbers = new Map((await pins.list()).map((number) => [number.phoneNumber, number]));
  return targets.map((target) => plannedPin(target, agent, numbers.get(target.number.phoneNumber)));
}

function plannedPin(target: PinTarget, agent: PinnedAgent, number: PlatformNumber | undefined): PlannedPin {
  if (number === undefined) {
    return { target, action: "refused", from: "none", detail: "its number is not at Retell" };
  }
  const bound = [...number.inboundAgents, ...number.outboundAgents];
  const from = [...new Set(bound.map((one) => versionText(one, agent)))].join(", ") || "none";
  const foreign = bound.find(({ agentId }) => agentId !== agent.agentId);
  if (foreign !== undefined) {
    return { target, action: "refused", from, detail: `its number is bound to another agent, ${foreign.agentId}` };
  }
  const isPinned = isOn(number, agent) && target.number.agentVersion === agent.version;
  return { target, action: isPinned ? "unchanged" : "update", from, detail: null };
}

function isOn({ inboundAgents, outboundAgents }: PlatformNumber, { agentId, version }: PinnedAgent): boolean {
  return [inboundAgents, outboundAgents].every(
    ([only, ...others]) => others.length === 0 && only?.agentId === agentId && only.agentVersion === version,
  );
}

function versionText({ agentId, agentVersion, weight }: BoundAgent, agent: PinnedAgent): string {
  const version = String(agentVersion ?? "latest");
  const share = weight === 1 ? version : `${version} ×${weight}`;
  return agentId === agent.agentId ? share : `${agentId}@${share}`;
}

interface PinOrder {
  readonly agent: PinnedAgent;
  readonly pins: readonly PlannedPin[];
  /** The command, for the audit log. */
  readonly action: string;
  /** Additional facts for the audit log. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
}

export interface PinPorts {
  readonly pins: NumberPins;
  readonly audit: AuditLog;
  readonly newId: () => string;
  scope(clinicId: string): { readonly number: Pick<NumberStore, "save"> };
  readonly onPin?: (done: PinResult) => void;
}

export interface PinResult {
  readonly slug: string;
  readonly outcome: "updated" | "unchanged" | "failed";
  readonly from: string;
  readonly detail: string | null;
}

/**
 * Pins the numbers that are not pinned yet. Records the order in the audit log before the first number changes. A
 * failed number does not stop the others; running the same command again does only what is missing.
 */
async function pinNumbers(order: PinOrder, ports: PinPorts): Promise<readonly PinResult[]> {
  if (order.pins.some(({ action }) => action === "update")) await auditOrder(order, ports);
  const results: PinResult[] = [];
  for (const pin of order.pins) {
    const result = await settle(pin, order.agent, ports);
    results.push(result);
    ports.onPin?.(result);
  }
  return results;
}

async function settle(pin: PlannedPin, agent: PinnedAgent, ports: PinPorts): Promise<PinResult> {
  const { target, action, from, detail } = pin;
  const { slug } = target;
  if (action === "unchanged") return { slug, outcome: "unchanged", from, detail };
  if (action === "refused") return { slug, outcome: "failed", from, detail };
  try {
    // Save the desired state first: after a crash, comparing it with Retell shows what is missing.
    const { agentId, version } = agent;
    await ports.scope(target.id).number.save({ ...target.number, agentId, agentVersion: version });
    const number = await ports.pins.pin(target.number.phoneNumber, agent);
    if (isOn(number, agent)) return { slug, outcome: "updated", from, detail: null };
    return { slug, outcome: "failed", from, detail: "Retell accepted the change but does not show it" };
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    return { slug, outcome: "failed", from, detail: error.message };
  }
}

async function auditOrder({ agent, pins, action, facts, reason }: PinOrder, ports: PinPorts): Promise<void> {
  const changed = pins.filter((pin) => pin.action === "update");
  await ports.audit.record({
    act: ports.newId(),
    action,
    subject: `agent:${agent.agentId}`,
    before: { clinics: Object.fromEntries(changed.map(({ target, from }) => [target.slug, from])) },
    after: { version: agent.version, ...facts },
    reason,
  });
}

/** `promote` and `rollback` affect all clinics, including future ones: the master agent's version changes too. */
export type RolloutCommand = "agent:rollout" | "agent:promote" | "agent:rollback";

interface RolloutRequest {
  readonly command: RolloutCommand;
  readonly master: MasterAgent;
  readonly version: number;
  readonly targets: readonly PinTarget[];
  readonly publicUrl: string;
  readonly reason: string | null;
}

interface RolloutPorts extends PinPorts, Gates {
  readonly platform: Pick<AgentPlatform, "getVersion" | "getFlow">;
  readonly versions: AgentVersionStore;
  readonly agents: AgentStore;
  readonly clock: Clock;
}

export interface RolloutPlan {
  readonly record: VersionRecord;
  readonly pins: readonly PlannedPin[];
  /** The version for new clinics, if it changes. */
  readonly standard: { readonly from: number; readonly to: number } | null;
  /** The versions from which a rollback moves callers away. */
  readonly withdraws: readonly VersionRecord[];
}

/** @throws conflict for a version that is not published, or that we did not write */
export async function planRollout(
  { command, master, version, targets }: Omit<RolloutRequest, "publicUrl" | "reason">,
  { platform, versions, pins }: Pick<RolloutPorts, "platform" | "versions" | "pins">,
): Promise<RolloutPlan> {
  const { agentId } = master;
  const live = await platform.getVersion({ agentId, version });
  const record = await versions.find({ agentId, version });
  if (live === undefined || record === undefined) throw refuseUnknown(version);
  if (!live.isPublished) throw refuseDraft(version);
  const isForAll = command !== "agent:rollout";
  return {
    record,
    pins: await planPins(targets, { agentId, version }, pins),
    standard: isForAll && master.version !== version ? { from: master.version, to: version } : null,
    withdraws: command === "agent:rollback" ? await withdrawnBy({ master, version, targets }, versions) : [],
  };
}

/** The newer versions that callers get until then, except those already withdrawn. */
async function withdrawnBy(
  { master, version, targets }: Pick<RolloutRequest, "master" | "version" | "targets">,
  versions: AgentVersionStore,
): Promise<readonly VersionRecord[]> {
  const inUse = new Set([master.version, ...targets.map(({ number }) => number.agentVersion)]);
  const records = await versions.list(master.agentId);
  return records.filter((one) => one.version > version && one.withdrawnAt === null && inUse.has(one.version));
}

export interface Rollout {
  readonly version: number;
  readonly results: readonly PinResult[];
  readonly standard: RolloutPlan["standard"];
  readonly simulation: GateResult | null;
}

/**
 * Pins the clinics' numbers to the version. A rollback is not simulated, because it returns to a version that worked.
 */
export async function rollOut(request: RolloutRequest, ports: RolloutPorts): Promise<Rollout> {
  const { command, master, version, reason } = request;
  const plan = await planRollout(request, ports);
  const due = plan.standard !== null || plan.pins.some(({ action }) => action === "update");
  const simulation = due && command !== "agent:rollback" ? await gate(request, plan, ports) : null;
  const facts = {
    ...(simulation === null ? {} : { simulation: gateText(simulation) }),
    ...(plan.standard === null ? {} : { standard_before: plan.standard.from }),
    ...(plan.withdraws.length === 0 ? {} : { withdrawn: plan.withdraws.map((one) => one.version) }),
  };
  const agent = { agentId: master.agentId, version };
  // Mark versions before the first number changes, so that even after an interrupted rollback nothing returns to them.
  await markWithdrawn(plan, ports);
  const results = await pinNumbers({ agent, pins: plan.pins, action: command, facts, reason }, ports);
  if (plan.standard !== null) await makeStandard(request, plan, ports);
  return { version, results, standard: plan.standard, simulation };
}

async function gate({ version, publicUrl }: RolloutRequest, { record }: RolloutPlan, ports: RolloutPorts) {
  const { content } = await readVersion(record.agentId, version, ports.platform);
  const template = templateForm(content, publicUrlsOf(publicUrl, record));
  return passGate({ agentId: record.agentId, version, template }, ports);
}

async function markWithdrawn({ record, withdraws }: RolloutPlan, { versions, clock }: RolloutPorts): Promise<void> {
  for (const withdrawn of withdraws) await versions.save({ ...withdrawn, withdrawnAt: clock.now() });
  if (record.withdrawnAt !== null) await versions.save({ ...record, withdrawnAt: null });
}

/** The version that new clinics are bound to. */
async function makeStandard(request: RolloutRequest, { record, standard }: RolloutPlan, ports: RolloutPorts) {
  const { command, master, version, reason } = request;
  await ports.audit.record({
    act: ports.newId(),
    action: command,
    subject: `agent:${master.agentId}`,
    before: { standard_version: standard?.from ?? null },
    after: { standard_version: version },
    reason,
  });
  const { flowId, templateHash } = record;
  await ports.versions.save({ ...record, promotedAt: ports.clock.now(), withdrawnAt: null });
  await ports.agents.saveMaster({ ...master, version, flowId, templateHash });
}

/**
 * The target of a rollback without a named version: from a canary back to the version for all clinics, else to the
 * previous version for all. Never a version that a rollback withdrew. @throws conflict when there is no such version
 */
export async function versionToReturnTo(
  master: MasterAgent,
  pinned: readonly (number | null)[],
  { versions }: Pick<RolloutPorts, "versions">,
): Promise<number> {
  const records = await versions.list(master.agentId);
  const isStandardSound = records.every((one) => one.version !== master.version || one.withdrawnAt === null);
  // A number on an older version is no canary: an interrupted promotion or rollback left it.
  const hasCanary = pinned.some((version) => version !== null && version > master.version);
  if (hasCanary && isStandardSound) return master.version;
  const [before] = records
    .filter((one) => one.promotedAt !== null && one.withdrawnAt === null && one.version !== master.version)
    .toSorted((one, other) => (other.promotedAt ?? 0) - (one.promotedAt ?? 0));
  if (before !== undefined) return before.version;
  const withdrawn = records.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ version }) => version);
  const others = withdrawn.length === 0 ? "never had another one" : `a rollback withdrew ${withdrawn.join(", ")}`;
  throw new AscendiaError("conflict", `All clinics are on version ${master.version}, and ${others}.`, {
    hint: "Pass a published version with --to. List them with: ascendia agent:versions",
  });
}

function refuseUnknown(version: number): AscendiaError {
  return new AscendiaError("not_found", `Version ${version} was not written by ascendia.`, {
    hint: "List them with: ascendia agent:versions",
  });
}

function refuseDraft(version: number): AscendiaError {
  return new AscendiaError("conflict", `Version ${version} is a draft, and callers only get published versions.`, {
    hint: `Publish it first: ascendia agent:publish --version ${version}`,
  });
}

/** A clinic with a number, and the version that its callers get. */
interface PinnableClinic {
  readonly id: string;
  readonly version: number | null;
}

/**
 * The clinics that make up `percent` of all, rounded up: first those already on the version, then by the hash of their
 * id. The same percentage again changes nothing; a higher one only adds clinics.
 */
export function clinicsByPercent<Clinic extends PinnableClinic>(
  clinics: readonly Clinic[],
  { percent, version }: { readonly percent: number; readonly version: number },
  digest: Digest,
): readonly Clinic[] {
  const wanted = Math.ceil((clinics.length * percent) / 100);
  const ranked = clinics
    .map((clinic) => ({ clinic, isOn: clinic.version === version, rank: digest(clinic.id) }))
    .toSorted((one, other) => Number(other.isOn) - Number(one.isOn) || (one.rank < other.rank ? -1 : 1));
  return ranked.slice(0, wanted).map(({ clinic }) => clinic);
}
