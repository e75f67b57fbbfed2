import * as z from "zod";
import { knowledgeBaseConfig, languages, modelChoice, models } from "../../flow/schema/common.ts";
import type { JsonObject } from "../json.ts";

const locale = z.string().refine((value) => languages.has(value), {
  error: (issue) =>
    `"${String(issue.input)}" is not a language Retell speaks; use a locale such as en-US, fr-FR or fr-CA`,
});

/** Retell stores and returns the deprecated `multi` as ten locales (docs/retell.md 2.1); which ten is our reading. */
const multi = ["en-US", "es-ES", "fr-FR", "de-DE", "hi-IN", "ru-RU", "pt-BR", "ja-JP", "it-IT", "nl-NL"];

export const language = z
  .union([z.array(locale).min(1), z.literal("multi"), locale], {
    error: (issue) =>
      Array.isArray(issue.input) && issue.input.includes("multi")
        ? '"multi" is only allowed by itself, not inside a list of locales'
        : `${JSON.stringify(issue.input)} is not a language Retell speaks; use a locale such as en-US, fr-FR or fr-CA, or a list of them`,
  })
  .transform((value) => (value === "multi" ? multi : value));

const stored = z.union([z.array(z.string()), z.string()]).default("en-US");

/** The agent's locales, `en-US` by default. */
export const languagesOf = (agent: JsonObject): readonly string[] => [stored.parse(agent["language"])].flat();

const shared = {
  description: z.string(),
  conditional_prompt: z.string().optional(),
  required: z.boolean().optional(),
};
const named = { name: z.string().min(1), ...shared };

const preset = z.strictObject({
  type: z.literal("system-presets"),
  name: z.enum(["call_summary", "call_successful", "user_sentiment"]),
  ...shared,
  description: z.string().optional(),
});

/** What the analysis extracts from a finished call (docs/retell.md 2.2). */
export const postCallAnalysis = z.array(
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("string"), examples: z.array(z.string()).optional(), ...named }),
    z.strictObject({ type: z.literal("enum"), choices: z.array(z.string()).min(1), ...named }),
    z.strictObject({ type: z.literal("boolean"), ...named }),
    z.strictObject({ type: z.literal("number"), ...named }),
    preset,
  ]),
);

const version = z.int().min(0).nullable().optional();

export const responseEngine = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("conversation-flow"), conversation_flow_id: z.string().min(1), version }),
  z.strictObject({ type: z.literal("retell-llm"), llm_id: z.string().min(1), version }),
  z.strictObject({ type: z.literal("custom-llm"), llm_websocket_url: z.string().min(1) }),
]);

export type ResponseEngine = z.infer<typeof responseEngine>;

const flag = z.boolean().optional();
const text = z.string().nullable().optional();
const texts = z.array(z.string()).nullable().optional();
const between = (low: number, high: number) => z.number().min(low).max(high).optional();
const wholeBetween = (low: number, high: number) => z.int().min(low).max(high).optional();

const voicemailAction = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("prompt"), text: z.string() }),
  z.strictObject({ type: z.literal("static_text"), text: z.string() }),
  z.strictObject({ type: z.literal("hangup") }),
  z.strictObject({ type: z.literal("bridge_transfer") }),
]);

const timeZone = z.string().refine((zone) => isTimeZone(zone), { error: "is not an IANA time zone" });

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

const voice = {
  voice_model: text,
  voice_emotion: z.enum(["calm", "sympathetic", "happy", "sad", "angry", "fearful", "surprised"]).nullable().optional(),
  voice_speed: between(0.5, 2),
  voice_temperature: between(0, 2),
  volume: between(0, 2),
  fallback_voice_ids: texts,
  enable_dynamic_voice_speed: flag,
  enable_expressive_mode: flag,
  expressive_mode_prompt: text,
  expressive_emotion_tags: z.array(z.string()).optional(),
  ambient_sound: z
    .enum(["coffee-shop", "convention-hall", "summer-outdoor", "mountain-outdoor", "static-noise", "call-center"])
    .nullable()
    .optional(),
  ambient_sound_volume: between(0, 2),
  pronunciation_dictionary: z
    .array(
      z.strictObject({ word: z.string(), alphabet: z.enum(["ipa", "cmu", "pinyin", "jyutping"]), phoneme: z.string() }),
    )
    .nullable()
    .optional(),
};

