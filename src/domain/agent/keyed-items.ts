import { isObject } from "../../flow/unwrap-flow.ts";

/** The field that identifies the items of a list: nodes, edges and examples by id, tools and variables by name. */
const keyFields = ["id", "tool_id", "name"] as const;

/** The items of a list by their names; undefined when a name is missing or duplicated. */
export function keyedItems(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  for (const field of keyFields) {
    const keyed = new Map(list.flatMap((item) => named(item, field)));
    if (list.length > 0 && keyed.size === list.length) return keyed;
  }
  return undefined;
}

function named(item: unknown, field: string): readonly (readonly [string, unknown])[] {
  const name = isObject(item) ? item[field] : undefined;
  return typeof name === "string" && name !== "" ? [[name, item]] : [];
}
