import { isListed, listedValues } from "../../../flow/check/value-rules.ts";
import { readTolerantly } from "../../../flow/parse/read-tolerantly.ts";
import { loadedFlowSchema } from "../../../flow/schema/flow.ts";
import { type AccountLists, retellLists } from "../../../flow/schema/retell-lists.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { canonicalJson } from "../../canonical-json.ts";
import { contentOf, contentLeaves, keyedItems } from "../bare-content.ts";
import { agentSettingsSchema } from "../template/agent.ts";
import type { AgentContent, JsonObject } from "../ports.ts";

/**
 * The content without parts that this version does not know and none of `ours` has: keys, nodes of new types, values
 * out of our ranges. Retell or its dashboard added them; they are not drift, and writes preserve them.
 */
export function withoutForeign(live: AgentContent, ours: readonly (AgentContent | undefined)[]): AgentContent {
  const content = contentOf(live);
  const sides = ours.map((side) => (side === undefined ? undefined : contentOf(side)));
  if (isAllOurs(content, sides)) return content;
  const known = knownOf(content);
  return {
    agent: objectOr(
      strippedOf(
        content.agent,
        known.agent,
        sides.map((side) => side?.agent),
      ),
      content.agent,
    ),
    flow: objectOr(
      strippedOf(
        content.flow,
        known.flow,
        sides.map((side) => side?.flow),
      ),
      content.flow,
    ),
  };
}

/**
 * The content to write, plus every unknown part of the live version, each in its place. Parts that we last wrote
 * ourselves and have since removed are not restored.
 */
export function withForeign(wanted: AgentContent, live: AgentContent, written: AgentContent | undefined): AgentContent {
  const content = contentOf(live);
  const known = knownOf(content);
  const last = written === undefined ? undefined : contentOf(written);
  return {
    agent: objectOr(
      carriedTo(wanted.agent, { live: content.agent, known: known.agent, last: last?.agent }),
      wanted.agent,
    ),
    flow: objectOr(carriedTo(wanted.flow, { live: content.flow, known: known.flow, last: last?.flow }), wanted.flow),
  };
}

/** Keys and values of a content that this version does not know, with paths without ids: `flow.nodes[].skippable`. */
export interface UnknownParts {
  readonly keys: readonly { readonly path: string; readonly times: number }[];
  /** For a value that is not a name, only its kind. */
  readonly values: readonly { readonly path: string; readonly value: string; readonly times: number }[];
}

export function unknownParts(live: AgentContent, account?: AccountLists): UnknownParts {
  const { agent, flow } = contentOf(live);
  const reads = [
    { part: "agent", ...readTolerantly(agentSettingsSchema.partial(), agent) },
    { part: "flow", ...readTolerantly(loadedFlowSchema, flow) },
  ];
  const keys = reads.flatMap(({ part, unknownKeys }) => unknownKeys.map(({ path }) => patternOf([part, ...path])));
  const listed = listedValues({ agent, flow }).filter((value) => !isListed(value, account));
  const values = [
    ...listed.map(({ path, text }) => ({ path: patternOf(path), value: text })),
    ...reads.flatMap(({ part, wrongValues }) =>
      wrongValues.map(({ path, found }) => ({ path: patternOf([part, ...path]), value: found })),
    ),
  ];
  const valueTimes = timesOf(values.map(textOf));
  return {
    keys: [...timesOf(keys)].map(([path, times]) => ({ path, times })),
    values: [...new Map(values.map((one) => [textOf(one), one])).values()].map(({ path, value }) => {
      return { path, value, times: valueTimes.get(textOf({ path, value })) ?? 1 };
    }),
  };
}

function textOf({ path, value }: { readonly path: string; readonly value: string }): string {
  return `${path} ${value}`;
}

function timesOf(paths: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const path of paths) times.set(path, (times.get(path) ?? 0) + 1);
  return times;
}

