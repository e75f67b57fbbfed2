import type { Flow, FlowNode, FlowTool, Graph } from "../flow.ts";
import { isSystemVariable, placeholderNames } from "../placeholders.ts";
import { fieldText, locate } from "../parse/schema-problem.ts";
import type { Finding, Rule } from "../rule.ts";

/** A text in a JSON value; `path` consists of keys and positions. */
export interface FoundText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Deeper than any real file. A hostile one must not exhaust the stack. */
const maxDepth = 200;

/**
 * In the order of the JSON. Collected into a single list, because a template has thousands of texts and every rule
 * reads them.
 */
export function textsIn(value: unknown): readonly FoundText[] {
  const found: FoundText[] = [];
  collect(value, [], found);
  return found;
}

function collect(value: unknown, path: (string | number)[], found: FoundText[]): void {
  if (typeof value === "string") {
    found.push({ path: [...path], text: value });
    return;
  }
  if (typeof value !== "object" || value === null || path.length > maxDepth) return;
  const items: Iterable<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value);
  for (const [key, item] of items) {
    path.push(key);
    collect(item, path, found);
    path.pop();
  }
}

export interface VariableUse extends FoundText {
  readonly name: string;
}

/** Every `{{name}}` outside canvas notes, except system variables and names that contain a placeholder. */
export function variableUses(flow: Flow): readonly VariableUse[] {
  const known = knownUses.get(flow) ?? findUses(flow);
  knownUses.set(flow, known);
  return known;
}

const knownUses = new WeakMap<Flow, readonly VariableUse[]>();

function findUses(flow: Flow): readonly VariableUse[] {
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

/** Names of the variables that a node can set during a call. */
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

/**
 * Names that the call supplies or that have defaults in the flow; undefined if it is unknown what the call supplies.
 */
export function givenNames(flow: Flow, supplied: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (supplied === undefined) return undefined;
  return new Set([...supplied, ...Object.keys(flow.default_dynamic_variables ?? {})]);
}

export const neverSupplied: Rule = ({ flow, maps, options }) => {
  const given = givenNames(flow, options.supplied);
  if (given === undefined) return [];
  const produced = new Set(maps.flatMap(({ graph }) => graph.nodes.flatMap((node) => producedBy(node, graph, flow))));
  const missing = variableUses(flow).filter(({ name }) => !given.has(name) && !produced.has(name));
  return firstUses(missing).map((use) => placed(use, flow, neverSuppliedTexts(use.name)));
};

type FindingText = Pick<Finding, "rule" | "severity" | "message" | "fix">;

function placed(use: VariableUse, flow: Flow, texts: FindingText): Finding {
  return { ...texts, field: fieldText(use.path), ...locate(use.path, flow) };
}

function neverSuppliedTexts(name: string): FindingText {
  return {
    rule: "variable-never-supplied",
    severity: "error",
    message: `Nothing supplies {{${name}}}; callers would hear it literally.`,
    fix: "Supply it with the call, give it a default, or correct the name.",
  };
}

function firstUses(uses: readonly VariableUse[]): readonly VariableUse[] {
  return [...new Map(uses.toReversed().map((use) => [use.name, use])).values()].toReversed();
}

export const neverUsed: Rule = ({ flow, options }) => {
  const given = givenNames(flow, options.supplied) ?? new Set(Object.keys(flow.default_dynamic_variables ?? {}));
  const used = new Set([...variableUses(flow).map((use) => use.name), ...codeUses(flow)]);
  return [...given]
    .filter((name) => !used.has(name))
    .map((name) => ({
      rule: "variable-never-used",
      severity: "warning",
      field: `default_dynamic_variables.${name}`,
      message: `The variable ${name} is supplied but no text, tool or condition uses it.`,
      fix: "Use it or stop supplying it.",
    }));
};

const unspeakable: readonly (readonly [string, (value: string) => boolean])[] = [
  ["a web address", (value) => /\b(https?:\/\/|www\.)\S+/i.test(value)],
  ["JSON", isJsonText],
  ["a row of digits without pauses", (value) => /\d{5,}/.test(value)],
];

/** Checks only `static_text`, which is spoken word for word. In a prompt, the model chooses the words. */
export const notSpeakable: Rule = ({ flow, options }) => {
  const samples = new Map(Object.entries(options.samples ?? {}));
  const spoken = textsSpoken(flow);
  return spoken.flatMap((use) => {
    const value = samples.get(use.name) ?? flow.default_dynamic_variables?.[use.name];
    const what = value === undefined ? undefined : unspeakable.find(([, test]) => test(value))?.[0];
    if (what === undefined) return [];
    const texts: FindingText = {
      rule: "variable-not-speakable",
      severity: "error",
      message: `{{${use.name}}} is spoken word for word and holds ${what}.`,
      fix: "Supply a spoken form of it, or use a prompt instruction.",
    };
    return [placed(use, flow, texts)];
  });
};

/** An empty text also hides the default (docs/retell.md 10), so the agent says nothing there. */
export const emptyValues: Rule = ({ flow, options }) => {
  const samples = new Map(Object.entries(options.samples ?? {}));
  const uses = firstUses(textsSpoken(flow)).filter((use) => samples.get(use.name)?.trim() === "");
  return uses.map((use) =>
    placed(use, flow, {
      rule: "variable-empty",
      severity: "warning",
      message: `{{${use.name}}} is spoken word for word and is empty.`,
      fix: "Supply a text for it.",
    }),
  );
};

function textsSpoken(flow: Flow): readonly VariableUse[] {
  return variableUses(flow).filter(({ path }) => {
    const [last, before] = [path.at(-1), path.at(-2)];
    if (last !== "text" || before !== "instruction") return false;
    const node = nodeAtPath(flow, path);
    return (
      node !== undefined && node.type !== "sms" && "instruction" in node && node.instruction?.type === "static_text"
    );
  });
}

/** Paths begin with `nodes, n` or `components, n, nodes, n`. */
function nodeAtPath(flow: Flow, path: VariableUse["path"]): FlowNode | undefined {
  const nodes = path[0] === "components" ? flow.components?.[Number(path[1])]?.nodes : flow.nodes;
  return nodes?.[Number(path[path.lastIndexOf("nodes") + 1])];
}

function isJsonText(value: string): boolean {
  if (!/^\s*[[{]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    // Text that only starts like JSON, such as "[at noon]".
    return false;
  }
}
