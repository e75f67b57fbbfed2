import { entryNodes, type GraphMap, type Link, reachable } from "../../flow/check/flow-map.ts";
import type { FlowNode } from "../../flow/flow.ts";
import { fixedVerdict, type FixedFacts, type Verdict } from "./fixed-facts.ts";

export interface Unreachable {
  /** By key of the node. */
  readonly nodes: ReadonlySet<string>;
  /** Why, by key of the edge. */
  readonly edges: ReadonlyMap<string, string>;
}

/**
 * What no call can pass whose variables hold these facts: edges whose equation cannot hold, edges of a branch behind one
 * that always does, and all that only they lead to. Components count as entered, prompts as answered in every way.
 */
export function unreachableIn(maps: readonly GraphMap[], facts: FixedFacts): Unreachable {
  const nodes = new Set<string>();
  const edges = new Map<string, string>();
  for (const map of maps) {
    const dead = deadEdges(map, facts);
    const live = map.links.filter((link) => !dead.has(link));
    const entries = entryNodes(map);
    const reached = new Set<FlowNode>([...entries, ...reachable(entries, live)]);
    for (const node of map.graph.nodes) if (!reached.has(node)) nodes.add(`${map.prefix}${node.id}`);
    for (const link of map.links.filter(({ to }) => to !== undefined)) {
      const because = reached.has(link.from) ? dead.get(link) : `nothing leads to ${link.from.id} then`;
      if (because !== undefined) edges.set(edgeKey(map, link), because);
    }
  }
  return { nodes, edges };
}

export function edgeKey({ prefix }: GraphMap, { from, edge }: Link): string {
  return `${prefix}${from.id}#${edge.id}`;
}

function deadEdges({ links }: GraphMap, facts: FixedFacts): ReadonlyMap<Link, string> {
  const dead = new Map<Link, string>();
  const always = new Map<FlowNode, string>();
  for (const link of links) {
    const before = always.get(link.from);
    if (before !== undefined) {
      // Only branches are never left but by deciding: anywhere else a special edge may fire without it.
      if (link.from.type === "branch") dead.set(link, before);
      continue;
    }
    const verdict = verdictOn(link, facts);
    if (verdict?.holds === false) dead.set(link, verdict.because);
    if (verdict?.holds === true && link.to !== undefined) {
      always.set(link.from, `${verdict.because}, so ${link.edge.id} is taken`);
    }
  }
  return dead;
}

function verdictOn({ kind, edge }: Link, facts: FixedFacts): Verdict | undefined {
  const { transition_condition: condition } = edge;
  return kind === "edges" && condition.type === "equation" ? fixedVerdict(condition, facts) : undefined;
}