const listening = {
  responsiveness: between(0, 1),
  interruption_sensitivity: between(0, 1),
  enable_dynamic_responsiveness: flag,
  enable_backchannel: flag,
  backchannel_frequency: between(0, 1),
  backchannel_words: texts,
  stt_mode: z.enum(["fast", "accurate", "custom"]).optional(),
  custom_stt_config: z
    .strictObject({ provider: z.enum(["azure", "deepgram", "soniox", "assemblyai"]), endpointing_ms: z.number() })
    .nullable()
    .optional(),
  boosted_keywords: z.array(z.string()).max(100).nullable().optional(),
  denoising_mode: z.enum(["no-denoise", "noise-cancellation", "noise-and-background-speech-cancellation"]).optional(),
  vocab_specialization: z.enum(["general", "medical"]).optional(),
  allow_user_dtmf: flag,
  allow_dtmf_interruption: flag,
  user_dtmf_options: z
    .strictObject({
      digit_limit: z.int().min(1).max(50).nullable().optional(),
      termination_key: text,
      timeout_ms: wholeBetween(1000, 15_000),
    })
    .nullable()
    .optional(),
};

const callLife = {
  begin_message_delay_ms: wholeBetween(0, 5000),
  ring_duration_ms: wholeBetween(5000, 300_000),
  max_call_duration_ms: wholeBetween(60_000, 7_200_000),
  end_call_after_silence_ms: z.int().min(10_000).optional(),
  reminder_trigger_ms: z.number().positive().optional(),
  reminder_max_count: z.int().min(0).optional(),
  voicemail_option: z.strictObject({ action: voicemailAction, detection_prompt: text }).nullable().optional(),
  ivr_option: z
    .strictObject({ action: z.strictObject({ type: z.literal("hangup") }), detection_prompt: text })
    .nullable()
    .optional(),
  call_screening_option: z.strictObject({ agent_identity: z.string(), call_purpose: z.string() }).nullable().optional(),
};

const reporting = {
  webhook_url: text,
  webhook_events: z
    .array(
      z.enum([
        "call_started",
        "call_ended",
        "call_analyzed",
        "transcript_updated",
        "transfer_started",
        "transfer_bridged",
        "transfer_cancelled",
        "transfer_ended",
      ]),
    )
    .nullable()
    .optional(),
  webhook_timeout_ms: z.int().positive().optional(),
  post_call_analysis_data: postCallAnalysis.nullable().optional(),
  post_call_analysis_model: z.enum(models).nullable().optional(),
  data_storage_setting: z.enum(["everything", "everything_except_pii", "basic_attributes_only"]).optional(),
  data_storage_retention_days: wholeBetween(1, 730).nullable(),
  opt_in_signed_url: flag,
  signed_url_expiration_ms: z.number().positive().nullable().optional(),
  pii_config: z.strictObject({ mode: z.literal("post_call"), categories: z.array(z.string()) }).optional(),
  guardrail_config: z.strictObject({ input_topics: texts, output_topics: texts }).optional(),
  handbook_config: z.record(z.string(), z.boolean()).optional(),
};

/** The optional fields of an agent and their ranges (docs/retell.md 2.1). */
const settings = {
  agent_name: text,
  language: language.optional(),
  timezone: timeZone.nullable().optional(),
  version_title: text,
  version_description: text,
  ...voice,
  ...listening,
  ...callLife,
  ...reporting,
};

export const agentToCreate = z.strictObject({
  response_engine: responseEngine,
  voice_id: z.string().min(1),
  ...settings,
});

/** A call may override the same fields (docs/retell.md 4.4). */
export const agentChanges = agentToCreate.partial();

/** Names from tutorials and old versions, and what to send instead (docs/retell.md 13.4). */
export const agentFieldsInstead = {
  enable_voicemail_detection: "use voicemail_option: {action: {…}}",
  voicemail_message: 'use voicemail_option: {action: {type: "static_text", text}}',
  voicemail_detection_timeout_ms: "use voicemail_option: {action: {…}}",
  analysis_summary_prompt: "use a system-presets item of post_call_analysis_data",
  analysis_successful_prompt: "use a system-presets item of post_call_analysis_data",
  analysis_user_sentiment_prompt: "use a system-presets item of post_call_analysis_data",
  opt_out_sensitive_data_storage: "use data_storage_setting",
  normalize_for_speech: "use handbook_config.speech_normalization",
  llm_websocket_url: 'use response_engine: {type: "custom-llm", llm_websocket_url}',
  conversation_flow_id: 'use response_engine: {type: "conversation-flow", conversation_flow_id}',
  llm_id: 'use response_engine: {type: "retell-llm", llm_id}',
} as const;

const engineShared = {
  model_temperature: z.number().min(0).max(1).nullable().optional(),
  tool_call_strict_mode: z.boolean().nullable().optional(),
  knowledge_base_ids: z.array(z.string()).nullable().optional(),
  kb_config: knowledgeBaseConfig.nullable().optional(),
  start_speaker: z.enum(["agent", "user"]).optional(),
  begin_after_user_silence_ms: z.number().nullable().optional(),
};

/** What a single call may override in its agent and engine (docs/retell.md 4.4). */
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
