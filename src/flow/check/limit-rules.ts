import type { Condition, FlowNode } from "../flow.ts";
import { equationsLimit } from "../schema/limits.ts";
import type { Rule } from "../rule.ts";

const maxPromptTokens = 32_768;

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

export const manyEquations: Rule = ({ maps }) =>
  maps.flatMap(({ prefix, links }) =>
    links
      .filter(({ edge }) => equationCount(edge.transition_condition) > equationsLimit)
      .map(({ from, edge }) => ({
        rule: "too-many-equations",
        severity: "error",
        node: `${prefix}${from.id}`,
        edge: edge.id,
        message: `The condition has ${equationCount(edge.transition_condition)} equations, more than ${equationsLimit}.`,
        fix: "Split it over several edges or nodes.",
      })),
  );

function equationCount(condition: Condition): number {
  return condition.type === "equation" ? condition.equations.length : 0;
}

/** Narrower than Retell's specification, following its documentation (docs/retell.md 1.7.1). */
const toolTimeout = { low: 1000, high: 600_000 };

export const ranges: Rule = ({ maps }) =>
  maps.flatMap(({ graph }) =>
    (graph.tools ?? []).flatMap((tool) => {
      const value = tool.type === "custom" ? tool.timeout_ms : undefined;
      if (value === undefined || (value >= toolTimeout.low && value <= toolTimeout.high)) return [];
      return [
        {
          rule: "out-of-range",
          severity: "error" as const,
          field: `tools.${tool.name}.timeout_ms`,
          message: `timeout_ms is ${value}.`,
          fix: `Use ${toolTimeout.low} to ${toolTimeout.high}.`,
        },
      ];
    }),
  );
