import * as z from "zod";
import { globalNodeSetting } from "./example.ts";
import { models } from "./model.ts";

export const displayPosition = z.strictObject({
  x: z.exactOptional(z.number()),
  y: z.exactOptional(z.number()),
});

export const modelChoice = z.strictObject({
  type: z.literal("cascading"),
  model: z.enum(models),
  high_priority: z.exactOptional(z.boolean()),
});

export const knowledgeBaseConfig = z.strictObject({
  top_k: z.exactOptional(z.number()),
  filter_score: z.exactOptional(z.number()),
});

export const textByName = z.record(z.string(), z.string());

export const promptInstruction = z.strictObject({ type: z.literal("prompt"), text: z.string() });

export const spokenInstruction = z.discriminatedUnion("type", [
  promptInstruction,
  z.strictObject({ type: z.literal("static_text"), text: z.string() }),
]);

/** Keys of every node type but `component`, which has no model_choice (retell-api.md 1.3). */
export const componentNodeBase = {
  id: z.string(),
  name: z.exactOptional(z.string()),
  display_position: z.exactOptional(displayPosition),
  global_node_setting: z.exactOptional(globalNodeSetting),
};

export const nodeBase = { ...componentNodeBase, model_choice: z.exactOptional(modelChoice) };

/** An instruction that is only used while the node acts. */
export const speakWhileActing = {
  instruction: z.exactOptional(spokenInstruction),
  speak_during_execution: z.exactOptional(z.boolean()),
};