/** The content with only its known keys, as it is written. */
export function knownPart(content: AgentContent): AgentContent {
  const known = knownOf(content);
  return {
    agent: objectOr(strippedOf(content.agent, known.agent, []), content.agent),
    flow: objectOr(strippedOf(content.flow, known.flow, []), content.flow),
  };
}

/** The leaves of a content that this version does not know. */
export function foreignPlaces(content: AgentContent): UnknownParts["keys"] {
  return addedKeys(content, knownOf(content));
}

/** The leaves that only the first of two contents has. */
export function addedKeys(content: AgentContent, known: AgentContent): UnknownParts["keys"] {
  const there = contentLeaves(known);
  const added = [...contentLeaves(content).keys()].filter((path) => !there.has(path) && !path.endsWith(" (order)"));
  return [...timesOf(added.map(withoutIds))].map(([path, times]) => ({ path, times }));
}

export function isNothingUnknown({ keys, values }: UnknownParts): boolean {
  return keys.length + values.length === 0;
}

/** The first few parts as text: `flow.nodes[].skippable (×3)`. */
export function unknownText({ keys, values }: UnknownParts): string {
  const shown = 8;
  const lines = [
    ...keys.map(({ path, times }) => `${path}${timesText(times)}`),
    ...values.map(({ path, value, times }) => `${path} "${value}"${timesText(times)}`),
  ];
  const rest = lines.length > shown ? [`and ${lines.length - shown} more`] : [];
  return [...lines.slice(0, shown), ...rest].join(", ");
}

function timesText(times: number): string {
  return times === 1 ? "" : ` (×${times})`;
}

/** `flow.nodes[].type` */
function patternOf(path: readonly PropertyKey[]): string {
  return withoutIds(path.map((step) => (typeof step === "number" ? "[]" : `.${String(step)}`)).join(""));
}

function withoutIds(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/gu, "[]").replace(/^\./u, "");
}

function knownOf({ agent, flow }: AgentContent): AgentContent {
  const settings = readTolerantly(agentSettingsSchema.partial(), agent).value;
  const graph = readTolerantly(loadedFlowSchema, withoutNewNodes(flow)).value;
  return { agent: settings ?? agent, flow: graph ?? flow };
}

function withoutNewNodes(body: JsonObject): JsonObject {
  const { nodes, components } = body;
  const types: readonly string[] = retellLists.nodeTypes;
  const isKnown = (node: unknown) => isObject(node) && types.includes(String(node["type"]));
  return {
    ...body,
    ...(Array.isArray(nodes) && { nodes: nodes.filter(isKnown) }),
    ...(Array.isArray(components) && {
      components: components.map((one: unknown) => (isObject(one) ? withoutNewNodes(one) : one)),
    }),
  };
}

/** Whether every key and item is also in `ours`. Then nothing is foreign, and the known part need not be determined. */
function isAllOurs(live: unknown, ours: readonly unknown[]): boolean {
  const within = ours.filter((side) => side !== undefined);
  if (within.some((side) => side === live)) return true;
  if (Array.isArray(live)) {
    const items = keyedItems(live);
    const sides = within.map((side): ReadonlyMap<unknown, unknown> => {
      if (items !== undefined) return itemsOf(side);
      return new Map(Array.isArray(side) ? side.entries() : []);
    });
    return [...(items ?? live.entries())].every(([key, item]) => isOneOfOurs(key, item, sides));
  }
  if (!isObject(live)) return within.length > 0;
  const sides = within.map((side) => new Map(isObject(side) ? Object.entries(side) : []));
  return Object.entries(live).every(([key, item]) => isOneOfOurs(key, item, sides));
}

function isOneOfOurs(key: unknown, item: unknown, sides: readonly ReadonlyMap<unknown, unknown>[]): boolean {
  return (
    sides.some((side) => side.has(key)) &&
    isAllOurs(
      item,
      sides.map((side) => side.get(key)),
    )
  );
}

