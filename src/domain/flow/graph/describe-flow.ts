import type { GraphMap } from "../check/flow-map.ts";
import { entryNodes, mapFlow, reachable } from "../check/flow-map.ts";
import { findComponent } from "../find-component.ts";
import type { Flow, FlowNode, Graph } from "../flow.ts";
import { nodeEdges } from "../node-edges.ts";
import { conditionText, drawnKind, edgeText } from "./condition-text.ts";
import type { DrawnEdge, DrawnNode, DrawnPart, FlowCoverage, FlowGraph } from "./flow-graph.ts";
import { nodeText } from "./node-text.ts";

export interface DrawingOptions {
  readonly title: string;
  readonly coverage?: FlowCoverage;
}

interface Drawing extends DrawingOptions {
  readonly flow: Flow;
  readonly keys: ReadonlyMap<FlowNode, string>;
}

interface Place {
  readonly map: GraphMap;
  readonly reached: ReadonlySet<FlowNode>;
}

export function describeFlow(flow: Flow, options: DrawingOptions): FlowGraph {
  const maps = mapFlow(flow);
  const nodes = maps.flatMap(({ graph }) => graph.nodes);
  const drawing = { ...options, flow, keys: new Map(nodes.map((node, index) => [node, `n${index}`])) };
  const used = new Set(
    nodes.flatMap((node) => (node.type === "component" ? [findComponent(flow, node.component_id)?.name] : [])),
  );
  const parts = maps.map((map, index): DrawnPart => {
    const name = flow.components?.[index - 1]?.name;
    const place = { map, reached: new Set([...entryNodes(map), ...reachable(entryNodes(map), map.links)]) };
    return {
      ...(name !== undefined && { name }),
      isUsed: name === undefined || used.has(name),
      nodes: map.graph.nodes.map((node) => drawnNode(node, place, drawing)),
    };
  });
  return { title: options.title, parts };
}

function drawnNode(node: FlowNode, { map, reached }: Place, drawing: Drawing): DrawnNode {
  const { flow, keys, coverage } = drawing;
  const global = node.global_node_setting;
  const entersAt = node.type === "component" ? keyOfStart(findComponent(flow, node.component_id), keys) : undefined;
  return {
    key: keys.get(node) ?? "",
    id: node.id,
    name: node.name ?? node.id,
    type: node.type,
    text: nodeText(node, { flow, graph: map.graph }),
    isStart: node.id === map.graph.start_node_id,
    isReachable: reached.has(node),
    ...(global !== undefined && { globalCondition: global.condition }),
    ...(entersAt !== undefined && { entersAt }),
    edges: drawnEdges(node, map, drawing),
    ...(coverage !== undefined && { isCovered: coverage.nodes.has(`${map.prefix}${node.id}`) }),
  };
}

function drawnEdges(node: FlowNode, map: GraphMap, { keys, coverage }: Drawing): readonly DrawnEdge[] {
  const leading = nodeEdges(node).map(({ kind, edge }) => {
    const destination = map.nodes.get(edge.destination_node_id ?? "");
    const to = destination === undefined ? undefined : keys.get(destination);
    return {
      id: edge.id,
      kind: drawnKind(kind, edge),
      text: edgeText(kind, edge),
      ...(to !== undefined && { to }),
      ...(coverage !== undefined && { isCovered: coverage.edges.has(`${map.prefix}${node.id}#${edge.id}`) }),
    };
  });
  const back = (node.global_node_setting?.go_back_conditions ?? []).map((edge) => ({
    id: edge.id,
    kind: "go_back" as const,
    text: conditionText(edge.transition_condition),
  }));
  return [...leading, ...back].map((edge, index) => ({ key: `e${index}`, ...edge }));
}

/** As the interpreter enters a component: at its start node, else at its first. */
function keyOfStart(component: Graph | undefined, keys: ReadonlyMap<FlowNode, string>): string | undefined {
  const start = component?.nodes.find((node) => node.id === component.start_node_id) ?? component?.nodes[0];
  return start === undefined ? undefined : keys.get(start);
}
