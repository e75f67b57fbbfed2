import * as z from "zod";
import { displayPosition, knowledgeBaseConfig, modelChoice, textByName } from "./common.ts";
import { nodeSchemas } from "./node.ts";
import { flowTool, mcpServer } from "./tool.ts";

export const nodeSchema = z.discriminatedUnion("type", [
  nodeSchemas.conversation,
  nodeSchemas.subagent,
  nodeSchemas.function,
  nodeSchemas.code,
  nodeSchemas.mcp,
  nodeSchemas.extract_dynamic_variables,
  nodeSchemas.branch,
  nodeSchemas.press_digit,
  nodeSchemas.transfer_call,
  nodeSchemas.agent_swap,
  nodeSchemas.sms,
  nodeSchemas.component,
  nodeSchemas.bridge_transfer,
  nodeSchemas.cancel_transfer,
  nodeSchemas.end,
]);

const canvasNote = z.strictObject({
  id: z.string(),
  content: z.string(),
  display_position: displayPosition,
  size: z.strictObject({ width: z.exactOptional(z.number()), height: z.exactOptional(z.number()) }),
});

/** The fields that flows and components share. */
const graph = {
  nodes: z.array(nodeSchema),
  start_node_id: z.exactOptional(z.string().nullable()),
  tools: z.exactOptional(z.array(flowTool).nullable()),
  mcps: z.exactOptional(z.array(mcpServer).nullable()),
  notes: z.exactOptional(z.array(canvasNote).nullable()),
  flex_mode: z.exactOptional(z.boolean().nullable()),
  begin_tag_display_position: z.exactOptional(displayPosition.nullable()),
};

/** Component nodes refer to `conversation_flow_component_id`, which the SDK does not type (docs/retell.md 1.8). */
export const componentSchema = z.strictObject({
  ...graph,
  name: z.string(),
  conversation_flow_component_id: z.exactOptional(z.string()),
});

/** A flow as `create-conversation-flow` accepts it: known keys only (docs/retell.md 1.1). */
export const flowSchema = z.strictObject({
  ...graph,
  model_choice: modelChoice,
  start_speaker: z.enum(["agent", "user"]),
  global_prompt: z.exactOptional(z.string().nullable()),
  components: z.exactOptional(z.array(componentSchema).nullable()),
  default_dynamic_variables: z.exactOptional(textByName.nullable()),
  knowledge_base_ids: z.exactOptional(z.array(z.string()).nullable()),
  kb_config: z.exactOptional(knowledgeBaseConfig),
  model_temperature: z.exactOptional(z.number().nullable()),
  tool_call_strict_mode: z.exactOptional(z.boolean().nullable()),
  begin_after_user_silence_ms: z.exactOptional(z.number().nullable()),
  is_transfer_cf: z.exactOptional(z.boolean().nullable()),
});

/** Arrays are mutable because the SDK's parameter types are, and this type is passed to them. */
export type FlowDefinition = z.infer<typeof flowSchema>;

const anyModel = modelChoice.extend({ model: z.string() });
const model = { model_choice: anyModel.optional() };
const s = nodeSchemas;

/**
 * A node that can be loaded: it requires only what a run needs, and does not check models. The checks report what
 * Retell requires beyond that.
 */
const loadedNode = z.discriminatedUnion("type", [
  s.conversation.extend(model),
  s.subagent.extend(model),
  s.function.partial({ tool_type: true, wait_for_result: true }).extend(model),
  s.code.partial({ wait_for_result: true }).extend(model),
  s.mcp.partial({ wait_for_result: true }).extend(model),
  s.extract_dynamic_variables.extend(model),
  s.branch.partial({ else_edge: true }).extend(model),
  s.press_digit.extend(model),
  s.transfer_call.partial({ edge: true, transfer_option: true }).extend(model),
  s.agent_swap.partial({ edge: true, post_call_analysis_setting: true }).extend(model),
  s.sms.partial({ success_edge: true, failed_edge: true }).extend(model),
  s.component.partial({ component_type: true, else_edge: true }),
  s.bridge_transfer.extend(model),
  s.cancel_transfer.extend(model),
  s.end.extend(model),
]);

const loadedGraph = { nodes: z.array(loadedNode) };

export const loadedFlowSchema = flowSchema.partial({ start_speaker: true }).extend({
  ...loadedGraph,
  model_choice: anyModel.optional(),
  components: z.array(componentSchema.extend(loadedGraph)).nullable().optional(),
  default_dynamic_variables: textByName.nullable().optional(),
});
