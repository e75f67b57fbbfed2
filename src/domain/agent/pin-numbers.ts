import type { AuditLog } from "../audit/ports.ts";
import type { ClinicNumber } from "../clinic/clinic.ts";
import type { NumberStore } from "../clinic/ports.ts";
import { AscendiaError } from "../errors.ts";
import type { PinnedAgent } from "../number/number-binding.ts";
import type { BoundAgent, PlatformNumber } from "../number/ports.ts";
import type { NumberPins } from "./ports.ts";

/** A clinic that has a number. */
export interface PinTarget {
  readonly id: string;
  readonly slug: string;
  readonly number: ClinicNumber;
}

/** `refused`: the number is not ours to change; `detail` says why. */
export interface PlannedPin {
  readonly target: PinTarget;
  readonly action: "update" | "unchanged" | "refused";
  /** What callers get now: a version, or how Retell spells something else. */
  readonly from: string;
  readonly detail: string | null;
}

/** Reads all numbers once and says per clinic what pinning it would do. */
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

export interface PinOrder {
  readonly agent: PinnedAgent;
  readonly pins: readonly PlannedPin[];
  /** The command, for the audit log. */
  readonly action: string;
  /** What else the audit log is to know. */
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
 * Pins the numbers that are not pinned yet. What is ordered is audited before the first number changes; a failed number
 * does not keep the others back, and the same command again does only what is missing.
 */
export async function pinNumbers(order: PinOrder, ports: PinPorts): Promise<readonly PinResult[]> {
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
    // First what is wanted: killed in between, the same command and a comparison with Retell see what is missing.
    const { agentId, version } = agent;
    await ports.scope(target.id).number.save({ ...target.number, agentId, agentVersion: version });
    const number = await ports.pins.pin(target.number.phoneNumber, agent);
    if (isOn(number, agent)) return { slug, outcome: "updated", from, detail: null };
    return { slug, outcome: "failed", from, detail: "Retell took the change and does not show it" };
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
