import * as z from "zod";
import { knowledgeBaseConfig, modelConfig } from "../../flow/schema/flow-parts.ts";
import { limited } from "../../flow/schema/limits.ts";
import { mcpServer, subagentTool, toolParameters } from "../../flow/schema/tool.ts";
import { dynamicVariables } from "./call.ts";

const tools = z.array(subagentTool);

const state = z.strictObject({
  name: z.string().min(1),
  state_prompt: z.string().optional(),
  edges: z
    .array(
      z.strictObject({
        destination_state_name: z.string(),
        description: z.string(),
        parameters: toolParameters.optional(),
        speak_during_transition: z.boolean().optional(),
      }),
    )
    .optional(),
  tools: tools.optional(),
});

const text = z.string().nullable().optional();
const flag = z.boolean().nullable().optional();

/** The prompt-based engine; every field is optional (SDK LlmCreateParams). */
export const retellLlm = z.strictObject({
  model: text,
  model_config: modelConfig.optional(),
  s2s_model: text,
  model_temperature: limited("model_temperature").optional(),
  model_high_priority: flag,
  tool_call_strict_mode: flag,
  start_speaker: z.enum(["agent", "user"]).optional(),
  begin_message: text,
  begin_after_user_silence_ms: limited("begin_after_user_silence_ms").nullable().optional(),
  general_prompt: text,
  general_tools: tools.nullable().optional(),
  states: z.array(state).nullable().optional(),
  starting_state: text,
  default_dynamic_variables: dynamicVariables.nullable().optional(),
  knowledge_base_ids: z.array(z.string()).nullable().optional(),
  kb_config: knowledgeBaseConfig.optional(),
  mcps: z.array(mcpServer).nullable().optional(),
  is_transfer_llm: flag,
});
