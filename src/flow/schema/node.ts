import * as z from "zod";
import {
  componentNodeBase,
  extractedVariable,
  knowledgeBaseConfig,
  nodeBase,
  promptInstruction,
  speakWhileActing,
  spokenInstruction,
  textByName,
  alwaysEdge,
  conversationExample,
  edge,
  elseEdge,
  failedEdge,
  skipResponseEdge,
  successEdge,
  transferFailedEdge,
  transitionExample,
} from "./flow-parts.ts";
import { limited, limitedText } from "./limits.ts";
import { subagentTool, agentSwap, transferCall } from "./tool.ts";

const branching = {
  edges: z.exactOptional(z.array(edge)),
  finetune_transition_examples: z.exactOptional(z.array(transitionExample)),
};

const deciding = { ...branching, else_edge: z.exactOptional(elseEdge) };

const talking = {
  ...nodeBase,
  ...deciding,
  always_edge: z.exactOptional(alwaysEdge),
  skip_response_edge: z.exactOptional(skipResponseEdge),
  finetune_conversation_examples: z.exactOptional(z.array(conversationExample)),
  interruption_sensitivity: z.exactOptional(limited("interruption_sensitivity").nullable()),
  responsiveness: z.exactOptional(limited("responsiveness").nullable()),
  voice_speed: z.exactOptional(limited("voice_speed").nullable()),
  allow_dtmf_interruption: z.exactOptional(z.boolean().nullable()),
  reminder_max_count: z.exactOptional(z.number().nullable()),
  reminder_trigger_ms: z.exactOptional(z.number().nullable()),
  stt_mode: z.exactOptional(z.enum(["fast", "accurate", "custom"]).nullable()),
  custom_stt_config: z.exactOptional(
    z
      .strictObject({
        provider: z.string(),
        endpointing_ms: limited("endpointing_ms"),
      })
      .nullable(),
  ),
  knowledge_base_ids: z.exactOptional(z.array(z.string()).nullable()),
  kb_config: z.exactOptional(knowledgeBaseConfig),
  skippable: z.exactOptional(z.boolean().nullable()),
};

const typing = { enable_typing_sound: z.exactOptional(z.boolean()) };
const acting = { ...nodeBase, ...deciding, ...typing, ...speakWhileActing, wait_for_result: z.boolean() };

/** All fifteen node types, exactly as retell-sdk 5.66.1 accepts them (docs/retell.md 1.3, 1.4). */
export const nodeSchemas = {
  conversation: z.strictObject({ type: z.literal("conversation"), ...talking, instruction: spokenInstruction }),
  subagent: z.strictObject({
    type: z.literal("subagent"),
    ...talking,
    instruction: promptInstruction,
    tool_ids: z.exactOptional(z.array(z.string()).nullable()),
    tools: z.exactOptional(z.array(subagentTool).nullable()),
  }),
  function: z.strictObject({
    type: z.literal("function"),
    ...acting,
    tool_id: z.string(),
    tool_type: z.enum(["local", "shared"]),
  }),
  code: z.strictObject({
    type: z.literal("code"),
    ...acting,
    code: limitedText("code"),
    response_variables: z.exactOptional(textByName),
    timeout_ms: z.exactOptional(limited("code_timeout_ms")),
  }),
  mcp: z.strictObject({
    type: z.literal("mcp"),
    ...acting,
    mcp_id: z.string(),
    mcp_tool_name: z.string(),
    response_variables: z.exactOptional(textByName),
  }),
  extract_dynamic_variables: z.strictObject({
    type: z.literal("extract_dynamic_variables"),
    ...nodeBase,
    ...deciding,
    ...typing,
    variables: z.array(extractedVariable),
  }),
  branch: z.strictObject({ type: z.literal("branch"), ...nodeBase, ...branching, else_edge: elseEdge }),
  press_digit: z.strictObject({
    type: z.literal("press_digit"),
    ...nodeBase,
    ...deciding,
    instruction: promptInstruction,
    delay_ms: z.exactOptional(limited("delay_ms")),
  }),
  transfer_call: z.strictObject({
    type: z.literal("transfer_call"),
    ...nodeBase,
    ...speakWhileActing,
    ...transferCall,
    edge: transferFailedEdge,
  }),
  agent_swap: z.strictObject({
    type: z.literal("agent_swap"),
    ...nodeBase,
    ...speakWhileActing,
    ...agentSwap,
    edge: transferFailedEdge,
  }),
  sms: z.strictObject({
    type: z.literal("sms"),
    ...nodeBase,
    instruction: z.discriminatedUnion("type", [
      ...spokenInstruction.options,
      z.strictObject({ type: z.literal("template"), template: z.literal("info_collection") }),
    ]),
    success_edge: successEdge,
    failed_edge: failedEdge,
  }),
  component: z.strictObject({
    type: z.literal("component"),
    ...componentNodeBase,
    ...branching,
    component_id: z.string(),
    component_type: z.enum(["local", "shared"]),
    else_edge: elseEdge,
  }),
  bridge_transfer: z.strictObject({ type: z.literal("bridge_transfer"), ...nodeBase, ...speakWhileActing }),
  cancel_transfer: z.strictObject({ type: z.literal("cancel_transfer"), ...nodeBase, ...speakWhileActing }),
  end: z.strictObject({ type: z.literal("end"), ...nodeBase, ...speakWhileActing }),
};
