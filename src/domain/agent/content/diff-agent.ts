import { resolvePlaceholders } from "../../../flow/placeholders.ts";
import { comparableContent, leavesWhereUnlike } from "../bare-content.ts";
import { isSameJson } from "../../canonical-json.ts";
import type { AgentContent, WrittenContent, AgentPlatform, AgentVersionStore, VersionRecord } from "../ports.ts";
import { withoutForeign } from "./unknown-content.ts";
import type { DesiredAgent } from "./agent-content.ts";
import { type LiveVersions, readLiveVersions } from "../live-versions.ts";

/** The sides to compare. `lastWritten` is undefined when nothing was recorded. */
export interface AgentSides {
  readonly local: AgentContent;
  /** The newest draft at Retell, if it is newer than the published version. */
  readonly draft: AgentContent | undefined;
  readonly published: AgentContent | undefined;
  readonly lastWritten: WrittenContent | undefined;
}

/**
 * Who changed a field since we last wrote. `both`: to different values. `unknown`: local and Retell differ, and no
 * record shows who changed it. `unpublished`: nobody; the draft has the value, the published version does not.
 */
type ChangedBy = "local" | "dashboard" | "both" | "unknown" | "unpublished" | "model";

/** One field that differs; values are JSON, undefined where a side lacks the field. */
export interface AgentDifference {
  readonly path: string;
  readonly changed: ChangedBy;
  readonly local: unknown;
  readonly draft: unknown;
  readonly published: unknown;
  readonly lastWritten: unknown;
}

/**
 * Every field in which the sides differ, in the order of the template. Fields with the same value locally and at Retell
 * are not drift.
 */
export function diffAgent(sides: AgentSides): readonly AgentDifference[] {
  const ours = [sides.local, sides.lastWritten?.written];
  const ofLive = (live: AgentContent | undefined) =>
    comparable(live === undefined ? undefined : withoutForeign(live, ours));
  const published = ofLive(sides.published);
  const draft = ofLive(sides.draft);
  const contents = {
    local: comparable(sides.local),
    live: sides.draft === undefined ? published : draft,
    published,
    draft,
    written: comparable(sides.lastWritten?.written),
    readBack: ofLive(sides.lastWritten?.readBack),
  };
  const leaves = leavesOf(contents);
  const paths = new Set([...leaves.local.keys(), ...leaves.live.keys(), ...leaves.published.keys()]);
  const isRecorded = sides.lastWritten !== undefined;
  return [...paths].flatMap((path) => {
    const at = valuesAt(path, leaves);
    const changed = at.local === at.live && at.local === at.published ? undefined : changedBy(path, at, isRecorded);
    return changed === undefined ? [] : [difference(path, changed, at)];
  });
}

type Side = "local" | "draft" | "published" | "written" | "readBack" | "live";

type Values = Readonly<Record<Side, string | undefined>>;

type Contents = Readonly<Record<Side, AgentContent | undefined>>;

type Leaves = Readonly<Record<Side, ReadonlyMap<string, string>>>;

function changedBy(path: string, at: Values, isRecorded: boolean): ChangedBy | undefined {
  if (at.local === at.live) return at.live === at.published ? undefined : "unpublished";
  if (!isRecorded) return "unknown";
  const isLocal = at.local !== at.written;
  const isLive = at.live !== at.readBack;
  if (isLive && !isLocal && isModelName(path) && at.live !== undefined) return "model";
  if (isLocal && isLive) return "both";
  if (isLive) return "dashboard";
  // Nobody: Retell normalised the value after it was written.
  return isLocal ? "local" : undefined;
}

/** Whether the path, in a comparable content, is the model name of a flow, a node or the agent's analysis. */
export function isModelName(path: string): boolean {
  return /\.model_config\.(primary|backup)\.model$|^agent\.post_call_analysis_model$/u.test(path);
}

function difference(path: string, changed: ChangedBy, at: Values): AgentDifference {
  const [local, draft, published, lastWritten] = [at.local, at.draft, at.published, at.written].map(parsed);
  return { path, changed, local, draft, published, lastWritten };
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}

function comparable(content: AgentContent | undefined): AgentContent | undefined {
  return content === undefined ? undefined : comparableContent(content);
}

/** The leaves at which the contents differ. */
function leavesOf({ local, live, published, draft, written, readBack }: Contents): Leaves {
  const found = leavesWhereUnlike([local, live, published, draft, written, readBack], isSameThrice).map(
    // A field that is null counts as absent: both sides would look the same.
    (leaves) => new Map([...leaves].filter(([, json]) => json !== "null")),
  );
  const side = (index: number) => found[index] ?? new Map<string, string>();
  return {
    local: side(0),
    live: side(1),
    published: side(2),
    draft: side(3),
    written: side(4),
    readBack: side(5),
  };
}

function isSameThrice([ours, theirs, released]: readonly unknown[]): boolean {
  return isSameJson(ours, theirs) && isSameJson(ours, released);
}

function valuesAt(path: string, leaves: Leaves): Values {
  return {
    local: leaves.local.get(path),
    draft: leaves.draft.get(path),
    published: leaves.published.get(path),
    written: leaves.written.get(path),
    readBack: leaves.readBack.get(path),
    live: leaves.live.get(path),
  };
}

