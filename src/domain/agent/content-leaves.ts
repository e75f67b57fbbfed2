import { isObject } from "../../flow/unwrap-flow.ts";
import { canonicalJson } from "../canonical-json.ts";
import { keyedItems } from "./keyed-items.ts";
import type { AgentContent } from "./ports.ts";

/** Each smallest place of a content with its value as canonical JSON: `flow.nodes[greeting].instruction.text`. */
export function contentLeaves(content: AgentContent): ReadonlyMap<string, string> {
  return new Map(Object.entries(content).flatMap(([part, value]) => leavesAt(part, value)));
}

type Leaf = readonly [path: string, json: string];

function leavesAt(path: string, value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return leavesOfList(path, value);
  if (!isObject(value)) return [[path, canonicalJson(value)]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, "{}"]];
  return entries.flatMap(([key, item]) => leavesAt(`${path}.${key}`, item));
}

/** The order of named items is a place of its own: edges are tried in their order. */
function leavesOfList(path: string, list: readonly unknown[]): readonly Leaf[] {
  const keyed = keyedItems(list);
  if (keyed !== undefined) {
    const items = [...keyed].flatMap(([key, item]) => leavesAt(`${path}[${key}]`, item));
    return [...items, [`${path} (order)`, canonicalJson([...keyed.keys()])]];
  }
  if (!list.some((item) => isObject(item))) return [[path, canonicalJson(list)]];
  return list.flatMap((item: unknown, index) => leavesAt(`${path}[${index}]`, item));
}
