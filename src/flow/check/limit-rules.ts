import type { Condition, FlowNode, Graph } from "../flow.ts";
import type { Finding, Rule } from "./rule.ts";

const maxPromptTokens = 32_768;
const maxCodeCharacters = 5000;
const maxEquations = 50;

/** About four characters per token is the usual estimate for English and French. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The global prompt is added to every node, so the two count together (docs/retell.md 1.1, 12.5). */
export const longPrompts: Rule = ({ flow, maps }) =>
  maps.flatMap(({ prefix, graph }) =>
    graph.nodes
      .map((node) => ({ node, count: tokens(`${flow.global_prompt ?? ""}${instructionText(node)}`) }))
      .filter(({ count }) => count > maxPromptTokens)
      .map(({ node, count }) => ({
        rule: "prompt-too-long",
        severity: "error",
        node: `${prefix}${node.id}`,
        field: "instruction.text",
        message: `Global prompt and instruction are about ${count} tokens together, more than ${maxPromptTokens}.`,
        fix: "Shorten them or move facts into a knowledge base.",
      })),
  );

function instructionText(node: FlowNode): string {
  const instruction = "instruction" in node ? node.instruction : undefined;
  return instruction !== undefined && "text" in instruction ? instruction.text : "";
}

export const longCode: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, graph }) =>
    graph.nodes
      .flatMap((node) => codeOf(node).map((code) => ({ node, length: code.length })))
      .filter(({ length }) => length > maxCodeCharacters)
      .map(({ node, length }) => ({
        rule: "code-too-long",
        severity: "error",
        node: `${prefix}${node.id}`,
        field: "code",
        message: `The code has ${length} characters, more than ${maxCodeCharacters}.`,
        fix: "Shorten it, or call a custom function of your own server.",
      })),
  );

function codeOf(node: FlowNode): readonly string[] {
  if (node.type === "code") return [node.code];
  if (node.type !== "subagent") return [];
  return (node.tools ?? []).flatMap((tool) => (tool.type === "code" ? [tool.code] : []));
}

export const manyEquations: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, links }) =>
    links
      .filter(({ edge }) => equationCount(edge.transition_condition) > maxEquations)
      .map(({ from, edge }) => ({
        rule: "too-many-equations",
        severity: "error",
        node: `${prefix}${from.id}`,
        edge: edge.id,
        message: `The condition has ${equationCount(edge.transition_condition)} equations, more than ${maxEquations}.`,
        fix: "Split it over several edges or nodes.",
      })),
  );

function equationCount(condition: Condition): number {
  return condition.type === "equation" ? condition.equations.length : 0;
}

interface Range {
  readonly field: string;
  readonly value: number | null | undefined;
  readonly low: number;
  readonly high: number;
}

/** Numbers outside the ranges of docs/retell.md 1.1, 1.3, 1.6, 1.7.1. */
export const ranges: Rule = ({ flow, maps }) => [
  ...outOfRange([{ field: "model_temperature", value: flow.model_temperature, low: 0, high: 1 }]),
  ...maps.flatMap(({ prefix, graph }) => [
    ...graph.nodes.flatMap((node) => outOfRange(nodeRanges(node), `${prefix}${node.id}`)),
    ...outOfRange(toolRanges(graph)),
  ]),
];

function nodeRanges(node: FlowNode): readonly Range[] {
  const coolDown = node.global_node_setting?.cool_down;
  return [
    { field: "global_node_setting.cool_down", value: coolDown, low: 1, high: Number.MAX_SAFE_INTEGER },
    { field: "timeout_ms", value: node.type === "code" ? node.timeout_ms : undefined, low: 5000, high: 60_000 },
  ];
}

function toolRanges(graph: Graph): readonly Range[] {
  return (graph.tools ?? []).flatMap((tool) => {
    if (tool.type !== "custom") return [];
    return [
      { field: `tools.${tool.name}.timeout_ms`, value: tool.timeout_ms, low: 1000, high: 600_000 },
      { field: `tools.${tool.name}.max_retry`, value: tool.max_retry, low: 0, high: 5 },
    ];
  });
}

function outOfRange(list: readonly Range[], node?: string): readonly Finding[] {
  return list.flatMap(({ field, value, low, high }) => {
    if (value === undefined || value === null || (value >= low && value <= high)) return [];
    return [
      {
        rule: "out-of-range",
        severity: "error" as const,
        ...(node !== undefined && { node }),
        field,
        message: `${field} is ${value}.`,
        fix: high === Number.MAX_SAFE_INTEGER ? `Use ${low} or more.` : `Use ${low} to ${high}.`,
      },
    ];
  });
}
