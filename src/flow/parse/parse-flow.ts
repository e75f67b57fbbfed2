import { AscendiaError } from "../../errors.ts";
import { type Finding, findingText } from "../rule.ts";
import type { Flow } from "../flow.ts";
import { type Reading, readTolerantly } from "./read-tolerantly.ts";
import { editDistance, isKnownMistake, schemaProblem, suggestName } from "./schema-problem.ts";
import { operators } from "../schema/flow-parts.ts";
import { type FlowDefinition, flowSchema, loadedFlowSchema } from "../schema/flow.ts";
import { retellLists } from "../schema/retell-lists.ts";
import { isObject, unwrapFlow } from "./unwrap-flow.ts";

type Json = Readonly<Record<string, unknown>>;

/** Fields that only Retell's answers have, not the flows sent to it (docs/retell.md 1.1, 1.8). */
const answerFields = new Set([
  "conversation_flow_id",
  "version",
  "last_modification_timestamp",
  "user_modified_timestamp",
  "linked_conversation_flow_ids",
  "is_published",
  "base_version",
]);

const edgeKeys = ["else_edge", "always_edge", "skip_response_edge", "edge", "success_edge", "failed_edge"] as const;

interface Normalised {
  readonly json: Json;
  readonly notes: readonly Finding[];
}

/** Rewrites old exports to the current form, so that one schema reads them all. Every change is noted. */
function normaliseFlow(flow: Json): Normalised {
  const notes: Finding[] = [];
  return { json: { ...graph(flow, "", notes), ...defaults(flow, notes) }, notes };
}

function graph(value: Json, prefix: string, notes: Finding[]): Json {
  const kept = Object.fromEntries(Object.entries(value).filter(([key]) => !answerFields.has(key)));
  const { nodes, components } = kept;
  return {
    ...kept,
    ...(Array.isArray(nodes) && { nodes: nodes.map((node: unknown) => nodeJson(node, prefix, notes)) }),
    ...(Array.isArray(components) && {
      components: components.map((item: unknown) =>
        isObject(item) ? graph(item, `${String(item["name"])}/`, notes) : item,
      ),
    }),
  };
}

function nodeJson(node: unknown, prefix: string, notes: Finding[]): unknown {
  if (!isObject(node)) return node;
  const place = `${prefix}${String(node["id"])}`;
  const special = edgeKeys.filter((key) => isObject(node[key]));
  return {
    ...node,
    ...nodeTypeJson(node["type"], place, notes),
    ...(Array.isArray(node["edges"]) && { edges: node["edges"].map((item: unknown) => edgeJson(item, place, notes)) }),
    ...Object.fromEntries(special.map((key) => [key, edgeJson(node[key], place, notes)])),
  };
}

/**
 * An unlisted type may be newer than the list, so the node is kept as unplayable. A misspelling of a known type is left
 * unchanged and refused with a suggestion.
 */
function nodeTypeJson(type: unknown, node: string, notes: Finding[]): Json {
  const known: readonly string[] = retellLists.nodeTypes;
  if (typeof type !== "string" || type === "" || known.includes(type)) return {};
  if (isKnownMistake(type) || known.some((name) => editDistance(type.toLowerCase(), name) <= 2)) return {};
  const nearest = suggestName(type, known);
  notes.push({
    rule: "unknown-node-type",
    severity: "warning",
    node,
    field: "type",
    message: `The node type "${type}" is unknown to this version of ascendia; the node is kept and sent as it is, and a simulation cannot play it.`,
    fix:
      nearest === undefined
        ? `If it is not one of Retell's, use one of: ${known.join(", ")}.`
        : `If it is not one of Retell's, write "${nearest}".`,
  });
  return { type: "unsupported", retell_type: type };
}

/** Other builders' names for the sides of an equation, the usual name first. */
const sideNames = {
  left: ["left", "left_side", "leftSide", "left_operand", "variable"],
  right: ["right", "right_side", "rightSide", "right_operand", "value"],
} as const;

function side(condition: Json, names: readonly string[]): string | undefined {
  const name = names.find((one) => condition[one] !== undefined && condition[one] !== null);
  if (name === undefined) return undefined;
  const text = textOf(condition[name]);
  return name === "variable" && !text.includes("{{") ? `{{${text.trim()}}}` : text;
}

/** Written as `{{age}} > 17`; longer operators come first. */
const written = /^\s*(.+?)\s*(==|!=|>=|<=|>|<|\bnot_contains\b|\bcontains\b|\bnot_exist\b|\bexists\b)\s*(.*?)\s*$/su;

