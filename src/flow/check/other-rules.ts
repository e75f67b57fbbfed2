import { findComponent } from "../flow.ts";
import { schemaFindings } from "../parse/parse-flow.ts";
import { fieldText, locate, otherName } from "../parse/schema-problem.ts";
import type { Finding, Link, Rule } from "../rule.ts";
import { type FoundText, textsIn } from "./variable-rules.ts";

export const duplicateIds: Rule = ({ flow, maps }) => [
  ...maps.flatMap(({ prefix, graph, links }) => [
    ...duplicates(graph.nodes.map((node) => node.id)).map((id) => duplicate("node id", id, `${prefix}${id}`)),
    ...duplicates(links.map((link) => link.edge.id)).map((id) => duplicate("edge id", id, ownersOf(id, prefix, links))),
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
    fix: `Write another one, such as "${id}-2", in all places but one.`,
  };
}

/** The nodes that have an edge with this id. */
function ownersOf(id: string, prefix: string, links: readonly Link[]): string {
  const owners = links.filter((link) => link.edge.id === id).map((link) => `${prefix}${link.from.id}`);
  return [...new Set(owners)].join(", ");
}

export const startNode: Rule = ({ maps }) =>
  maps
    .filter((map) => !map.nodes.has(map.graph.start_node_id ?? ""))
    .map(({ prefix, graph }) => ({
      rule: "start-node",
      severity: "error",
      field: `${prefix}start_node_id`,
      message: graph.start_node_id
        ? `start_node_id "${graph.start_node_id}" is not a node.`
        : "There is no start_node_id.",
      fix: otherName(
        graph.start_node_id ?? "",
        graph.nodes.map(({ id }) => id),
        "Set start_node_id to the id of the first node.",
      ),
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
      fix: otherName(
        node.component_id,
        (flow.components ?? []).map((one) => one.conversation_flow_component_id ?? one.name),
        "Add the component to the flow's components.",
      ),
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

/** What retell-sdk's types refuse; a missing else edge has its own rule. */
export const schemaRule: Rule = ({ flow }) =>
  schemaFindings(flow).filter((finding) => !(finding.field === "else_edge" && finding.message.includes("missing")));

const shapes: readonly (readonly [string, RegExp])[] = [
  ["a Retell API key", /\bkey_[0-9a-f]{20,}/],
  ["an API key", /\b(sk|pk|rk|cal)_(live|test)_[\w-]{8,}|\bsk-[\w-]{16,}|\bcal_[\w-]{20,}/],
  ["a bearer token", /\bbearer\s+(?!\{\{)[\w.~+/=-]{8,}/i],
  ["basic credentials", /\bbasic\s+(?!\{\{)[A-Za-z0-9+/]{12,}={0,2}(?![\w])/],
  ["a JSON web token", /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/],
  ["a cloud access key", /\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}/],
  ["a GitHub or Slack token", /\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a password in a URL", /\b[a-z][a-z+]*:\/\/[^\s/:@{}]+:[^\s/@{}]+@/i],
];

const secretKeys = /^(cal_api_key|authorization|x-api-key|api[-_]?key|apikey|token|secret|password|x-retell-secret)$/i;

/** Secrets in the file that belong to the call's variables. Findings never repeat the value. */
export const secrets: Rule = ({ flow }) =>
  textsIn(flow).flatMap((found) => {
    const what = secretIn(found);
    if (what === undefined) return [];
    return [
      {
        rule: "secret",
        severity: "error" as const,
        field: fieldText(found.path),
        ...locate(found.path, flow),
        message: `This looks like ${what}.`,
        fix: "Take it out of the file, replace the key, and supply it as a dynamic variable or sign the request.",
      },
    ];
  });

function secretIn({ path, text }: FoundText): string | undefined {
  const shape = shapes.find(([, pattern]) => pattern.test(text));
  if (shape !== undefined) return shape[0];
  const key = String(path.at(-1));
  const isField = path.at(-2) === "headers" || path.at(-2) === "query_params" || key === "cal_api_key";
  return isField && secretKeys.test(key) && text !== "" && !text.includes("{{") ? "a credential" : undefined;
}
