import * as z from "zod";
import { isTimeZone } from "../../domain/time/zoned-time.ts";
import { knowledgeBaseConfig, modelChoice, modelConfig } from "../../flow/schema/flow-parts.ts";
import { boostedKeywordsLimit, limited, limitedText, uniqueTexts, namesAreUnique } from "../../flow/schema/limits.ts";
import type { JsonObject } from "../json.ts";

/** Only the format: the list of locales belongs to Retell and is checked like its other lists. */
const locale = z.string().regex(/^[a-z]{2,3}-[A-Z0-9]{2,4}$/u, {
  error: (issue) =>
    `"${String(issue.input)}" is not a language Retell speaks; use a locale such as en-US, fr-FR or fr-CA`,
});

/**
 * Retell stores and returns the deprecated `multi` as ten locales (docs/retell.md 2.1); the choice of ten is our
 * assumption.
 */
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
export function languagesOf(agent: JsonObject): readonly string[] {
  return [stored.parse(agent["language"])].flat();
}

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
  description: limitedText("preset_description").optional(),
});

/** Items to extract from a finished call (docs/retell.md 2.2). */
export const postCallAnalysis = z
  .array(
    z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("string"), examples: z.array(z.string()).optional(), ...named }),
      z.strictObject({ type: z.literal("enum"), choices: z.array(z.string()).min(1), ...named }),
      z.strictObject({ type: z.literal("boolean"), ...named }),
      z.strictObject({ type: z.literal("number"), ...named }),
      preset,
    ]),
  )
  .superRefine(namesAreUnique);

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
const prompt = limitedText("detection_prompt").nullable().optional();

const voicemailAction = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("prompt"), text: z.string() }),
  z.strictObject({ type: z.literal("static_text"), text: z.string() }),
  z.strictObject({ type: z.literal("hangup") }),
  z.strictObject({ type: z.literal("bridge_transfer") }),
]);

const timeZone = z.string().refine((zone) => isTimeZone(zone), { error: "is not an IANA time zone" });

const voice = {
  voice_model: text,
  voice_emotion: text,
  voice_speed: limited("voice_speed").optional(),
  voice_temperature: limited("voice_temperature").optional(),
  volume: limited("volume").optional(),
  fallback_voice_ids: texts,
  enable_dynamic_voice_speed: flag,
  enable_expressive_mode: flag,
  expressive_mode_prompt: text,
  expressive_emotion_tags: uniqueTexts.optional(),
  ambient_sound: text,
  ambient_sound_volume: limited("ambient_sound_volume").optional(),
  pronunciation_dictionary: z
    .array(
      z.strictObject({ word: z.string(), alphabet: z.enum(["ipa", "cmu", "pinyin", "jyutping"]), phoneme: z.string() }),
    )
    .nullable()
    .optional(),
};

const listening = {
  responsiveness: limited("responsiveness").optional(),
  interruption_sensitivity: limited("interruption_sensitivity").optional(),
  enable_dynamic_responsiveness: flag,
  enable_backchannel: flag,
  backchannel_frequency: limited("backchannel_frequency").optional(),
  backchannel_words: texts,
  stt_mode: z.enum(["fast", "accurate", "custom"]).optional(),
  custom_stt_config: z
    .strictObject({ provider: z.string(), endpointing_ms: limited("endpointing_ms") })
    .nullable()
    .optional(),
  boosted_keywords: z.array(z.string()).max(boostedKeywordsLimit).nullable().optional(),
  denoising_mode: z.string().optional(),
  vocab_specialization: z.enum(["general", "medical"]).optional(),
  allow_user_dtmf: flag,
  allow_dtmf_interruption: flag,
  user_dtmf_options: z
    .strictObject({
      digit_limit: limited("digit_limit").nullable().optional(),
      termination_key: text,
      timeout_ms: limited("dtmf_timeout_ms").optional(),
    })
    .nullable()
    .optional(),
};

const callLife = {
  begin_message_delay_ms: limited("begin_message_delay_ms").optional(),
  ring_duration_ms: limited("ring_duration_ms").optional(),
  max_call_duration_ms: limited("max_call_duration_ms").optional(),
  end_call_after_silence_ms: limited("end_call_after_silence_ms").optional(),
  reminder_trigger_ms: limited("reminder_trigger_ms").optional(),
  reminder_max_count: limited("reminder_max_count").optional(),
  voicemail_option: z.strictObject({ action: voicemailAction, detection_prompt: prompt }).nullable().optional(),
  ivr_option: z
    .strictObject({ action: z.strictObject({ type: z.literal("hangup") }), detection_prompt: prompt })
    .nullable()
    .optional(),
  call_screening_option: z
    .strictObject({ agent_identity: limitedText("agent_identity"), call_purpose: limitedText("call_purpose") })
    .nullable()
    .optional(),
};

const reporting = {
  webhook_url: text,
  webhook_events: texts,
  webhook_timeout_ms: limited("webhook_timeout_ms").optional(),
  post_call_analysis_data: postCallAnalysis.nullable().optional(),
  post_call_analysis_model: text,
  data_storage_setting: z.enum(["everything", "everything_except_pii", "basic_attributes_only"]).optional(),
  data_storage_retention_days: limited("data_storage_retention_days").nullable().optional(),
  opt_in_signed_url: flag,
  signed_url_expiration_ms: limited("signed_url_expiration_ms").nullable().optional(),
  pii_config: z.strictObject({ mode: z.literal("post_call"), categories: uniqueTexts }).optional(),
  guardrail_config: z
    .strictObject({ input_topics: uniqueTexts.nullable().optional(), output_topics: uniqueTexts.nullable().optional() })
    .optional(),
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

/** Names from tutorials and old versions, with what to send instead (docs/retell.md 13.4). */
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
  tool_call_strict_mode: z.boolean().nullable().optional(),
  knowledge_base_ids: z.array(z.string()).nullable().optional(),
  kb_config: knowledgeBaseConfig.optional(),
  start_speaker: z.enum(["agent", "user"]).optional(),
  begin_after_user_silence_ms: limited("begin_after_user_silence_ms").nullable().optional(),
};

/** What a single call may override in its agent and engine (docs/retell.md 4.4). */
export const agentOverride = z.strictObject({
  agent: agentChanges.optional(),
  retell_llm: z
    .strictObject({
      model: z.string().nullable().optional(),
      model_config: modelConfig.optional(),
      s2s_model: z.string().nullable().optional(),
      model_high_priority: z.boolean().nullable().optional(),
      begin_message: z.string().nullable().optional(),
      model_temperature: limited("model_temperature").optional(),
      ...engineShared,
    })
    .optional(),
  conversation_flow: z
    .strictObject({
      model_choice: modelChoice.optional(),
      model_config: modelConfig.optional(),
      model_temperature: limited("model_temperature").nullable().optional(),
      ...engineShared,
    })
    .optional(),
});
