import { otherName } from "../parse/schema-problem.ts";
import { edgeLiterals } from "../schema/flow-parts.ts";
import type { Rule } from "../rule.ts";

export const danglingEdges: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, nodes, links }) =>
    links
      .filter((link) => link.edge.destination_node_id !== undefined && link.to === undefined)
      .map(({ from, edge }) => ({
        rule: "dangling-edge",
        severity: "error",
        node: `${prefix}${from.id}`,
        edge: edge.id,
        field: "destination_node_id",
        message: `The edge leads to "${edge.destination_node_id}", which does not exist.`,
        fix: otherName(
          edge.destination_node_id ?? "",
          [...nodes.keys()],
          "Point it to an existing node or remove the edge.",
        ),
      })),
  );

export const unconnectedEdges: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, links }) =>
    links
      .filter((link) => link.edge.destination_node_id === undefined)
      .map(({ from, edge }) => ({
        rule: "unconnected-edge",
        severity: "warning",
        node: `${prefix}${from.id}`,
        edge: edge.id,
        field: "destination_node_id",
        message: "The edge is drawn but leads nowhere, so it is never taken.",
        fix: "Connect it to a node or remove it.",
      })),
  );

/** Special edges have fixed texts, in exact spelling and case (docs/retell.md 1.5). */
export const specialEdgeLiterals: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, links }) =>
    links.flatMap(({ from, kind, edge }) => {
      if (kind === "edges") return [];
      const condition = edge.transition_condition;
      if (condition.type === "prompt" && condition.prompt === edgeLiterals[kind]) return [];
      return [
        {
          rule: "special-edge-literal",
          severity: "error" as const,
          node: `${prefix}${from.id}`,
          edge: edge.id,
          field: `${kind}.transition_condition`,
          message:
            condition.type === "prompt"
              ? `The condition of ${kind} reads "${condition.prompt}".`
              : `The condition of ${kind} is an equation.`,
          fix: `Write {"type":"prompt","prompt":"${edgeLiterals[kind]}"}.`,
        },
      ];
    }),
  );

const deciding: ReadonlySet<string> = new Set([
  "branch",
  "component",
  "function",
  "code",
  "mcp",
  "extract_dynamic_variables",
]);

/** Required on branch and component nodes (docs/retell.md 1.4). On other silent nodes, a call gets stuck without it. */
export const missingElse: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, graph, links }) =>
    graph.nodes
      .filter((node) => deciding.has(node.type))
      .filter((node) => !links.some((link) => link.from === node && link.kind === "else_edge"))
      .map((node) => {
        const isRequired = node.type === "branch" || node.type === "component";
        return {
          rule: "missing-else",
          severity: isRequired ? "error" : "warning",
          node: `${prefix}${node.id}`,
          field: "else_edge",
          message: isRequired
            ? `A ${node.type} node must have an else edge.`
            : "If no condition holds, the call stays here in silence.",
          fix: `Add else_edge with {"type":"prompt","prompt":"${edgeLiterals.else_edge}"} and a destination.`,
        };
      }),
  );
