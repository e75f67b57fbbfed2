import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { JsonObject } from "../ports.ts";
import type { ConductFinding } from "./accepted-changes.ts";
import { effectsIn, leadingEdges, atNode } from "./flow-nodes.ts";
import type { GoldenTexts } from "./golden-texts.ts";
import { type NamedNode, nodesOf } from "./template-texts.ts";

/** What may be done or said only after the caller's identity and consent, which the shipped flow asks for. */
const guarded =
  /^(?:book|reschedule|cancel|confirm)-appointment$|^(?:accept|decline)-slot$|^report-death$|^says (?:appointment_|provider_name|special_instructions|phrase_)/u;

/**
 * An operator's own question may come before the shipped flow's next action, but must not lead to any other. So an edge
 * of a shipped node must lead through own nodes to what it led to without them.
 */
export function ownWayFindings(flow: JsonObject, golden: GoldenTexts): readonly ConductFinding[] {
  const nodes = nodesOf(flow);
  const own = new Map(nodes.filter(({ id }) => !(`${id}.type` in golden)).map(({ id, node }) => [id, node]));
  if (own.size === 0 || own.size === nodes.length) return [];
  const effectsFrom = effectsIn(flow);
  return entries(nodes, own).flatMap(({ id, way, to }) => {
    const allowed = golden[`${id}.effects.${way}`];
    const known = new Set<unknown>(Array.isArray(allowed) ? allowed : []);
    const opened = [...new Set(reachedThrough(to, own).flatMap(effectsFrom))];
    const more = opened.filter((effect) => guarded.test(effect) && !known.has(effect)).toSorted();
    return more.length === 0 ? [] : [opens(id, way, more)];
  });
}

interface Entry {
  readonly id: string;
  /** The edge; "global" for a global node. */
  readonly way: string;
  readonly to: string;
}

/** Where the operator's own nodes are entered. */
function entries(nodes: readonly NamedNode[], own: ReadonlyMap<string, JsonObject>): readonly Entry[] {
  return nodes.flatMap(({ id, node }): readonly Entry[] => {
    if (own.has(id)) return isObject(node["global_node_setting"]) ? [{ id, way: "global", to: id }] : [];
    return leadingEdges(node).flatMap((edge) => (own.has(edge.to) ? [{ id, way: edge.id, to: edge.to }] : []));
  });
}

/** The operator's own nodes from there on, and the shipped nodes that they lead to. */
function reachedThrough(start: string, own: ReadonlyMap<string, JsonObject>): readonly string[] {
  const seen = new Set([start]);
  for (const id of seen) {
    const node = own.get(id);
    if (node !== undefined) for (const { to } of leadingEdges(node)) seen.add(to);
  }
  return [...seen];
}

function opens(id: string, way: string, effects: readonly string[]): ConductFinding {
  return atNode(id, `ways.${way}`, {
    rule: "opens-way",
    value: effects,
    message: `Through nodes of your own it leads to "${effects.join('", "')}", which the shipped flow does not do from here.`,
    fix: "Lead back to the shipped node that asks for it.",
  });
}
