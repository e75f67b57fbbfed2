import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { isSameJson } from "../../canonical-json.ts";
import type { DesiredAgent } from "../content/agent-content.ts";
import { comparableContent, contentOf, keyedItems, contentLeaves } from "../bare-content.ts";
import type { AgentContent, AgentPlatform, AgentVersionStore, MasterAgent, VersionRecord } from "../ports.ts";
import { type AgentDifference, readDrift, dashboardChanges } from "../content/diff-agent.ts";
import { type LiveVersion, headOf } from "../live-versions.ts";
import { publicUrlsOf, templateForm } from "../template/template-files.ts";
import { lastingModels } from "../../../flow/parse/model-settings.ts";
import { lastingModel } from "../../../flow/schema/retell-lists.ts";

/** One value on three sides: the common base, ours, and the dashboard's. undefined: absent. */
interface ThreeSides {
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Our value with every change of theirs; where both changed the same field, theirs wins. */
export function mergeContent({ base, ours, theirs }: ThreeSides): unknown {
  if (isSameJson(theirs, base) || isSameJson(theirs, ours)) return ours;
  if (isSameJson(ours, base)) return theirs;
  if (Array.isArray(ours) && Array.isArray(theirs)) return mergedList({ base, ours, theirs });
  if (isObject(ours) && isObject(theirs)) {
    const before = isObject(base) ? base : {};
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    const merged = keys.map(
      (key) => [key, mergeContent({ base: before[key], ours: ours[key], theirs: theirs[key] })] as const,
    );
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  }
  return theirs;
}

interface Lists {
  readonly base: unknown;
  readonly ours: readonly unknown[];
  readonly theirs: readonly unknown[];
}

/** Merges lists in the order of theirs; items that only we have come last. */
function mergedList({ base, ours, theirs }: Lists): readonly unknown[] {
  const [own, their] = [keyedItems(ours), keyedItems(theirs)];
  if (own === undefined || their === undefined) return theirs;
  const before = (Array.isArray(base) ? keyedItems(base) : undefined) ?? new Map<string, unknown>();
  const keys = [...new Set([...their.keys(), ...own.keys()])];
  return keys
    .map((key) => mergeContent({ base: before.get(key), ours: own.get(key), theirs: their.get(key) }))
    .filter((item) => item !== undefined);
}

interface TheirsRequest {
  readonly master: MasterAgent;
  /** The local template, and the JSON of its file. */
  readonly desired: DesiredAgent;
  readonly json: unknown;
  readonly publicUrl: string;
}

interface TheirsPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly versions: AgentVersionStore;
}

/** What copying the dashboard's changes into the template would do. `adopts`: the version is recorded as known. */
export interface TheirsPlan {
  readonly changes: readonly AgentDifference[];
  readonly template: AgentContent;
  readonly changesFile: boolean;
  readonly adopts: boolean;
  readonly head: LiveVersion;
  readonly record: VersionRecord | undefined;
}

/**
 * Plans the template with every change of the dashboard; where both changed a field, the dashboard's wins. Only reads.
 */
export async function planTheirs(request: TheirsRequest, ports: TheirsPorts): Promise<TheirsPlan> {
  const { master, desired, json, publicUrl } = request;
  const { live, record, differences } = await readDrift(master.agentId, desired, ports);
  const head = headOf(live);
  const urls = publicUrlsOf(publicUrl, record);
  const base = record === undefined ? undefined : templateForm(record.readBack, urls);
  const template = contentIn(mergeContent({ base, ours: json, theirs: templateForm(head.content, urls) }));
  const isKnown = record?.version === head.agent.version && hasSameContent(record.readBack, head.content);
  return {
    changes: dashboardChanges(differences),
    template,
    changesFile: !isSameJson(template, json),
    adopts: !isKnown,
    head,
    record,
  };
}

interface Adoption {
  readonly plan: TheirsPlan;
  /** Hash of the template in its new state. */
  readonly templateHash: string;
  /** The file or folder that now holds the changes. */
  readonly templatePath: string;
  /** The unique key of this act in the audit log. */
  readonly act: string;
  readonly reason: string | null;
}

interface AdoptionPorts {
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Records the dashboard's version as what we last wrote. */
export async function adoptTheirs(adoption: Adoption, ports: AdoptionPorts): Promise<void> {
  const { plan, templateHash, templatePath, act, reason } = adoption;
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
    withdrawnAt: known?.withdrawnAt ?? null,
    templatePath,
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
  throw new AscendiaError("invalid", "Copying the dashboard's changes would remove the template's agent or flow.", {
    hint: "Copy them by hand: ascendia agent:export -o <file> writes the dashboard's state.",
  });
}

function hasSameContent(one: AgentContent, other: AgentContent): boolean {
  return isSameJson(comparableContent(one), comparableContent(other));
}

interface TemplateMigration {
  /** The template with model settings in the newer form, and successors of models that Retell replaces. */
  readonly json: unknown;
  /** The same template; undefined if nothing changes. */
  readonly template: AgentContent | undefined;
  /** The places that change, with their values before and after. */
  readonly changes: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
}

/** The template with its model settings as Retell requires them from 2027-01-31 on (docs/retell.md 16). */
export function migratedTemplate(json: unknown): TemplateMigration {
  if (!isObject(json) || !isObject(json["flow"]) || !isObject(json["agent"]))
    return { json, template: undefined, changes: [] };
  const { agent, flow } = json;
  const model = agent["post_call_analysis_model"];
  const settings = { ...agent, ...(typeof model === "string" && { post_call_analysis_model: lastingModel(model) }) };
  const template = { agent: settings, flow: ordered(flow, lastingModels(flow)) };
  const before = contentLeaves({ agent, flow });
  const after = contentLeaves(template);
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return {
    json: { ...json, ...template },
    template: paths.length === 0 ? undefined : template,
    changes: paths.map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null })),
  };
}

/** Model settings come first, as they do in a template. */
function ordered(before: object, flow: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { model_config: config, ...rest } = flow;
  return config === undefined || "model_config" in before ? flow : { model_config: config, ...rest };
}
