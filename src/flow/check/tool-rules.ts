import { otherName } from "../parse/schema-problem.ts";
import type { FlowNode, FlowTool, Graph } from "../flow.ts";
import type { Finding, Rule } from "../rule.ts";

export const toolsWithoutId: Rule = ({ maps }) =>
  maps.flatMap(({ graph }) =>
    (graph.tools ?? [])
      .filter((tool) => tool.tool_id === "")
      .map((tool) => ({
        rule: "tool-without-id",
        severity: "error",
        field: `tools.${tool.name}`,
        message: `The tool "${tool.name}" has an empty tool_id, so no node can call it.`,
        fix: 'Give it a "tool_id".',
      })),
  );

export const unknownTools: Rule = ({ flow, maps }) =>
  maps.flatMap(({ prefix, graph }) =>
    graph.nodes.flatMap((node) =>
      toolIds(node)
        .filter(({ id }) => !knownTool(id, graph) && !knownTool(id, flow))
        .map(({ id, field }): Finding => ({
          rule: "unknown-tool",
          severity: "error",
          node: `${prefix}${node.id}`,
          field,
          message: `There is no tool with tool_id "${id}".`,
          fix: otherTool(id, [...(graph.tools ?? []), ...(flow.tools ?? [])]),
        })),
    ),
  );

type NamedTool = { readonly name: string; readonly tool_id?: string | undefined };

/** If the id is a tool's name, the author meant its tool_id. */
function otherTool(id: string, tools: readonly NamedTool[]): string {
  const named = tools.find(({ name }) => name === id)?.tool_id;
  if (named !== undefined) return `Write "${named}".`;
  return otherName(
    id,
    tools.flatMap(({ tool_id: known }) => known ?? []),
    "Add the tool to the flow's tools.",
  );
}

function toolIds(node: FlowNode): readonly { readonly id: string; readonly field: string }[] {
  if (node.type === "function" && node.tool_type !== "shared") return [{ id: node.tool_id, field: "tool_id" }];
  if (node.type !== "subagent") return [];
  return (node.tool_ids ?? []).map((id, index) => ({ id, field: `tool_ids[${index}]` }));
}

function knownTool(id: string, graph: Graph): boolean {
  return (graph.tools ?? []).some((tool) => tool.tool_id === id);
}

/** No API can create or read shared tools (docs/retell.md 15.9). */
export const sharedTools: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, graph }) =>
    graph.nodes
      .filter((node) => node.type === "function" && node.tool_type === "shared")
      .map((node) => ({
        rule: "shared-tool",
        severity: "warning",
        node: `${prefix}${node.id}`,
        field: "tool_type",
        message: "Shared tools cannot be created or read through the API, so this call cannot be checked or simulated.",
        fix: 'Put the tool into the flow and write "local".',
      })),
  );

export const unknownMcpServers: Rule = ({ flow, maps }) =>
  maps.flatMap(({ prefix, graph }) =>
    graph.nodes
      .filter((node) => node.type === "mcp")
      .filter(
        (node) =>
          ![...(graph.mcps ?? []), ...(flow.mcps ?? [])].some(
            (server) => server.id === node.mcp_id || server.name === node.mcp_id,
          ),
      )
      .map((node) => ({
        rule: "unknown-mcp",
        severity: "warning",
        node: `${prefix}${node.id}`,
        field: "mcp_id",
        message: `No MCP server of the flow has the id or the name "${node.mcp_id}".`,
        fix: otherName(
          node.mcp_id,
          [...(graph.mcps ?? []), ...(flow.mcps ?? [])].map((server) => server.id ?? server.name),
          `Add {"id":"${node.mcp_id}","name":…,"url":…} to mcps.`,
        ),
      })),
  );

const namePattern = /^[A-Za-z0-9_-]{1,64}$/;

export const toolNames: Rule = ({ maps }) =>
  maps.flatMap(({ graph }) =>
    toolsOf(graph)
      .filter((tool) => !namePattern.test(tool.name))
      .map(badName),
  );

function toolsOf(graph: Graph): readonly { readonly name: string }[] {
  const owned = graph.nodes.flatMap((node) => (node.type === "subagent" ? (node.tools ?? []) : []));
  return [...(graph.tools ?? []), ...owned];
}

function badName(tool: { readonly name: string }): Finding {
  return {
    rule: "tool-name",
    severity: "error",
    field: `tools.${tool.name}`,
    message: `The tool name "${tool.name}" is not 1 to 64 letters, digits, _ or -.`,
    fix: "Rename the tool.",
  };
}

/** Cal.com tools (docs/retell.md 1.7.2). */
export const deprecatedTools: Rule = ({ maps }) =>
  maps.flatMap(({ graph }) =>
    (graph.tools ?? []).filter(isCalendarTool).map((tool) => ({
      rule: "deprecated-tool",
      severity: "warning",
      field: `tools.${tool.name}`,
      message: `"${tool.name}" is a Cal.com tool, which Retell has deprecated.`,
      fix: "Use a custom tool.",
    })),
  );

function isCalendarTool(tool: FlowTool): boolean {
  return tool.type !== "custom";
}
