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

/**
 * The leaves of several contents, without what `areAlike` says of their values in one place. Nearly all of two versions is
 * the same: to name each of its ten thousand places takes ten times as long as to see that.
 */
export function leavesWhereUnlike(
  contents: readonly (AgentContent | undefined)[],
  areAlike: (values: readonly unknown[]) => boolean,
): readonly ReadonlyMap<string, string>[] {
  const leaves = contents.map(() => new Map<string, string>());
  const add = (path: string, values: readonly unknown[]): void => {
    if (areAlike(values)) return;
    const parts = partsOf(path, values);
    for (const [place, within] of parts ?? []) add(place, within);
    for (const [index, value] of values.entries()) {
      const own = leaves[index];
      if (value === undefined || own === undefined) continue;
      if (parts === undefined) addLeaves(path, value, own);
      else if (Array.isArray(value)) own.set(`${path} (order)`, orderOf(value));
      else if (isObject(value) && Object.keys(value).length === 0) own.set(path, "{}");
    }
  };
  add(
    "agent",
    contents.map((content) => content?.agent),
  );
  add(
    "flow",
    contents.map((content) => content?.flow),
  );
  return leaves;
}

function orderOf(list: readonly unknown[]): string {
  return canonicalJson([...(keyedItems(list)?.keys() ?? [])]);
}

/** The places within values that are all objects, or all lists of named items; undefined for values of several kinds. */
function partsOf(path: string, values: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> | undefined {
  const there = values.filter((value) => value !== undefined);
  const areLists = there.every((value) => Array.isArray(value));
  const sides = values.map((value) => {
    if (areLists && Array.isArray(value)) return keyedItems(value);
    return isObject(value) ? new Map(Object.entries(value)) : undefined;
  });
  const known = sides.filter((side) => side !== undefined);
  if (known.length < there.length) return undefined;
  const keys = new Set<string>();
  for (const side of known) for (const key of side.keys()) keys.add(key);
  return new Map(
    [...keys].map((key) => [areLists ? `${path}[${key}]` : `${path}.${key}`, sides.map((side) => side?.get(key))]),
  );
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
