import { AscendiaError } from "../errors.ts";
import { readVersion } from "./live-versions.ts";
import type { PlannedPin, PinPorts, PinResult, PinTarget } from "./pin-numbers.ts";
import { pinNumbers, planPins } from "./pin-numbers.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent, VersionRecord } from "./ports.ts";
import { publicUrlsOf, templateForm } from "./template-form.ts";
import { type GateResult, gateText, passGate, type SimulationGate } from "./version-gate.ts";
import type { Clock } from "../time/ports.ts";

/** `promote` and `rollback` concern all clinics, and those to come: the master agent's version changes too. */
export type RolloutCommand = "agent:rollout" | "agent:promote" | "agent:rollback";

export interface RolloutRequest {
  readonly command: RolloutCommand;
  readonly master: MasterAgent;
  readonly version: number;
  readonly targets: readonly PinTarget[];
  readonly publicUrl: string;
  readonly reason: string | null;
}

export interface RolloutPorts extends PinPorts {
  readonly platform: Pick<AgentPlatform, "getVersion" | "getFlow">;
  readonly versions: AgentVersionStore;
  readonly agents: AgentStore;
  readonly clock: Clock;
  readonly simulate: SimulationGate;
}

export interface RolloutPlan {
  readonly record: VersionRecord;
  readonly pins: readonly PlannedPin[];
  /** The version of clinics to come, where it changes. */
  readonly standard: { readonly from: number; readonly to: number } | null;
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
  };
}

export interface Rollout {
  readonly version: number;
  readonly results: readonly PinResult[];
  readonly standard: RolloutPlan["standard"];
  readonly simulation: GateResult | null;
}

/** Pins the clinics' numbers to the version. A rollback is not simulated: it leads back to what worked. */
export async function rollOut(request: RolloutRequest, ports: RolloutPorts): Promise<Rollout> {
  const { command, master, version, reason } = request;
  const plan = await planRollout(request, ports);
  const due = plan.standard !== null || plan.pins.some(({ action }) => action === "update");
  const simulation = due && command !== "agent:rollback" ? await gate(request, plan, ports) : null;
  const facts = {
    ...(simulation === null ? {} : { simulation: gateText(simulation) }),
    ...(plan.standard === null ? {} : { standard_before: plan.standard.from }),
  };
  const agent = { agentId: master.agentId, version };
  const results = await pinNumbers({ agent, pins: plan.pins, action: command, facts, reason }, ports);
  if (plan.standard !== null) await makeStandard(request, plan, ports);
  return { version, results, standard: plan.standard, simulation };
}

async function gate({ version, publicUrl }: RolloutRequest, { record }: RolloutPlan, ports: RolloutPorts) {
  const { content } = await readVersion(record.agentId, version, ports.platform);
  const template = templateForm(content, publicUrlsOf(publicUrl, record));
  return passGate({ agentId: record.agentId, version, template }, ports.simulate);
}

/** What clinics onboarded from now on are bound to. */
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
  await ports.versions.save({ ...record, promotedAt: ports.clock.now() });
  await ports.agents.saveMaster({ ...master, version, flowId, templateHash });
}

/**
 * Where a rollback leads when no version is named: from a canary back to the version of all, else to the version that
 * all had before. @throws conflict when there is none
 */
export async function versionToReturnTo(
  master: MasterAgent,
  pinned: readonly (number | null)[],
  { versions }: Pick<RolloutPorts, "versions">,
): Promise<number> {
  if (pinned.some((version) => version !== master.version)) return master.version;
  const records = await versions.list(master.agentId);
  const [before] = records
    .filter(({ version, promotedAt }) => promotedAt !== null && version !== master.version)
    .toSorted((one, other) => (other.promotedAt ?? 0) - (one.promotedAt ?? 0));
  if (before !== undefined) return before.version;
  throw new AscendiaError("conflict", `All clinics are on version ${master.version}, and had no other before.`, {
    hint: "Name a published version with --to; ascendia agent:versions shows them.",
  });
}

function refuseUnknown(version: number): AscendiaError {
  return new AscendiaError("not_found", `There is no version ${version} that ascendia wrote.`, {
    hint: "See which there are with: ascendia agent:versions",
  });
}

function refuseDraft(version: number): AscendiaError {
  return new AscendiaError("conflict", `Version ${version} is a draft; callers only ever get published versions.`, {
    hint: `Publish it first: ascendia agent:publish --version ${version}`,
  });
}
