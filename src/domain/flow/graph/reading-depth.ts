import type { DrawnNode } from "./flow-graph.ts";

/**
 * How many steps into a conversation a node can first come, by node key. Laid out by this a flow keeps its shape: edges
 * that lead back, or far ahead to what can also be had sooner, do not stretch it.
 */
export function readingDepths(nodes: readonly DrawnNode[]): ReadonlyMap<string, number> {
  const edges = new Map(nodes.map((node) => [node.key, node.edges]));
  const depths = new Map<string, number>();
  const walk = (roots: readonly DrawnNode[], first: number): void => {
    let layer = roots.map((node) => node.key);
    for (let depth = first; layer.length > 0; depth += 1) {
      const fresh = new Set(layer.filter((key) => !depths.has(key)));
      for (const key of fresh) depths.set(key, depth);
      layer = [...fresh].flatMap((key) => (edges.get(key) ?? []).flatMap(({ to }) => to ?? []));
    }
  };
  walk(
    nodes.filter((node) => node.isStart),
    0,
  );
  walk(
    nodes.filter((node) => node.globalCondition !== undefined),
    1,
  );
  walk(nodes, 1);
  return depths;
}
