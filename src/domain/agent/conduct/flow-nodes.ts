import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { JsonObject } from "../ports.ts";
import { type Conclusion, conductFinding } from "./accepted-changes.ts";
import { type NamedNode, nodesOf, textIn, objectsIn } from "./template-texts.ts";
import { placeholderNames } from "../../../flow/placeholders.ts";

export interface Graph {
  readonly flow: JsonObject;
  readonly nodes: readonly NamedNode[];
  readonly byId: ReadonlyMap<string, JsonObject>;
}

export function textOf(node: JsonObject | undefined): string {
  const instruction = node?.["instruction"];
  return isObject(instruction) ? textIn(instruction["text"]) : "";
}

export function isStatic(node: JsonObject): boolean {
  return isObject(node["instruction"]) && node["instruction"]["type"] === "static_text";
}

export function atNode(id: string, field: string, rest: Pick<Conclusion, "rule" | "value" | "message" | "fix">) {
  return conductFinding({ place: `${id}.${field}`, node: id, field, ...rest });
}

export const speaksEmergency = /\{\{\s*(?:phrase_emergency\w*|emergency_services)\s*\}\}/u;

export function graphOf(flow: JsonObject): Graph {
  const nodes = nodesOf(flow);
  return { flow, nodes, byId: new Map(nodes.map(({ id, node }) => [id, node])) };
}

export function targetsOf(node: JsonObject): readonly string[] {
  return leadingEdges(node).map(({ to }) => to);
}

/** An edge of a node, of whatever kind. */
interface LeadingEdge {
  readonly id: string;
  readonly to: string;
}

export const singleEdges = [
  "edge",
  "else_edge",
  "skip_response_edge",
  "success_edge",
  "failed_edge",
  "always_edge",
] as const;

export function leadingEdges(node: JsonObject): readonly LeadingEdge[] {
  const single = singleEdges.map((key) => node[key]).filter((edge) => isObject(edge));
  return [...objectsIn(node["edges"]), ...single].flatMap(({ id, destination_node_id: to }) =>
    typeof to === "string" ? [{ id: textIn(id), to }] : [],
  );
}

/**
 * Variables about what was done for the caller, and about appointments: only certain paths of the flow make them true,
 * and allow the caller to hear them.
 */
const guardedFact =
  /^(?:booking|reschedule|cancellation|lookup)_message$|^appointment_|^provider_name$|^special_instructions$|^phrase_reminder_(?:appointment|child|offer_slot|notice)$/u;

const byType: Readonly<Record<string, string>> = { end: "end", transfer_call: "transfer", sms: "sms" };

/** For each node, what happens from there until the caller is heard again, such as "book-appointment" or "end". */
export function effectsIn(flow: JsonObject): (id: string) => readonly string[] {
  const nodes = new Map(nodesOf(flow).map(({ id, node }) => [id, node]));
  const tools = new Map(objectsIn(flow["tools"]).map((tool) => [tool["tool_id"], tool]));
  const ownEffects = (node: JsonObject): readonly string[] => {
    const type = textIn(node["type"]);
    if (type === "function") return [toolEffect(tools.get(node["tool_id"]))];
    if (type === "conversation") return factsSaid(node).map((name) => `says ${name}`);
    const effect = byType[type];
    return effect === undefined ? [] : [effect];
  };
  const collect = (id: string, seen: Set<string>): readonly string[] => {
    const node = nodes.get(id);
    if (node === undefined || seen.has(id)) return [];
    seen.add(id);
    const isHeard = node["type"] === "conversation" && !isObject(node["skip_response_edge"]);
    const next = isHeard ? [] : leadingEdges(node).flatMap(({ to }) => collect(to, seen));
    return [...ownEffects(node), ...next];
  };
  const known = new Map<string, readonly string[]>();
  return (id) => {
    const found = known.get(id) ?? [...new Set(collect(id, new Set()))].toSorted();
    known.set(id, found);
    return found;
  };
}

function toolEffect(tool: JsonObject | undefined): string {
  return /\/api\/(?<name>[\w-]+)$/u.exec(textIn(tool?.["url"]))?.groups?.["name"] ?? textIn(tool?.["name"]);
}

function factsSaid({ instruction }: JsonObject): readonly string[] {
  const names = isObject(instruction) ? placeholderNames(textIn(instruction["text"])) : [];
  return names.filter((name) => guardedFact.test(name));
}
