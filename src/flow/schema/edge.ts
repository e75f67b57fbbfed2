import * as z from "zod";
import { limited } from "./limits.ts";

export const operators = ["==", "!=", ">", ">=", "<", "<=", "contains", "not_contains", "exists", "not_exist"] as const;

/** The fixed `transition_condition.prompt` of each special edge, in exact spelling and case (docs/retell.md 1.5). */
export const edgeLiterals = {
  else_edge: "Else",
  always_edge: "Always",
  skip_response_edge: "Skip response",
  edge: "Transfer failed",
  success_edge: "Sent successfully",
  failed_edge: "Failed to send",
} as const;

const equation = z.strictObject({
  left: z.string(),
  operator: z.enum(operators),
  right: z.exactOptional(z.string()),
});

const promptCondition = z.strictObject({ type: z.literal("prompt"), prompt: z.string() });

const equationCondition = z.strictObject({
  type: z.literal("equation"),
  operator: z.enum(["||", "&&"]),
  equations: z.array(equation),
});

const condition = z.discriminatedUnion("type", [promptCondition, equationCondition]);

export const edge = z.strictObject({
  id: z.string(),
  transition_condition: condition,
  destination_node_id: z.exactOptional(z.string()),
});

function specialEdge<const L extends string>(literal: L) {
  const withLiteral = equationCondition.extend({ prompt: z.exactOptional(z.literal(literal)) });
  return z.strictObject({
    id: z.string(),
    transition_condition: z.discriminatedUnion("type", [promptCondition, withLiteral]),
    destination_node_id: z.exactOptional(z.string()),
  });
}

export const elseEdge = specialEdge(edgeLiterals.else_edge);
export const alwaysEdge = specialEdge(edgeLiterals.always_edge);
export const skipResponseEdge = specialEdge(edgeLiterals.skip_response_edge);
export const transferFailedEdge = specialEdge(edgeLiterals.edge);
export const successEdge = specialEdge(edgeLiterals.success_edge);
export const failedEdge = specialEdge(edgeLiterals.failed_edge);

const transcript = z.array(
  z.discriminatedUnion("role", [
    z.strictObject({ role: z.enum(["agent", "user"]), content: z.string() }),
    z.strictObject({
      role: z.literal("tool_call_invocation"),
      name: z.string(),
      arguments: z.string(),
      tool_call_id: z.string(),
    }),
    z.strictObject({ role: z.literal("tool_call_result"), content: z.string(), tool_call_id: z.string() }),
  ]),
);

export const conversationExample = z.strictObject({ id: z.string(), transcript });

export const transitionExample = z.strictObject({
  id: z.string(),
  transcript,
  destination_node_id: z.exactOptional(z.string()),
});

/** What makes a node global (docs/retell.md 1.6). */
export const globalNodeSetting = z.strictObject({
  condition: z.string(),
  go_back_conditions: z.exactOptional(z.array(edge)),
  cool_down: z.exactOptional(limited("cool_down")),
  positive_finetune_examples: z.exactOptional(z.array(z.strictObject({ transcript }))),
  negative_finetune_examples: z.exactOptional(z.array(z.strictObject({ transcript }))),
});
