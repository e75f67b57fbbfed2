import * as z from "zod";
import { limited, limitedText } from "./limits.ts";

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
const globalNodeSetting = z.strictObject({
  condition: z.string(),
  go_back_conditions: z.exactOptional(z.array(edge)),
  cool_down: z.exactOptional(limited("cool_down")),
  positive_finetune_examples: z.exactOptional(z.array(z.strictObject({ transcript }))),
  negative_finetune_examples: z.exactOptional(z.array(z.strictObject({ transcript }))),
});

export const displayPosition = z.strictObject({
  x: z.exactOptional(z.number()),
  y: z.exactOptional(z.number()),
});

/** The older form of model settings, deprecated from 2027-01-31 (docs/retell.md 16). */
export const modelChoice = z.strictObject({
  type: z.string(),
  model: z.string(),
  high_priority: z.exactOptional(z.boolean()),
});

const chosenModel = z.strictObject({ model: z.string(), high_priority: z.exactOptional(z.boolean()) });

/** The form that replaces `model_choice` and `model_temperature` (docs/retell.md 16). */
export const modelConfig = z.strictObject({
  type: z.string(),
  primary: chosenModel,
  backup: z.exactOptional(chosenModel.nullable()),
  temperature: z.exactOptional(limited("model_temperature").nullable()),
});

/** Both forms of model settings; Retell accepts either until 2027-01-31. */
export const modelSettings = {
  model_choice: z.exactOptional(modelChoice),
  model_config: z.exactOptional(modelConfig),
};

export const knowledgeBaseConfig = z.strictObject({
  top_k: z.exactOptional(limited("top_k")),
  filter_score: z.exactOptional(limited("filter_score")),
  kb_instruction: z.exactOptional(z.string().nullable()),
});

export const textByName = z.record(z.string(), z.string());

export const promptInstruction = z.strictObject({ type: z.literal("prompt"), text: z.string() });

export const spokenInstruction = z.discriminatedUnion("type", [
  promptInstruction,
  z.strictObject({ type: z.literal("static_text"), text: z.string() }),
]);

/** The keys of every node. All types except `component` also have `model_choice` (docs/retell.md 1.3). */
export const componentNodeBase = {
  id: z.string(),
  name: z.exactOptional(z.string()),
  display_position: z.exactOptional(displayPosition),
  global_node_setting: z.exactOptional(globalNodeSetting),
};

export const nodeBase = { ...componentNodeBase, ...modelSettings };

/** An instruction spoken while the node acts. */
export const speakWhileActing = {
  instruction: z.exactOptional(spokenInstruction),
  speak_during_execution: z.exactOptional(z.boolean()),
};

const shared = {
  name: limitedText("extracted_name"),
  description: z.string(),
  required: z.exactOptional(z.boolean()),
  conditional_prompt: z.exactOptional(z.string()),
};

/** A variable that an extract node, an extract tool or the analysis asks for (docs/retell.md 1.7.4). */
export const extractedVariable = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("string"), ...shared, examples: z.exactOptional(z.array(z.string())) }),
  z.strictObject({
    type: z.literal("enum"),
    ...shared,
    choices: z.array(z.string()).min(1, { error: "must have at least one choice" }),
  }),
  z.strictObject({ type: z.literal("boolean"), ...shared }),
  z.strictObject({ type: z.literal("number"), ...shared }),
]);
