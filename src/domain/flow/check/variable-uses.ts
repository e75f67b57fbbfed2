import type { Flow, FlowNode, FlowTool, Graph } from "../flow.ts";
import { placeholderNames } from "../placeholders.ts";
import { isSystemVariable } from "../system-variables.ts";
import type { FoundText } from "./texts.ts";
import { textsIn } from "./texts.ts";

export interface VariableUse extends FoundText {
  readonly name: string;
}

/** Every `{{name}}` of the flow outside canvas notes; system variables left out, names with an inner placeholder too. */
export function variableUses(flow: Flow): readonly VariableUse[] {
  return textsIn(flow)
    .filter((found) => !found.path.includes("notes"))
    .flatMap((found) => placeholderNames(found.text).map((name) => ({ path: found.path, text: found.text, name })))
    .filter(({ name }) => !name.includes("{{") && !isSystemVariable(name));
}

/** Variables that code reads as `dv.name` or `dv["name"]`. */
export function codeUses(flow: Flow): ReadonlySet<string> {
  const code = textsIn(flow).filter((found) => found.path.at(-1) === "code");
  const names = code.flatMap(({ text }) =>
    [...text.matchAll(/\bdv(?:\??\.(\w+)|\??\.?\[\s*["'`]([^"'`]+)["'`]\s*\])/g)].map(
      ([, dot, bracket]) => dot ?? bracket,
    ),
  );
  return new Set(names.filter((name) => name !== undefined));
}

/** Names of the variables that a node can set while a call runs. */
export function producedBy(node: FlowNode, graph: Graph, flow: Flow): readonly string[] {
  if (node.type === "extract_dynamic_variables") return node.variables.map((variable) => variable.name);
  if (node.type === "code" || node.type === "mcp") return Object.keys(node.response_variables ?? {});
  const tools = [...(graph.tools ?? []), ...(flow.tools ?? [])];
  if (node.type === "function") return responseNames(tools.filter((tool) => tool.tool_id === node.tool_id));
  if (node.type !== "subagent") return [];
  const referenced = tools.filter((tool) => tool.tool_id !== undefined && (node.tool_ids ?? []).includes(tool.tool_id));
  const owned = (node.tools ?? []).flatMap((tool) => {
    if (tool.type === "extract_dynamic_variable") return tool.variables.map((variable) => variable.name);
    return "response_variables" in tool ? Object.keys(tool.response_variables ?? {}) : [];
  });
  return [...responseNames(referenced), ...owned];
}

function responseNames(tools: readonly FlowTool[]): readonly string[] {
  return tools.flatMap((tool) => (tool.type === "custom" ? Object.keys(tool.response_variables ?? {}) : []));
}

/** Names that come with the call or with the flow's defaults; undefined when nobody said what comes with the call. */
export function givenNames(flow: Flow, supplied: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (supplied === undefined) return undefined;
  return new Set([...supplied, ...Object.keys(flow.default_dynamic_variables ?? {})]);
}
