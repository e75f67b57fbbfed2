import type * as z from "zod";
import { AscendiaError } from "../errors.ts";
import { type Finding, findingText } from "./check/rule.ts";
import type { Flow } from "./flow.ts";
import { fieldText, locate, schemaProblem } from "./schema-problem.ts";
import { type FlowDefinition, flowSchema, loadedFlowSchema } from "./schema/flow.ts";
import { isObject, unwrapFlow } from "./unwrap-flow.ts";

type Json = Readonly<Record<string, unknown>>;

/** Fields that only Retell's answers have, not flows that are sent (docs/retell.md 1.1, 1.8). */
const answerFields = new Set([
  "conversation_flow_id",
  "version",
  "last_modification_timestamp",
  "user_modified_timestamp",
  "linked_conversation_flow_ids",
  "is_published",
]);

const edgeKeys = ["else_edge", "always_edge", "skip_response_edge", "edge", "success_edge", "failed_edge"] as const;

export interface Normalised {
  readonly json: Json;
  readonly notes: readonly Finding[];
}

/** Rewrites old exports to the current form, so that one schema reads them all. Every change is noted. */
export function normaliseFlow(flow: Json): Normalised {
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
    ...(Array.isArray(node["edges"]) && { edges: node["edges"].map((item: unknown) => edgeJson(item, place, notes)) }),
    ...Object.fromEntries(special.map((key) => [key, edgeJson(node[key], place, notes)])),
  };
}

function edgeJson(edge: unknown, node: string, notes: Finding[]): unknown {
  if (!isObject(edge)) return edge;
  const { condition, ...rest } = edge;
  const { transition_condition: current } = rest;
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
    message: "The condition is a bare text, as old exports wrote it; it is read as a prompt.",
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
      message: `The value is ${value === null ? "null" : `a ${typeof value}`}; Retell takes strings only.`,
      fix: value === null ? "Remove it or write a text." : `Write ${JSON.stringify(textOf(value))}.`,
    });
  }
  const texts = Object.entries(variables).flatMap(([name, value]) => (value === null ? [] : [[name, textOf(value)]]));
  return { default_dynamic_variables: Object.fromEntries(texts) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

type Issue = z.core.$ZodIssue;
type UnknownKeys = Extract<Issue, { readonly code: "unrecognized_keys" }>;

export function isUnknownKeys(issue: Issue): issue is UnknownKeys {
  return issue.code === "unrecognized_keys";
}

/** A copy of `json` without the keys that the issue names. */
export function pruneKeys(json: unknown, issue: UnknownKeys, depth = 0): unknown {
  const step = issue.path[depth];
  if (step === undefined) {
    if (!isObject(json)) return json;
    return Object.fromEntries(Object.entries(json).filter(([key]) => !issue.keys.includes(key)));
  }
  if (Array.isArray(json)) {
    return json.map((item: unknown, index) => (index === step ? pruneKeys(item, issue, depth + 1) : item));
  }
  return isObject(json) ? { ...json, [step]: pruneKeys(json[String(step)], issue, depth + 1) } : json;
}

const toolKeys = new Set(["tools", "tool_ids"]);

/** One finding per key that was left out. */
export function unknownKeyNotes(issue: UnknownKeys, json: unknown): readonly Finding[] {
  return issue.keys.map((key) => {
    const place = locate([...issue.path, key], json);
    if (issue.path.at(-2) === "nodes" && toolKeys.has(key)) return { ...toolsRefused, ...place };
    return {
      rule: "unknown-key",
      severity: "warning",
      ...place,
      message: `Retell's flow format has no ${fieldText([key])} here; it is ignored.`,
      fix: `Remove ${key}.`,
    };
  });
}

/** Since 2026-04-18 only subagents may have tools (docs/retell.md 13.3). */
const toolsRefused: Finding = {
  rule: "tools-on-conversation",
  severity: "error",
  message: "Only subagent nodes may have tools; Retell refuses them here since 2026-04-18.",
  fix: 'Change the node\'s type to "subagent", or call the tool from a function node.',
};

export interface LoadedFlow {
  readonly flow: Flow;
  /** Settings of the flow's agent, if the export has them. */
  readonly agent?: Readonly<Record<string, unknown>>;
  /** What was left out or rewritten. */
  readonly notes: readonly Finding[];
}

/** Reads a flow or a dashboard export. Throws AscendiaError "invalid" with every problem (`detail` is Finding[]). */
export function parseFlow(json: unknown): LoadedFlow {
  const unwrapped = unwrapFlow(json);
  if (unwrapped === undefined) throw notAFlow();
  const normalised = normaliseFlow(unwrapped.flow);
  const notes = [...unwrapped.notes, ...normalised.notes];
  let candidate: unknown = normalised.json;
  // Each pass can uncover unknown keys one level deeper, so the depth of the format bounds the passes.
  for (let pass = 0; pass < 12; pass += 1) {
    const result = loadedFlowSchema.safeParse(candidate);
    if (result.success) {
      return { flow: result.data, notes, ...(unwrapped.agent !== undefined && { agent: unwrapped.agent }) };
    }
    const unknownKeys = result.error.issues.filter(isUnknownKeys);
    if (unknownKeys.length === 0) throw refusal(result.error, candidate);
    notes.push(...unknownKeys.flatMap((issue) => unknownKeyNotes(issue, candidate)));
    candidate = unknownKeys.reduce<unknown>((value, issue) => pruneKeys(value, issue), candidate);
  }
  throw notAFlow();
}

/** Reads a flow that we send: known keys only, and everything Retell requires. Throws like parseFlow. */
export function parseFlowDefinition(json: unknown): FlowDefinition {
  const result = flowSchema.safeParse(json);
  if (result.success) return result.data;
  throw refusal(result.error, json);
}

/** Where the flow differs from what Retell's API accepts; empty if it can be sent unchanged. */
export function schemaFindings(flow: Flow): readonly Finding[] {
  const result = flowSchema.safeParse(flow);
  return result.success ? [] : result.error.issues.map((issue) => schemaProblem(issue, flow));
}

function notAFlow(): AscendiaError {
  const problem: Finding = {
    rule: "not-a-flow",
    severity: "error",
    field: "nodes",
    message: "There is no list of nodes here, so it is no conversation flow.",
    fix: "Give a flow, or an agent exported from the dashboard whose response engine is a conversation flow.",
  };
  return new AscendiaError("invalid", problem.message, { hint: problem.fix, detail: [problem] });
}

function refusal(error: z.ZodError, json: unknown): AscendiaError {
  const problems = error.issues.map((issue) => schemaProblem(issue, json));
  const lines = problems.map((problem) => `  ${findingText(problem)}`);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new AscendiaError("invalid", `This flow cannot be read, ${count}:\n${lines.join("\n")}`, {
    hint: "Correct these places in the flow file and try again.",
    detail: problems,
  });
}
