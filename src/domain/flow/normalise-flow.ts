import type { Finding } from "./finding.ts";
import { isObject } from "./unwrap-flow.ts";

type Json = Readonly<Record<string, unknown>>;

/** Fields of Retell's answers, not of a flow one sends (retell-api.md 1.1, 1.8). */
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

/** Rewrites what old exports write differently, so that one schema reads them all. Every rewriting leaves a note. */
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
