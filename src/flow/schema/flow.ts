import * as z from "zod";
import {
  componentNodeBase,
  displayPosition,
  knowledgeBaseConfig,
  modelSettings,
  textByName,
  alwaysEdge,
  edge,
  elseEdge,
  failedEdge,
  skipResponseEdge,
  successEdge,
  transferFailedEdge,
} from "./flow-parts.ts";
import { limited } from "./limits.ts";
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
  ...modelSettings,
  start_speaker: z.enum(["agent", "user"]),
  global_prompt: z.exactOptional(z.string().nullable()),
  components: z.exactOptional(z.array(componentSchema).nullable()),
  default_dynamic_variables: z.exactOptional(textByName.nullable()),
  knowledge_base_ids: z.exactOptional(z.array(z.string()).nullable()),
  kb_config: z.exactOptional(knowledgeBaseConfig),
  model_temperature: z.exactOptional(limited("model_temperature").nullable()),
  tool_call_strict_mode: z.exactOptional(z.boolean().nullable()),
  begin_after_user_silence_ms: z.exactOptional(limited("begin_after_user_silence_ms").nullable()),
  is_transfer_cf: z.exactOptional(z.boolean().nullable()),
  /** The name of is_transfer_cf until SDK 5.60. */
  is_transfer_llm: z.exactOptional(z.boolean().nullable()),
});

/** Arrays are mutable because the SDK's parameter types are, and this type is passed to them. */
export type FlowDefinition = z.infer<typeof flowSchema>;

const s = nodeSchemas;

/**
 * A node whose type this version does not know, or that cannot be read: its edges are kept, but it cannot be played.
 */
const unsupportedNode = z.object({
  ...componentNodeBase,
  type: z.literal("unsupported"),
  /** Retell's name for the type. */
  retell_type: z.string(),
  edges: z.exactOptional(z.array(edge)),
  else_edge: z.exactOptional(elseEdge),
  always_edge: z.exactOptional(alwaysEdge),
  skip_response_edge: z.exactOptional(skipResponseEdge),
  edge: z.exactOptional(transferFailedEdge),
  success_edge: z.exactOptional(successEdge),
  failed_edge: z.exactOptional(failedEdge),
});

/** A node as loaded: it requires only what a run needs. The checks report what Retell requires in addition. */
const loadedNode = z.discriminatedUnion("type", [
  s.conversation,
  s.subagent,
  s.function.partial({ tool_type: true, wait_for_result: true }),
  s.code.partial({ wait_for_result: true }),
  s.mcp.partial({ wait_for_result: true }),
  s.extract_dynamic_variables,
  s.branch.partial({ else_edge: true }),
  s.press_digit,
  s.transfer_call.partial({ edge: true, transfer_option: true }),
  s.agent_swap.partial({ edge: true, post_call_analysis_setting: true }),
  s.sms.partial({ success_edge: true, failed_edge: true }),
  s.component.partial({ component_type: true, else_edge: true }),
  s.bridge_transfer,
  s.cancel_transfer,
  s.end,
  unsupportedNode,
]);

const loadedGraph = { nodes: z.array(loadedNode) };

export const loadedFlowSchema = flowSchema.partial({ start_speaker: true }).extend({
  ...loadedGraph,
  components: z.array(componentSchema.extend(loadedGraph)).nullable().optional(),
  default_dynamic_variables: textByName.nullable().optional(),
});
