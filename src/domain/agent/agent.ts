import * as z from "zod";
import { extractedVariable, models } from "../../flow/schema/common.ts";
import { listeningSettings, privacySettings, voiceSettings } from "./settings.ts";

/** Locales an agent may speak (docs/retell.md 2.1). */
// oxfmt-ignore
export const locales = [
  "en-US", "en-IN", "en-GB", "en-AU", "en-NZ", "de-DE", "es-ES", "es-419", "hi-IN", "fr-FR", "fr-CA",
  "ja-JP", "pt-PT", "pt-BR", "zh-CN", "ru-RU", "it-IT", "ko-KR", "nl-NL", "nl-BE", "pl-PL", "tr-TR",
  "vi-VN", "ro-RO", "bg-BG", "ca-ES", "th-TH", "da-DK", "fi-FI", "el-GR", "hu-HU", "id-ID", "no-NO",
  "sk-SK", "sv-SE", "lt-LT", "lv-LV", "cs-CZ", "ms-MY", "af-ZA", "ar-SA", "az-AZ", "bs-BA", "cy-GB",
  "fa-IR", "fil-PH", "gl-ES", "he-IL", "hr-HR", "hy-AM", "is-IS", "kk-KZ", "kn-IN", "mk-MK", "mr-IN",
  "ne-NP", "sl-SI", "sr-RS", "sw-KE", "ta-IN", "ur-IN", "yue-CN", "uk-UA",
] as const;

export type Locale = (typeof locales)[number];

const optional = z.exactOptional;
const text = optional(z.string().nullable());

const voicemailAction = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("prompt"), text: z.string() }),
  z.strictObject({ type: z.literal("static_text"), text: z.string() }),
  z.strictObject({ type: z.literal("hangup") }),
  z.strictObject({ type: z.literal("bridge_transfer") }),
]);

const presetAnalysis = z.strictObject({
  type: z.literal("system-presets"),
  name: z.enum(["call_summary", "call_successful", "user_sentiment"]),
  description: optional(z.string()),
  required: optional(z.boolean()),
  conditional_prompt: optional(z.string()),
});

const webhookEvent = z.enum([
  "call_started",
  "call_ended",
  "call_analyzed",
  "transcript_updated",
  "transfer_started",
  "transfer_bridged",
  "transfer_cancelled",
  "transfer_ended",
]);

const timing = {
  max_call_duration_ms: optional(z.number().min(60_000).max(7_200_000)),
  end_call_after_silence_ms: optional(z.number().min(10_000)),
  ring_duration_ms: optional(z.number().min(5000).max(300_000)),
  begin_message_delay_ms: optional(z.number().min(0).max(5000)),
  reminder_trigger_ms: optional(z.number().positive()),
  reminder_max_count: optional(z.number().min(0)),
  timezone: text,
};

const reporting = {
  webhook_url: text,
  webhook_events: optional(z.array(webhookEvent).nullable()),
  webhook_timeout_ms: optional(z.number().positive()),
  post_call_analysis_model: optional(z.enum(models).nullable()),
  post_call_analysis_data: optional(
    z.array(z.discriminatedUnion("type", [...extractedVariable.options, presetAnalysis])).nullable(),
  ),
};

/**
 * Every setting of an agent except its engine, exactly as retell-sdk 5.66.1 takes it (ranges: docs/retell.md 2.1).
 * A deprecated scalar `multi` language is not accepted.
 */
export const agentSettingsSchema = z.strictObject({
  agent_name: z.string().trim().min(1),
  version_title: text,
  version_description: text,
  language: optional(z.union([z.array(z.enum(locales)).min(1), z.enum(locales)])),
  voicemail_option: optional(z.strictObject({ action: voicemailAction, detection_prompt: text }).nullable()),
  ivr_option: optional(
    z.strictObject({ action: z.strictObject({ type: z.literal("hangup") }), detection_prompt: text }).nullable(),
  ),
  call_screening_option: optional(z.strictObject({ agent_identity: z.string(), call_purpose: z.string() }).nullable()),
  ...voiceSettings,
  ...listeningSettings,
  ...privacySettings,
  ...timing,
  ...reporting,
});

/** Mutable arrays on purpose, as in FlowDefinition: handed to the SDK as it is. The name is mandatory, agents are found by it. */
export type AgentSettings = z.infer<typeof agentSettingsSchema>;

/** Variables about the clinic itself that come with every call; all texts, empty where the clinic has none. */
export const clinicFacts = [
  "clinic_id",
  "clinic_slug",
  "clinic_name",
  "clinic_address",
  "clinic_phone",
  "timezone",
  "language",
  "language_name",
  "today",
  "today_spoken",
  "available_doctors",
  "doctor_id_map",
  "business_hours",
  "transfer_number",
  "emergency_number",
  "has_transfer_number",
  "sms_enabled",
  "clinic_instructions",
  "clinic_status",
] as const;

export type ClinicFact = (typeof clinicFacts)[number];
