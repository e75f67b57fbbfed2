import * as z from "zod";
import { knowledgeBaseConfig, modelChoice } from "../../../domain/flow/schema/common.ts";
import { models } from "../../../domain/flow/schema/model.ts";
import { agentChanges } from "./agent-schema.ts";

const engineShared = {
  model_temperature: z.number().min(0).max(1).nullable().optional(),
  tool_call_strict_mode: z.boolean().nullable().optional(),
  knowledge_base_ids: z.array(z.string()).nullable().optional(),
  kb_config: knowledgeBaseConfig.nullable().optional(),
  start_speaker: z.enum(["agent", "user"]).optional(),
  begin_after_user_silence_ms: z.number().nullable().optional(),
};

/** What one call may change about its agent and engine (retell-api.md 4.4). */
export const agentOverride = z.strictObject({
  agent: agentChanges.optional(),
  retell_llm: z
    .strictObject({
      model: z.enum(models).nullable().optional(),
      s2s_model: z.string().nullable().optional(),
      model_high_priority: z.boolean().nullable().optional(),
      begin_message: z.string().nullable().optional(),
      ...engineShared,
    })
    .optional(),
  conversation_flow: z.strictObject({ model_choice: modelChoice.optional(), ...engineShared }).optional(),
});
