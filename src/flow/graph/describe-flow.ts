import { type GraphMap, entryNodes, mapFlow, reachable } from "../rule.ts";
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

/** The topic of each node. A flow with topics is drawn topic by topic. */
export interface FlowTopics {
  readonly titles: ReadonlyMap<string, string>;
  readonly topicOf: ReadonlyMap<string, string>;
}

export interface DrawingOptions {
  readonly title: string;
  readonly topics?: FlowTopics;
  /** Texts to show in place of variables, by variable name. */
  readonly texts?: Readonly<Record<string, string>>;
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
  const parts = maps.flatMap((map, index): readonly DrawnPart[] => {
    const component = flow.components?.[index - 1]?.name;
    const isUsed = component === undefined || used.has(component);
    const drawn = drawnNodes(map, { drawing, isUsed });
    if (component !== undefined)
      return [{ kind: "component", name: component, title: component, isUsed, nodes: drawn }];
    return topicParts(drawn, options);
  });
  return { title: options.title, parts };
}

/** The flow in topic order, or as a whole if it has no topics. Nodes without a topic come last. */
function topicParts(nodes: readonly DrawnNode[], { topics, title }: DrawingOptions): readonly DrawnPart[] {
  if (topics === undefined) return [{ kind: "flow", name: "flow", title, isUsed: true, nodes }];
  const titles = new Map([...topics.titles, [otherTopic.name, otherTopic.title]]);
  const nameOf = (node: DrawnNode): string => topics.topicOf.get(node.id) ?? otherTopic.name;
  const homes = new Map(nodes.map((node) => [node.key, nameOf(node)]));
  const byTopic = [...titles].map(([name, heading]) => {
    const own = nodes.filter((node) => homes.get(node.key) === name);
    return { kind: "topic", name, title: heading, isUsed: true, nodes: own.map(atHome) } as const;
  });
  return byTopic.filter((part) => part.nodes.length > 0);

  function atHome(node: DrawnNode): DrawnNode {
    const cameFrom = nodes.filter(
      (other) => nameOf(other) !== nameOf(node) && other.edges.some(({ to }) => to === node.key),
    );
    return {
      ...node,
      cameFrom: cameFrom.map((other) => `${other.name} (${titles.get(nameOf(other))})`),
      edges: node.edges.map((edge) => {
        const home = homes.get(edge.to ?? "");
        const topic = home === undefined || home === nameOf(node) ? undefined : titles.get(home);
        return topic === undefined ? edge : { ...edge, topic };
      }),
    };
  }
}

const otherTopic = { name: "other", title: "Other" };

interface Whole {
  readonly drawing: Drawing;
  /** Whether a call can reach this flow or component at all. */
  readonly isUsed: boolean;
}

function drawnNodes(map: GraphMap, { drawing, isUsed }: Whole): readonly DrawnNode[] {
  const entries = isUsed ? entryNodes(map) : [];
  const place = { map, reached: new Set([...entries, ...reachable(entries, map.links)]) };
  return map.graph.nodes.map((node) => drawnNode(node, place, drawing));
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
    text: filled(nodeText(node, { flow, graph: map.graph }), drawing.texts ?? {}),
    isStart: node.id === map.graph.start_node_id,
    isReachable: reached.has(node),
    ...(global !== undefined && { globalCondition: global.condition }),
    ...(entersAt !== undefined && { entersAt }),
    cameFrom: [],
    edges: drawnEdges(node, map, drawing),
    ...(coverage !== undefined && { isCovered: coverage.nodes.has(`${map.prefix}${node.id}`) }),
  };
}

function filled(text: string, texts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/gu, (whole, name: string) =>
    Object.hasOwn(texts, name) ? (texts[name] ?? whole) : whole,
  );
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
    ...(to !== undefined && { to, toName: destination?.name?.trim() || (destination?.id ?? to) }),
    ...(coverage !== undefined && { isCovered: coverage.edges.has(`${map.prefix}${node.id}#${edge.id}`) }),
  };
}

/** Where a run enters a component: its start node, else its first node. */
function keyOfStart(component: Graph | undefined, keys: ReadonlyMap<FlowNode, string>): string | undefined {
  const start = component?.nodes.find((node) => node.id === component.start_node_id) ?? component?.nodes[0];
  return start === undefined ? undefined : keys.get(start);
}
