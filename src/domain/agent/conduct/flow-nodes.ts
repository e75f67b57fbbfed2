import { isObject } from "../../../flow/unwrap-flow.ts";
import type { JsonObject } from "../ports.ts";
import { type Conclusion, conductFinding } from "./change.ts";
import { leadingEdges } from "./edge-effects.ts";
import { type NamedNode, nodesOf, textIn } from "./template-texts.ts";

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
