import { isObject } from "../../flow/unwrap-flow.ts";

/** The field that identifies the items of a list: nodes, edges and examples by id, tools and variables by name. */
const keyFields = ["id", "tool_id", "name"] as const;

/** The items of a list by their names; undefined when a name is missing or duplicated. */
export function keyedItems(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  for (const field of keyFields) {
    const keyed = itemsByField(list, field);
    if (keyed !== undefined) return keyed;
  }
  return undefined;
}

function itemsByField(list: readonly unknown[], field: string): ReadonlyMap<string, unknown> | undefined {
  const keyed = new Map<string, unknown>();
  for (const item of list) {
    const name = isObject(item) ? item[field] : undefined;
    if (typeof name !== "string" || name === "" || keyed.has(name)) return undefined;
    keyed.set(name, item);
  }
  return keyed.size === 0 ? undefined : keyed;
}
