import * as z from "zod";
import { globalNodeSetting } from "./edge.ts";
import { limited, limitedText } from "./limits.ts";

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

/** An instruction that is spoken while the node acts. */
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