function equationIn(text: string): Json | undefined {
  const [, left, operator, right = ""] = written.exec(text) ?? [];
  if (left === undefined || operator === undefined) return undefined;
  return { left, operator, ...(right !== "" && { right: right.replaceAll(/^["']|["']$/gu, "") }) };
}

/** `{type: "equation", left, operator: ">", right}` without the list of equations, as other exports write it. */
function flatEquation(condition: Json): Json | undefined {
  if (condition["type"] !== "equation" || Array.isArray(condition["equations"])) return undefined;
  const sentence = ["equation", "equations", "expression", "condition"].map((key) => condition[key]).find(isText);
  const read = sentence === undefined ? undefined : equationIn(sentence);
  if (read !== undefined) return { type: "equation", operator: "&&", equations: [read] };
  const { operator: order } = condition;
  const given = typeof order === "string" ? order : "";
  const operator = operators.find((one) => one === given) ?? suggestName(given, operators);
  const [left, right] = [side(condition, sideNames.left), side(condition, sideNames.right)];
  if (left === undefined || operator === undefined) return undefined;
  return { type: "equation", operator: "&&", equations: [{ left, operator, ...(right !== undefined && { right }) }] };
}

function edgeJson(edge: unknown, node: string, notes: Finding[]): unknown {
  if (!isObject(edge)) return edge;
  const { condition, ...rest } = edge;
  const { transition_condition: current } = rest;
  const whole = isObject(current) ? flatEquation(current) : undefined;
  if (whole !== undefined) {
    notes.push({
      rule: "flat-equation",
      severity: "error",
      node,
      edge: String(edge["id"]),
      field: "transition_condition",
      message: "An equation must be in a list of equations; Retell ignores a single one.",
      fix: `Write ${JSON.stringify(whole)}.`,
    });
    return { ...rest, transition_condition: whole };
  }
  const text = typeof current === "string" ? current : condition;
  if (isObject(current) || typeof text !== "string") {
    const isLegacy = condition === undefined || typeof condition === "string";
    return isLegacy ? rest : edge;
  }
  notes.push({
    rule: "legacy-condition",
    severity: "error",
    node,
    edge: String(edge["id"]),
    field: "transition_condition",
    message: "The condition is plain text, as in old exports; it is read as a prompt.",
    fix: `Write {"type":"prompt","prompt":${JSON.stringify(text)}}.`,
  });
  return { ...rest, transition_condition: { type: "prompt", prompt: text } };
}

function defaults(flow: Json, notes: Finding[]): Json {
  const variables = flow["default_dynamic_variables"];
  if (!isObject(variables)) return {};
  for (const [name, value] of Object.entries(variables)) {
    if (typeof value === "string") continue;
    notes.push({
      rule: "default-variable-type",
      severity: "error",
      field: `default_dynamic_variables.${name}`,
      message: `The value is ${value === null ? "null" : `a ${typeof value}`}; Retell accepts only strings.`,
      fix: value === null ? "Remove it or write a text." : `Write ${JSON.stringify(textOf(value))}.`,
    });
  }
  const texts = Object.entries(variables).flatMap(([name, value]) => (value === null ? [] : [[name, textOf(value)]]));
  return { default_dynamic_variables: Object.fromEntries(texts) };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export interface LoadedFlow {
  readonly flow: Flow;
  /** Settings of the flow's agent, if the export has them. */
  readonly agent?: Readonly<Record<string, unknown>>;
  /** What was left out or rewritten. */
  readonly notes: readonly Finding[];
}

interface ReadFlow extends LoadedFlow {
  /** What Retell's format does not allow, and `flow` therefore lacks. */
  readonly problems: readonly Finding[];
}

/** Reads as much as possible of a flow or a dashboard export. Throws AscendiaError "invalid" if it is neither. */
export function readFlow(json: unknown, reading: Reading = "written"): ReadFlow {
  const unwrapped = unwrapFlow(json);
  if (unwrapped === undefined) throw notAFlow();
  const normalised = normaliseFlow(unwrapped.flow);
  const { value, unknownKeys, problems } = readTolerantly(loadedFlowSchema, normalised.json, reading);
  if (value === undefined) throw refusal(problems);
  const notes = [...unwrapped.notes, ...normalised.notes, ...unknownKeys.map(({ finding }) => finding)];
  return { flow: value, notes, problems, ...(unwrapped.agent !== undefined && { agent: unwrapped.agent }) };
}

/** Like readFlow, for a flow that will be played. Also throws if any part could not be read. */
export function parseFlow(json: unknown): LoadedFlow {
  const { problems, ...loaded } = readFlow(json);
  if (problems.length > 0) throw refusal(problems);
  return loaded;
}

/** Reads a flow that Retell accepts unchanged: only known keys, all required ones. Throws like parseFlow. */
export function parseFlowDefinition(json: unknown): FlowDefinition {
  const result = flowSchema.safeParse(json);
  if (result.success) return result.data;
  throw refusal(result.error.issues.map((issue) => schemaProblem(issue, json)));
}

/** Where the flow deviates from what Retell's API accepts; empty if it can be sent unchanged. */
export function schemaFindings(flow: Flow): readonly Finding[] {
  const known = withoutUnsupported(flow);
  const result = flowSchema.safeParse(known);
  return result.success ? [] : result.error.issues.map((issue) => schemaProblem(issue, known));
}

/** Unreadable nodes are reported where they were set aside. */
function withoutUnsupported(flow: Flow): Flow {
  const components = flow.components?.map((one) => Object.assign({}, one, { nodes: supportedNodes(one) }));
  return { ...flow, nodes: supportedNodes(flow), ...(components !== undefined && { components }) };
}

function supportedNodes({ nodes }: Pick<Flow, "nodes">): Flow["nodes"] {
  return nodes.filter((node) => node.type !== "unsupported");
}

function notAFlow(): AscendiaError {
  const problem: Finding = {
    rule: "not-a-flow",
    severity: "error",
    field: "nodes",
    message: "There is no list of nodes here, so this is not a conversation flow.",
    fix: "Pass a flow, or an agent exported from the dashboard whose response engine is a conversation flow.",
  };
  return new AscendiaError("invalid", problem.message, { hint: problem.fix, detail: [problem] });
}

function refusal(problems: readonly Finding[]): AscendiaError {
  const lines = problems.map((problem) => `  ${findingText(problem)}`);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new AscendiaError("invalid", `This flow cannot be read (${count}):\n${lines.join("\n")}`, {
    hint: "Correct these places in the flow file and try again.",
    detail: problems,
  });
}
