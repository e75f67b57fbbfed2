import { type GraphMap, entryNodes, mapFlow, reachable } from "../check/rule.ts";
import { type Flow, type FlowNode, type Graph, type NodeEdge, findComponent, nodeEdges } from "../flow.ts";
import {
  type DrawnEdge,
  type DrawnNode,
  type DrawnPart,
  type FlowCoverage,
  type FlowGraph,
  conditionText,
  drawnKind,
  edgeText,
  nodeText,
} from "./flow-graph.ts";

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
  const parts = maps.map((map, index) => drawnPart(map, flow.components?.[index - 1]?.name, { drawing, used }));
  return { title: options.title, parts };
}

interface Whole {
  readonly drawing: Drawing;
  /** Names of the components that a node runs. */
  readonly used: ReadonlySet<string | undefined>;
}

function drawnPart(map: GraphMap, name: string | undefined, { drawing, used }: Whole): DrawnPart {
  const isUsed = name === undefined || used.has(name);
  const entries = isUsed ? entryNodes(map) : [];
  const place = { map, reached: new Set([...entries, ...reachable(entries, map.links)]) };
  return {
    ...(name !== undefined && { name }),
    isUsed,
    nodes: map.graph.nodes.map((node) => drawnNode(node, place, drawing)),
  };
}

function drawnNode(node: FlowNode, { map, reached }: Place, drawing: Drawing): DrawnNode {
  const { flow, keys, coverage } = drawing;
  const global = node.global_node_setting;
  const entersAt = node.type === "component" ? keyOfStart(findComponent(flow, node.component_id), keys) : undefined;
  return {
    key: keys.get(node) ?? "",
    id: node.id,
    name: node.name?.trim() || node.id,
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

/** Keys are positions, because real exports repeat edge ids. */
function drawnEdges(node: FlowNode, map: GraphMap, drawing: Drawing): readonly DrawnEdge[] {
  const leading = nodeEdges(node);
  const back = node.global_node_setting?.go_back_conditions ?? [];
  return [
    ...leading.map((nodeEdge, index) => drawnEdge(nodeEdge, { key: `e${index}`, node, map }, drawing)),
    ...back.map(({ id, transition_condition: condition }, index) => ({
      key: `e${leading.length + index}`,
      id,
      kind: "go_back" as const,
      text: conditionText(condition),
    })),
  ];
}

interface EdgePlace {
  readonly key: string;
  readonly node: FlowNode;
  readonly map: GraphMap;
}

function drawnEdge({ kind, edge }: NodeEdge, place: EdgePlace, { keys, coverage }: Drawing): DrawnEdge {
  const { key, node, map } = place;
  const destination = map.nodes.get(edge.destination_node_id ?? "");
  const to = destination === undefined ? undefined : keys.get(destination);
  return {
    key,
    id: edge.id,
    kind: drawnKind(kind, edge),
    text: edgeText(kind, edge),
    ...(to !== undefined && { to }),
    ...(coverage !== undefined && { isCovered: coverage.edges.has(`${map.prefix}${node.id}#${edge.id}`) }),
  };
}

/** Where a run enters a component: its start node, else its first node. */
function keyOfStart(component: Graph | undefined, keys: ReadonlyMap<FlowNode, string>): string | undefined {
  const start = component?.nodes.find((node) => node.id === component.start_node_id) ?? component?.nodes[0];
  return start === undefined ? undefined : keys.get(start);
}
