import type { Finding } from "../finding.ts";
import { findComponent } from "../find-component.ts";
import type { Rule } from "./rule.ts";

export const duplicateIds: Rule = ({ flow, maps }) => [
  ...maps.flatMap(({ prefix, graph, links }) => [
    ...duplicates(graph.nodes.map((node) => node.id)).map((id) => duplicate("node id", id, `${prefix}${id}`)),
    ...duplicates(links.map((link) => link.edge.id)).map((id) => duplicate("edge id", id)),
    ...duplicates((graph.tools ?? []).flatMap((tool) => tool.tool_id ?? [])).map((id) => duplicate("tool_id", id)),
    ...duplicates((graph.tools ?? []).map((tool) => tool.name)).map((name) => duplicate("tool name", name)),
  ]),
  ...duplicates((flow.components ?? []).map((component) => component.name)).map((name) =>
    duplicate("component name", name),
  ),
];

function duplicates(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

function duplicate(what: string, id: string, node?: string): Finding {
  return {
    rule: "duplicate-id",
    severity: "error",
    ...(node !== undefined && { node }),
    message: `The ${what} "${id}" is used more than once.`,
    fix: "Give each its own.",
  };
}

export const startNode: Rule = ({ maps }) =>
  maps
    .filter((map) => !map.nodes.has(map.graph.start_node_id ?? ""))
    .map(({ prefix, graph }) => ({
      rule: "start-node",
      severity: "error",
      field: `${prefix}start_node_id`,
      message: graph.start_node_id
        ? `start_node_id "${graph.start_node_id}" is no node.`
        : "There is no start_node_id.",
      fix: "Set start_node_id to the id of the first node.",
    }));

export const componentReferences: Rule = ({ flow, maps }) => {
  const references = maps.flatMap(({ prefix, graph }) =>
    graph.nodes.flatMap((node) => (node.type === "component" ? [{ node, key: `${prefix}${node.id}` }] : [])),
  );
  const unknown = references
    .filter(({ node }) => node.component_type !== "shared" && findComponent(flow, node.component_id) === undefined)
    .map(({ node, key }): Finding => ({
      rule: "unknown-component",
      severity: "error",
      node: key,
      field: "component_id",
      message: `There is no component "${node.component_id}".`,
      fix: "Set it to the conversation_flow_component_id of one of the flow's components.",
    }));
  const used = new Set(references.map(({ node }) => findComponent(flow, node.component_id)));
  const unused = (flow.components ?? [])
    .filter((component) => !used.has(component))
    .map((component): Finding => ({
      rule: "unused-component",
      severity: "warning",
      field: `components.${component.name}`,
      message: `No node uses the component "${component.name}".`,
      fix: "Add a component node that refers to it, or remove it.",
    }));
  return [...unknown, ...unused];
};
