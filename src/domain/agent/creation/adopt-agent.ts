import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { Finding } from "../../../flow/rule.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";
import { comparableContent } from "../bare-content.ts";
import { acceptedFindings } from "../template/check-template.ts";
import { type LiveVersion, readLiveVersions, readVersion } from "../live-versions.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent, VersionRecord } from "../ports.ts";
import { templateForm } from "../template/template-files.ts";
import { type UnknownParts, knownPart, unknownParts } from "../content/unknown-content.ts";
import type { Clinic, ClinicNumber, OwnRetell } from "../../clinic/clinic.ts";
import type { ClinicDirectory, NumberStore } from "../../clinic/ports.ts";

export interface AdoptionPlan {
  readonly kind: "adopt" | "unchanged";
  /** The newest published version, which callers will get. */
  readonly live: LiveVersion;
  /** The previous master agent; null: there was no master agent. */
  readonly before: string | null;
  readonly findings: readonly Finding[];
  readonly unknown: UnknownParts;
}

interface AdoptPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly agents: AgentStore;
  readonly versions: Pick<AgentVersionStore, "save">;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly newId: () => string;
}

/**
 * What adopting an agent of the account as the master agent would record. Only reads.
 * @throws not_found when the account has no such agent; conflict when no version of it is published, or it runs on no
 * flow
 */
export async function planAdoption(
  agentId: string,
  publicUrl: string | null,
  { platform, agents }: Pick<AdoptPorts, "platform" | "agents">,
): Promise<AdoptionPlan> {
  const { published } = await readLiveVersions(agentId, platform);
  if (published === undefined) {
    throw new AscendiaError(
      "conflict",
      `No version of the agent ${agentId} is published, so callers could not reach it.`,
      {
        hint: "Publish one in Retell's dashboard, then adopt the agent.",
      },
    );
  }
  const before = await agents.master();
  const template = templateForm(published.content, publicUrl === null ? [] : [publicUrl]);
  return {
    kind: before?.agentId === agentId ? "unchanged" : "adopt",
    live: published,
    before: before?.agentId ?? null,
    findings: acceptedFindings(template),
    unknown: unknownParts(published.content),
  };
}

/** The record of a published version made in the dashboard, so that callers can be moved back to it. */
function foundVersion(
  { agent, flow, content }: LiveVersion,
  { now, digest }: { readonly now: number; readonly digest: Digest },
): VersionRecord {
  return {
    agentId: agent.agentId,
    version: agent.version,
    flowId: flow.flowId,
    flowVersion: flow.version,
    templateHash: digest(canonicalJson(comparableContent(content))),
    // Unknown parts do not count as written by ascendia, so that an update preserves them.
    written: knownPart(content),
    readBack: content,
    writtenAt: now,
    publishedAt: now,
    promotedAt: now,
    withdrawnAt: null,
    templatePath: null,
    note: "adopted",
  };
}

/** Records the agent as the master agent. Changes nothing at Retell. */
export async function adoptAgent({ live, before }: AdoptionPlan, ports: AdoptPorts): Promise<MasterAgent> {
  const { agentId, version } = live.agent;
  const { flowId } = live.flow;
  const now = ports.clock.now();
  const record = foundVersion(live, { now, digest: ports.digest });
  const { templateHash } = record;
  await ports.versions.save(record);
  const master = { agentId, flowId, version, templateHash, createdAt: now };
  await ports.agents.saveMaster(master);
  await ports.audit.record({
    act: ports.newId(),
    action: "agent:adopt",
    subject: `agent:${agentId}`,
    before: { master: before },
    after: { agent_id: agentId, version, flow_id: flowId },
    reason: null,
  });
  return master;
}

/** A clinic with its own agent, which was assigned by id. */
export type GivenClinic = Clinic & { readonly retell: OwnRetell };

/** The clinics that share this clinic's agent: usually this one alone. */
export function sharingAgent(clinic: GivenClinic, clinics: readonly Clinic[]): readonly GivenClinic[] {
  const { account, agentId } = clinic.retell;
  return clinics.filter(
    (one): one is GivenClinic =>
      one.retell !== null && one.retell.account === account && one.retell.agentId === agentId,
  );
}

interface GivenPorts {
  readonly platform: Pick<AgentPlatform, "getVersion" | "getFlow">;
  readonly versions: Pick<AgentVersionStore, "find">;
}

/**
 * The master agent that the agent commands see for such an agent. Its version is the oldest that any of the clinics
 * uses. @throws not_found when the account has no such version
 */
export async function givenMaster(
  clinics: readonly [GivenClinic, ...GivenClinic[]],
  ports: GivenPorts,
): Promise<MasterAgent> {
  const [{ retell, createdAt }] = clinics;
  const { agentId } = retell;
  const version = Math.min(...clinics.map((one) => one.retell.agentVersion));
  const record = await ports.versions.find({ agentId, version });
  if (record !== undefined)
    return { agentId, version, flowId: record.flowId, templateHash: record.templateHash, createdAt };
  const { flow } = await readVersion(agentId, version, ports.platform);
  return { agentId, version, flowId: flow.flowId, templateHash: "", createdAt };
}

type Clinics = Pick<ClinicDirectory, "find" | "update">;

/** Records the version of such an agent with each clinic that it answers. */
export function givenAgentStore(
  master: MasterAgent,
  { ids, clinics }: { readonly ids: readonly string[]; readonly clinics: Clinics },
): AgentStore {
  return {
    master: () => Promise.resolve(master),
    saveMaster: async ({ version }) => {
      for (const id of ids) await saveVersion(id, version, clinics);
    },
  };
}

/** Saves what the clinic's number is bound to, and with it the clinic's version. */
export function givenNumberStore(
  clinicId: string,
  { number, clinics }: { readonly number: Pick<NumberStore, "save">; readonly clinics: Clinics },
): Pick<NumberStore, "save"> {
  return {
    save: async (bound: ClinicNumber) => {
      await number.save(bound);
      if (bound.agentVersion !== null) await saveVersion(clinicId, bound.agentVersion, clinics);
    },
  };
}

async function saveVersion(clinicId: string, agentVersion: number, clinics: Clinics): Promise<void> {
  const clinic = await clinics.find(clinicId);
  if (clinic === undefined || clinic.retell === null || clinic.retell.agentVersion === agentVersion) return;
  await clinics.update({ ...clinic, retell: { ...clinic.retell, agentVersion } });
}

interface FoundPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly versions: AgentVersionStore;
  readonly digest: Digest;
  readonly now: number;
}

/** Records an agent made in the dashboard before the first write to it, so that callers can be moved back. */
export async function recordAsFound({ agentId }: MasterAgent, ports: FoundPorts): Promise<void> {
  const { versions, digest, now } = ports;
  if ((await versions.list(agentId)).length > 0) return;
  const { published } = await readLiveVersions(agentId, ports.platform);
  if (published !== undefined) await versions.save(foundVersion(published, { now, digest }));
}

/** @throws conflict when the master agent, or an agent of the socket, answers the clinic */
export function requireGiven(clinic: Clinic, usesSocket: boolean): GivenClinic {
  const { slug, retell } = clinic;
  if (usesSocket) {
    throw new AscendiaError(
      "conflict",
      `${slug} runs its own dialogue over the socket, so no template makes its agent.`,
      {
        hint: `ascendia agent:create --engine custom-llm --clinic ${slug} writes and binds it.`,
      },
    );
  }
  if (retell !== null) return { ...clinic, retell };
  throw new AscendiaError("conflict", `The master agent answers ${slug}: it has no agent of its own.`, {
    hint: "For the master agent, name no clinic.",
  });
}