function strippedOf(live: unknown, known: unknown, ours: readonly unknown[]): unknown {
  if (isObject(live) && isObject(known)) {
    const isOurs = (key: string) => ours.some((side) => isObject(side) && Object.hasOwn(side, key));
    const entries = Object.entries(live).filter(([key]) => Object.hasOwn(known, key) || isOurs(key));
    return Object.fromEntries(
      entries.map(([key, value]) => [
        key,
        strippedOf(
          value,
          known[key],
          ours.map((side) => (isObject(side) ? side[key] : undefined)),
        ),
      ]),
    );
  }
  if (!Array.isArray(live) || !Array.isArray(known)) return live;
  const items = keyedItems(live);
  // Items without ids, such as equations, are matched by position.
  if (items === undefined) {
    if (live.length !== known.length) return live;
    return live.map((item: unknown, index) => {
      const sides = ours.map((side): unknown => (Array.isArray(side) ? side[index] : undefined));
      return strippedOf(item, known[index], sides);
    });
  }
  const knownItems = itemsOf(known);
  const oursItems = ours.map(itemsOf);
  return [...items].flatMap(([key, item]) => {
    const sides = oursItems.map((side) => side.get(key));
    if (!knownItems.has(key)) return sides.every((side) => side === undefined) ? [] : [item];
    return [strippedOf(item, knownItems.get(key), sides)];
  });
}

interface Carried {
  readonly live: unknown;
  readonly known: unknown;
  readonly last: unknown;
}

function carriedTo(wanted: unknown, { live, known, last }: Carried): unknown {
  if (isObject(wanted) && isObject(live)) {
    const before = isObject(last) ? last : {};
    const knownKeys = isObject(known) ? known : live;
    const isForeign = (key: string) =>
      !Object.hasOwn(wanted, key) && !Object.hasOwn(knownKeys, key) && !Object.hasOwn(before, key);
    const own = Object.entries(wanted).map(([key, value]) => [
      key,
      carriedTo(value, { live: live[key], known: knownKeys[key], last: before[key] }),
    ]);
    return Object.fromEntries([...own, ...Object.entries(live).filter(([key]) => isForeign(key))]);
  }
  if (!Array.isArray(wanted) || !Array.isArray(live) || !Array.isArray(known)) return wanted;
  const items = keyedItems(wanted);
  const liveItems = itemsOf(live);
  if (items === undefined || liveItems.size === 0) return carriedByPlace(wanted, { live, known, last });
  const knownItems = itemsOf(known);
  const lastItems = itemsOf(last);
  const own = [...items].map(([key, item]) =>
    carriedTo(item, { live: liveItems.get(key), known: knownItems.get(key), last: lastItems.get(key) }),
  );
  const foreign = [...liveItems].filter(([key]) => !items.has(key) && !knownItems.has(key) && !lastItems.has(key));
  return [...own, ...foreign.map(([, item]) => item)];
}

interface CarriedLists {
  readonly live: readonly unknown[];
  readonly known: readonly unknown[];
  readonly last: unknown;
}

/** Items without ids, such as equations, are matched by position, or by content if the list's length changed. */
function carriedByPlace(wanted: readonly unknown[], { live, known, last }: CarriedLists): unknown {
  if (live.length !== known.length) return wanted;
  const before: readonly unknown[] = Array.isArray(last) ? last : [];
  const texts = known.map((item) => canonicalJson(item));
  return wanted.map((item, index) => {
    const place = wanted.length === live.length ? index : texts.indexOf(canonicalJson(item));
    if (place === -1) return item;
    return carriedTo(item, { live: live[place], known: known[place], last: before[place] });
  });
}

function itemsOf(list: unknown): ReadonlyMap<string, unknown> {
  return (Array.isArray(list) ? keyedItems(list) : undefined) ?? new Map<string, unknown>();
}

function objectOr(value: unknown, otherwise: JsonObject): JsonObject {
  return isObject(value) ? value : otherwise;
}
