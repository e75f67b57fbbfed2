import * as z from "zod";
import { globalNodeSetting } from "./edge.ts";

/** Models Retell accepts (docs/retell.md 1.1, retell-sdk 5.66.1). */
export const models = [
  "gpt-4.1",
  "gpt-4.1-mini",
  "gpt-4.1-nano",
  "gpt-5",
  "gpt-5-mini",
  "gpt-5-nano",
  "gpt-5.1",
  "gpt-5.2",
  "gpt-5.4",
  "gpt-5.4-mini",
  "gpt-5.4-nano",
  "gpt-5.5",
  "gpt-5.6-terra",
  "gpt-5.6-luna",
  "claude-4.5-sonnet",
  "claude-4.6-sonnet",
  "claude-5-sonnet",
  "claude-4.5-haiku",
  "gemini-3.0-flash",
  "gemini-3.1-flash-lite",
  "gemini-3.5-flash",
  "gemini-3.5-flash-lite",
  "gemini-3.6-flash",
] as const;

/** Locales an agent may speak (docs/retell.md 2.1); the scalar `multi` is still accepted. */
export const languages: ReadonlySet<string> = new Set(
  (
    "en-US en-IN en-GB en-AU en-NZ de-DE es-ES es-419 hi-IN fr-FR fr-CA ja-JP pt-PT pt-BR zh-CN ru-RU it-IT ko-KR " +
    "nl-NL nl-BE pl-PL tr-TR vi-VN ro-RO bg-BG ca-ES th-TH da-DK fi-FI el-GR hu-HU id-ID no-NO sk-SK sv-SE lt-LT " +
    "lv-LV cs-CZ ms-MY af-ZA ar-SA az-AZ bs-BA cy-GB fa-IR fil-PH gl-ES he-IL hr-HR hy-AM is-IS kk-KZ kn-IN mk-MK " +
    "mr-IN ne-NP sl-SI sr-RS sw-KE ta-IN ur-IN yue-CN uk-UA"
  ).split(" "),
);

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

/** The keys of every node. All types except `component` also have `model_choice` (docs/retell.md 1.3). */
export const componentNodeBase = {
  id: z.string(),
  name: z.exactOptional(z.string()),
  display_position: z.exactOptional(displayPosition),
  global_node_setting: z.exactOptional(globalNodeSetting),
};

export const nodeBase = { ...componentNodeBase, model_choice: z.exactOptional(modelChoice) };

/** An instruction that is spoken while the node acts. */
export const speakWhileActing = {
  instruction: z.exactOptional(spokenInstruction),
  speak_during_execution: z.exactOptional(z.boolean()),
};

const shared = {
  name: z.string(),
  description: z.string(),
  required: z.exactOptional(z.boolean()),
  conditional_prompt: z.exactOptional(z.string()),
};

/** A variable that an extract node, an extract tool or the analysis asks for (docs/retell.md 1.7.4). */
export const extractedVariable = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("string"), ...shared, examples: z.exactOptional(z.array(z.string())) }),
  z.strictObject({ type: z.literal("enum"), ...shared, choices: z.array(z.string()) }),
  z.strictObject({ type: z.literal("boolean"), ...shared }),
  z.strictObject({ type: z.literal("number"), ...shared }),
]);
