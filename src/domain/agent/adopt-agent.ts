import type { Clock } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { Finding } from "../../flow/check/rule.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { type Digest, canonicalJson } from "../canonical-json.ts";
import { comparableContent } from "./bare-content.ts";
import { acceptedFindings } from "./check-template.ts";
import { type LiveVersion, readLiveVersions } from "./live-versions.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent, VersionRecord } from "./ports.ts";
import { templateForm } from "./template-form.ts";
import { type UnknownParts, knownPart, unknownParts } from "./unknown-content.ts";

export interface AdoptionPlan {
  readonly kind: "adopt" | "unchanged";
  /** The newest published version, which callers will get. */
  readonly live: LiveVersion;
  /** The agent that was the master before; null where there was none. */
  readonly before: string | null;
  readonly findings: readonly Finding[];
  readonly unknown: UnknownParts;
}

export interface AdoptPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly agents: AgentStore;
  readonly versions: Pick<AgentVersionStore, "save">;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly newId: () => string;
}

/**
 * What taking an agent of the account for the master agent would record. Reads alone.
 * @throws not_found when the account has no such agent; conflict when no version of it is published, or it runs on no flow
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

/** The record of a published version that was made in the dashboard, so that callers can be moved back to it. */
export function foundVersion(
  { agent, flow, content }: LiveVersion,
  { now, digest }: { readonly now: number; readonly digest: Digest },
): VersionRecord {
  return {
    agentId: agent.agentId,
    version: agent.version,
    flowId: flow.flowId,
    flowVersion: flow.version,
    templateHash: digest(canonicalJson(comparableContent(content))),
    // What nobody here knows was not written by ascendia, so that an update carries it along.
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

/** Records the agent as master, as it is at Retell, where nothing changes. */
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
