import { mapFlow } from "../../flow/rule.ts";
import { variableUses } from "../../flow/check/variable-rules.ts";
import type { Flow, FlowNode } from "../../flow/flow.ts";
import { dropEdge, dropExtracted, dropResponse, renameUses, setDestination } from "./change-flow.ts";
import { stableHex } from "../run/scene.ts";
import { edgeKey } from "./unreachable.ts";

type MutantKind = "edge_deleted" | "edge_redirected" | "variable_dropped";

/** A flow with one fault that some run should notice. */
export interface Mutant {
  readonly id: string;
  readonly kind: MutantKind;
  readonly what: string;
  /** The changed edge, if the fault is in one: only runs that pass it can notice. */
  readonly edge?: string;
  /** Nodes whose runs can notice; undefined: any run. */
  readonly nodes?: ReadonlySet<string> | undefined;
  /**
   * For variables: the beginnings of checks on where the value goes. Runs with such a check are the likeliest to
   * notice.
   */
  readonly checks?: readonly string[];
  flow(): Flow;
}

/**
 * One fault at a time: each edge deleted, each edge redirected, each supplied, extracted or answered variable dropped.
 */
export function mutantsOf(flow: Flow, seed: string): readonly Mutant[] {
  return [...edgeMutants(flow, seed), ...suppliedMutants(flow), ...extractedMutants(flow), ...responseMutants(flow)];
}

function edgeMutants(flow: Flow, seed: string): readonly Mutant[] {
  return mapFlow(flow).flatMap((map) =>
    map.links.flatMap((link) => {
      const { to, from, edge: changed } = link;
      if (to === undefined) return [];
      const edge = edgeKey(map, link);
      const other = otherNode(map.graph.nodes, [from, to], `${seed} ${edge}`);
      const place = { prefix: map.prefix, node: from.id, edge: changed.id } as const;
      const deleted: Mutant = {
        id: `delete ${edge}`,
        kind: "edge_deleted",
        what: `${edge} to ${to.id} is deleted`,
        edge,
        flow: () => dropEdge(flow, place),
      };
      if (other === undefined) return [deleted];
      const redirected: Mutant = {
        id: `redirect ${edge}`,
        kind: "edge_redirected",
        what: `${edge} leads to ${other.id} instead of ${to.id}`,
        edge,
        flow: () => setDestination(flow, place, other.id),
      };
      return [deleted, redirected];
    }),
  );
}

/** The new target of a redirected edge: any node but the two it joins, always the same for a seed. */
function otherNode(nodes: readonly FlowNode[], joined: readonly FlowNode[], seed: string): FlowNode | undefined {
  const others = nodes.filter((node) => !joined.includes(node));
  return others[Number.parseInt(stableHex(seed).slice(0, 8), 16) % Math.max(1, others.length)];
}

/** No mutants for supplied variables that no text of the flow uses: nothing could notice that they are missing. */
function suppliedMutants(flow: Flow): readonly Mutant[] {
  const set = new Set(mapFlow(flow).flatMap(({ graph }) => graph.nodes.flatMap(extractedBy)));
  for (const tool of flow.tools ?? []) for (const name of answeredBy(tool)) set.add(name);
  const names = [...new Set(variableUses(flow).map(({ name }) => name))].filter((name) => !set.has(name));
  return names.map((name) => ({
    id: `drop ${name}`,
    kind: "variable_dropped",
    what: `{{${name}}} is not supplied`,
    checks: checksOf(flow, name),
    nodes: nodesNaming(flow, name),
    flow: () => renameUses(flow, name),
  }));
}

function extractedMutants(flow: Flow): readonly Mutant[] {
  return mapFlow(flow).flatMap(({ prefix, graph }) =>
    graph.nodes.flatMap((node) =>
      extractedBy(node).map((name): Mutant => ({
        id: `drop ${prefix}${node.id}.${name}`,
        kind: "variable_dropped",
        what: `${prefix}${node.id} does not extract {{${name}}}`,
        nodes: new Set([`${prefix}${node.id}`]),
        checks: checksOf(flow, name),
        flow: () => dropExtracted(flow, { prefix, node: node.id }, name),
      })),
    ),
  );
}

function responseMutants(flow: Flow): readonly Mutant[] {
  return (flow.tools ?? []).flatMap((tool) =>
    answeredBy(tool).map((name): Mutant => ({
      id: `drop ${tool.name}.${name}`,
      kind: "variable_dropped",
      what: `the answer of ${tool.name} does not set {{${name}}}`,
      nodes: nodesCalling(flow, tool.tool_id),
      checks: checksOf(flow, name),
      flow: () => dropResponse(flow, tool.name, name),
    })),
  );
}

/** Checks on the variable itself, and on the arguments in which it is sent. */
function checksOf({ tools }: Flow, name: string): readonly string[] {
  const sent = (tools ?? []).flatMap((tool) =>
    Object.entries(tool.type === "custom" ? (tool.parameters?.properties ?? {}) : {})
      .filter(([, property]) => JSON.stringify(property).includes(`"{{${name}}}"`))
      .map(([parameter]) => `${tool.name} argument ${parameter} `),
  );
  return [`{{${name}}} `, ...sent];
}

function extractedBy(node: FlowNode): readonly string[] {
  return node.type === "extract_dynamic_variables" ? node.variables.map(({ name }) => name) : [];
}

function answeredBy(tool: NonNullable<Flow["tools"]>[number]): readonly string[] {
  return tool.type === "custom" ? Object.keys(tool.response_variables ?? {}) : [];
}

function nodesCalling(flow: Flow, toolId: string | undefined): ReadonlySet<string> {
  return new Set(
    mapFlow(flow).flatMap(({ prefix, graph }) =>
      graph.nodes.flatMap((node) =>
        node.type === "function" && node.tool_id === toolId ? [`${prefix}${node.id}`] : [],
      ),
    ),
  );
}

/** undefined if the global prompt or a tool, which every node shares, names it. */
function nodesNaming(flow: Flow, name: string): ReadonlySet<string> | undefined {
  const shared = JSON.stringify([flow.global_prompt ?? "", flow.tools ?? []]);
  if (shared.includes(`{{${name}}}`)) return undefined;
  return new Set(
    mapFlow(flow).flatMap(({ prefix, graph }) =>
      graph.nodes.flatMap((node) => (JSON.stringify(node).includes(`{{${name}}}`) ? [`${prefix}${node.id}`] : [])),
    ),
  );
}
