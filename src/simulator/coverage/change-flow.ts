import { type Edge, type Flow, type FlowNode, type SpecialEdgeKind, specialEdge } from "../../flow/flow.ts";

interface NodePlace {
  /** "" for the flow, `<component name>/` for a component. */
  readonly prefix: string;
  readonly node: string;
}

interface EdgePlace extends NodePlace {
  readonly edge: string;
}

const specialKeys = [
  "else_edge",
  "always_edge",
  "skip_response_edge",
  "edge",
  "success_edge",
  "failed_edge",
] as const satisfies readonly SpecialEdgeKind[];

export function dropEdge(flow: Flow, place: EdgePlace): Flow {
  return changeEdge(flow, place, () => undefined);
}

export function setDestination(flow: Flow, place: EdgePlace, destination: string): Flow {
  return changeEdge(flow, place, (edge) => ({ ...edge, destination_node_id: destination }));
}

/** Simulates that nothing supplies the variable: every text names another variable, which does not exist. */
export function renameUses(flow: Flow, name: string): Flow {
  return mapTexts(flow, (text) => text.replaceAll(`{{${name}}}`, `{{${name}_dropped}}`));
}

export function dropExtracted(flow: Flow, place: NodePlace, name: string): Flow {
  return changeNode(flow, place, (node) =>
    node.type === "extract_dynamic_variables"
      ? { ...node, variables: node.variables.filter((variable) => variable.name !== name) }
      : node,
  );
}

export function dropResponse(flow: Flow, toolName: string, name: string): Flow {
  const tools = (flow.tools ?? []).map((tool) => {
    if (tool.name !== toolName || tool.type !== "custom") return tool;
    const { [name]: _dropped, ...kept } = tool.response_variables ?? {};
    return Object.assign({}, tool, { response_variables: kept });
  });
  return { ...flow, tools };
}

type ChangeEdge = (edge: Edge) => Edge | undefined;

function changeEdge(flow: Flow, place: EdgePlace, change: ChangeEdge): Flow {
  return changeNode(flow, place, (node) => {
    const changed = special(node, place.edge, change);
    if (!("edges" in changed)) return changed;
    const edges = changed.edges?.flatMap((edge) => (edge.id === place.edge ? (change(edge) ?? []) : edge));
    return { ...changed, edges };
  });
}

/** Node types differ in their special edges; an existing one is changed, none is added. */
function special(node: FlowNode, id: string, change: ChangeEdge): FlowNode {
  const key = specialKeys.find((name) => specialEdge(node, name)?.id === id);
  const edge = key === undefined ? undefined : specialEdge(node, key);
  return key === undefined || edge === undefined ? node : { ...node, [key]: change(edge) };
}

function changeNode(flow: Flow, { prefix, node: id }: NodePlace, change: (node: FlowNode) => FlowNode): Flow {
  const changed = (nodes: readonly FlowNode[]) => nodes.map((node) => (node.id === id ? change(node) : node));
  if (prefix === "") return { ...flow, nodes: changed(flow.nodes) };
  const components = flow.components?.map((component) =>
    `${component.name}/` === prefix ? { ...component, nodes: changed(component.nodes) } : component,
  );
  return { ...flow, components };
}

function mapTexts<T>(value: T, change: (text: string) => string): T;

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
