import type { AuditLog } from "../audit/ports.ts";
import { canonicalJson } from "../canonical-json.ts";
import { AscendiaError } from "../errors.ts";
import { isObject } from "../flow/unwrap-flow.ts";
import type { Clock } from "../time/ports.ts";
import { readDrift } from "./agent-drift.ts";
import { type AgentContent, contentOf } from "./agent-content.ts";
import type { DesiredAgent } from "./desired-agent.ts";
import { type AgentDifference, dashboardChanges } from "./diff-agent.ts";
import { headOf, type LiveVersion } from "./live-versions.ts";
import { mergeContent } from "./merge-content.ts";
import type { AgentPlatform, AgentVersionStore, MasterAgent, VersionRecord } from "./ports.ts";
import { publicUrlsOf, templateForm } from "./template-form.ts";

export interface TheirsRequest {
  readonly master: MasterAgent;
  /** The local template, and the JSON of its file. */
  readonly desired: DesiredAgent;
  readonly json: unknown;
  readonly publicUrl: string;
}

export interface TheirsPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly versions: AgentVersionStore;
}

/** What taking the dashboard's changes into the template would do. `adopts`: the version becomes one that we know. */
export interface TheirsPlan {
  readonly changes: readonly AgentDifference[];
  readonly template: AgentContent;
  readonly changesFile: boolean;
  readonly adopts: boolean;
  readonly head: LiveVersion;
  readonly record: VersionRecord | undefined;
}

/** The template with every change of the dashboard; where both changed a place, the dashboard's. Reads alone. */
export async function planTheirs(request: TheirsRequest, ports: TheirsPorts): Promise<TheirsPlan> {
  const { master, desired, json, publicUrl } = request;
  const { live, record, differences } = await readDrift(master.agentId, desired, ports);
  const head = headOf(live);
  const urls = publicUrlsOf(publicUrl, record);
  const base = record === undefined ? undefined : templateForm(record.readBack, urls);
  const template = contentIn(mergeContent({ base, ours: json, theirs: templateForm(head.content, urls) }));
  const isKnown = record?.version === head.agent.version && isSame(record.readBack, head.content);
  return {
    changes: dashboardChanges(differences),
    template,
    changesFile: canonicalJson(template) !== canonicalJson(json),
    adopts: !isKnown,
    head,
    record,
  };
}

interface Adoption {
  readonly plan: TheirsPlan;
  /** Of the template as it now is. */
  readonly templateHash: string;
  /** Names this act in the audit log. */
  readonly act: string;
  readonly reason: string | null;
}

interface AdoptionPorts {
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** From here on the dashboard's version counts as what we last wrote. */
export async function adoptTheirs({ plan, templateHash, act, reason }: Adoption, ports: AdoptionPorts): Promise<void> {
  const { head, record } = plan;
  const { agentId, version, isPublished } = head.agent;
  const now = ports.clock.now();
  const known = await ports.versions.find({ agentId, version });
  await ports.versions.save({
    agentId,
    version,
    flowId: head.flow.flowId,
    flowVersion: head.flow.version,
    templateHash,
    written: writtenWithTheirs(head, record),
    readBack: head.content,
    writtenAt: now,
    publishedAt: isPublished ? (known?.publishedAt ?? now) : null,
    promotedAt: known?.promotedAt ?? null,
    note: "taken over from the dashboard",
  });
  await ports.audit.record({
    act,
    action: "agent:update",
    subject: `agent:${agentId}`,
    before: { last_written: record?.version ?? null },
    after: { taken_over: version, template_hash: templateHash, places: plan.changes.map(({ path }) => path) },
    reason,
  });
}

function writtenWithTheirs({ content }: LiveVersion, record: VersionRecord | undefined): AgentContent {
  const theirs = contentOf(content);
  if (record === undefined) return theirs;
  return contentIn(mergeContent({ base: contentOf(record.readBack), ours: contentOf(record.written), theirs }));
}

function contentIn(json: unknown): AgentContent {
  if (isObject(json) && isObject(json["agent"]) && isObject(json["flow"])) {
    return { agent: json["agent"], flow: json["flow"] };
  }
  throw new AscendiaError(
    "invalid",
    "The template lost its agent or its flow when the dashboard's changes were taken.",
    {
      hint: "Take them by hand: ascendia agent:export -o <file> shows the dashboard's state.",
    },
  );
}

function isSame(one: AgentContent, other: AgentContent): boolean {
  return canonicalJson(contentOf(one)) === canonicalJson(contentOf(other));
}
