import { isObject } from "../../flow/unwrap-flow.ts";
import { canonicalJson } from "../canonical-json.ts";
import { keyedItems } from "./keyed-items.ts";
import type { AgentContent } from "./ports.ts";

/** Each smallest place of a content with its value as canonical JSON: `flow.nodes[greeting].instruction.text`. */
export function contentLeaves(content: AgentContent): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const [part, value] of Object.entries(content)) addLeaves(part, value, leaves);
  return leaves;
}

function addLeaves(path: string, value: unknown, leaves: Map<string, string>): void {
  if (Array.isArray(value)) return addLeavesOfList(path, value, leaves);
  if (!isObject(value)) {
    leaves.set(path, canonicalJson(value));
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) leaves.set(path, "{}");
  for (const [key, item] of entries) addLeaves(`${path}.${key}`, item, leaves);
}

/** The order of named items is a place of its own: edges are tried in their order. */
function addLeavesOfList(path: string, list: readonly unknown[], leaves: Map<string, string>): void {
  const keyed = keyedItems(list);
  if (keyed !== undefined) {
    for (const [key, item] of keyed) addLeaves(`${path}[${key}]`, item, leaves);
    leaves.set(`${path} (order)`, canonicalJson([...keyed.keys()]));
    return;
  }
  if (!list.some((item) => isObject(item))) {
    leaves.set(path, canonicalJson(list));
    return;
  }
  for (const [index, item] of list.entries()) addLeaves(`${path}[${index}]`, item, leaves);
}