/** The changes that writing the template would undo at Retell. */
export function dashboardChanges(differences: readonly AgentDifference[]): readonly AgentDifference[] {
  return differences.filter(({ changed }) => changed === "dashboard" || changed === "both" || changed === "unknown");
}

/** What callers of one clinic hear, or the agent's instruction, before and after; null: no text. */
export interface ChangedSentence {
  readonly path: string;
  readonly changed: AgentDifference["changed"];
  readonly before: string | null;
  readonly after: string | null;
}

const spoken = /(?:\.instruction\.text|\.execution_message_description|^flow\.global_prompt)$/;

/** The spoken texts among the differences, filled with a clinic's variables; texts that then match are left out. */
export function changedSentences(
  differences: readonly AgentDifference[],
  variables: Readonly<Record<string, string>>,
): readonly ChangedSentence[] {
  const fill = (value: unknown): string | null =>
    typeof value === "string" ? resolvePlaceholders(value, (name) => variables[name]) : null;
  return differences
    .filter(({ path }) => spoken.test(path))
    .map(({ path, changed, local, draft, published }) => {
      const before = changed === "unpublished" ? published : (draft ?? published);
      return { path, changed, before: fill(before), after: fill(local) };
    })
    .filter(({ before, after }) => before !== after);
}

export interface AgentDrift {
  readonly live: LiveVersions;
  /** The version that was written last. */
  readonly record: VersionRecord | undefined;
  readonly differences: readonly AgentDifference[];
}

interface DriftPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly versions: Pick<AgentVersionStore, "list">;
}

/** Compares the local template, the live draft, the live published version and what we last wrote, field by field. */
export async function readDrift(agentId: string, desired: DesiredAgent, ports: DriftPorts): Promise<AgentDrift> {
  const live = await readLiveVersions(agentId, ports.platform);
  const [record] = await ports.versions.list(agentId);
  const differences = diffAgent({
    local: { agent: desired.settings, flow: desired.flow },
    draft: live.draft?.content,
    published: live.published?.content,
    lastWritten: record,
  });
  return { live, record, differences };
}

/** The place of a named item, and the field that names it (`keyedItems`). */
const naming = /^(.*\[([^[\]]+)\])\.(?:id|tool_id|name)$/u;

const orderSuffix = " (order)";

const comparedSides = ["local", "draft", "published", "lastWritten"] as const;

/**
 * The differences, with a node, edge or tool that one side lacks as a single difference instead of one per field. The
 * different order of a list that results from such items is left out.
 */
export function wholeItems(differences: readonly AgentDifference[]): readonly AgentDifference[] {
  const places = differences.flatMap((one) => {
    const place = naming.exec(one.path)?.[1];
    return place !== undefined && isOneSided(one) ? [place] : [];
  });
  const outermost = places.filter((place) => !places.some((other) => place !== other && isWithin(place, other)));
  const itemOf = (path: string): string | undefined => outermost.find((place) => isWithin(path, place));
  const added = new Set<string>();
  return differences.flatMap((one): readonly AgentDifference[] => {
    const place = itemOf(one.path);
    if (place === undefined) return isOrderOf(outermost, one) ? [] : [one];
    if (added.has(place)) return [];
    added.add(place);
    return [
      wholeItem(
        place,
        differences.filter(({ path }) => isWithin(path, place)),
      ),
    ];
  });
}

function isWithin(path: string, place: string): boolean {
  return path.startsWith(`${place}.`) || path.startsWith(`${place}[`) || path === place;
}

function liveValue({ draft, published }: AgentDifference): unknown {
  return draft ?? published;
}

function isOneSided(one: AgentDifference): boolean {
  if (one.changed === "unpublished") return one.draft === undefined || one.published === undefined;
  return one.local === undefined || liveValue(one) === undefined;
}

/** One difference with each side's fields by their path in the item; undefined where a side has no such item. */
function wholeItem(place: string, fields: readonly AgentDifference[]): AgentDifference {
  const [first] = fields;
  if (first === undefined) throw new RangeError(`no fields at ${place}`);
  const values = comparedSides.map((side) => {
    const present = fields.filter((one) => one[side] !== undefined && one[side] !== null);
    const entries = present.map((one) => [one.path.slice(place.length).replace(/^\./u, ""), one[side]] as const);
    return [side, entries.length === 0 ? undefined : Object.fromEntries(entries)] as const;
  });
  const changes = new Set(fields.map(({ changed }) => changed));
  const changed = changes.size === 1 ? first.changed : "both";
  const { local, draft, published, lastWritten } = Object.fromEntries(values);
  return { path: place, changed, local, draft, published, lastWritten };
}

/** Whether the order of a list differs only because of one-sided items. */
function isOrderOf(places: readonly string[], one: AgentDifference): boolean {
  if (!one.path.endsWith(orderSuffix)) return false;
  const list = one.path.slice(0, -orderSuffix.length);
  const loose = new Set(
    places.flatMap((place) => (place.startsWith(`${list}[`) ? [place.slice(list.length + 1, -1)] : [])),
  );
  if (loose.size === 0) return false;
  const [before, after] = one.changed === "unpublished" ? [one.published, one.draft] : [liveValue(one), one.local];
  const kept = (order: unknown) => (Array.isArray(order) ? order.filter((key) => !loose.has(String(key))) : order);
  return JSON.stringify(kept(before)) === JSON.stringify(kept(after));
}
