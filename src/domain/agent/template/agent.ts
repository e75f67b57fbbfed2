import * as z from "zod";
import { extractedVariable } from "../../../flow/schema/flow-parts.ts";
import { limited, limitedText, namesAreUnique } from "../../../flow/schema/limits.ts";
import { isTimeZone } from "../../time/zoned-time.ts";
import { listeningSettings, privacySettings, voiceSettings } from "./settings.ts";

const optional = z.exactOptional;

const text = optional(z.string().nullable());

const prompt = optional(limitedText("detection_prompt").nullable());

const timeZone = z.string().refine((name) => isTimeZone(name), {
  error: (issue) => `"${String(issue.input)}" is not an IANA time zone such as Africa/Porto-Novo`,
});

const voicemailAction = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("prompt"), text: z.string() }),
  z.strictObject({ type: z.literal("static_text"), text: z.string() }),
  z.strictObject({ type: z.literal("hangup") }),
  z.strictObject({ type: z.literal("bridge_transfer") }),
]);

const presetAnalysis = z.strictObject({
  type: z.literal("system-presets"),
  name: z.enum(["call_summary", "call_successful", "user_sentiment"]),
  description: optional(limitedText("preset_description")),
  required: optional(z.boolean()),
  conditional_prompt: optional(z.string()),
});

const timing = {
  max_call_duration_ms: optional(limited("max_call_duration_ms")),
  end_call_after_silence_ms: optional(limited("end_call_after_silence_ms")),
  ring_duration_ms: optional(limited("ring_duration_ms")),
  begin_message_delay_ms: optional(limited("begin_message_delay_ms")),
  reminder_trigger_ms: optional(limited("reminder_trigger_ms")),
  reminder_max_count: optional(limited("reminder_max_count")),
  timezone: optional(timeZone.nullable()),
};

const reporting = {
  webhook_url: text,
  webhook_events: optional(z.array(z.string()).nullable()),
  webhook_timeout_ms: optional(limited("webhook_timeout_ms")),
  post_call_analysis_model: text,
  post_call_analysis_data: optional(
    z
      .array(z.discriminatedUnion("type", [...extractedVariable.options, presetAnalysis]))
      .superRefine(namesAreUnique)
      .nullable(),
  ),
};

/**
 * Every setting of an agent except its engine, exactly as retell-sdk 5.66.1 accepts it (ranges: docs/retell.md 2.1). A
 * deprecated scalar `multi` language is not accepted.
 */
export const agentSettingsSchema = z.strictObject({
  agent_name: z.string().trim().min(1),
  version_title: text,
  version_description: text,
  language: optional(z.union([z.array(z.string()).min(1), z.string()])),
  voicemail_option: optional(z.strictObject({ action: voicemailAction, detection_prompt: prompt }).nullable()),
  ivr_option: optional(
    z.strictObject({ action: z.strictObject({ type: z.literal("hangup") }), detection_prompt: prompt }).nullable(),
  ),
  call_screening_option: optional(
    z
      .strictObject({ agent_identity: limitedText("agent_identity"), call_purpose: limitedText("call_purpose") })
      .nullable(),
  ),
  ...voiceSettings,
  ...listeningSettings,
  ...privacySettings,
  ...timing,
  ...reporting,
});

/**
 * Arrays are mutable, as in FlowDefinition, because the SDK takes them as they are. The name is mandatory because
 * agents are found by it.
 */
export type AgentSettings = z.infer<typeof agentSettingsSchema>;

/** Variables about the clinic that come with every call; all are strings, empty if the clinic has no value. */
export const clinicFacts = [
  "clinic_id",
  "clinic_slug",
  "clinic_name",
  "clinic_said",
  "clinic_at",
  "clinic_of",
  "clinic_address",
  "clinic_phone",
  "timezone",
  "language",
  "language_name",
  "second_language",
  "second_variables",
  "today",
  "today_spoken",
  "available_doctors",
  "doctor_id_map",
  "doctors_said",
  "business_hours",
  "transfer_number",
  "emergency_number",
  "emergency_services",
  "crisis_line",
  "has_transfer_number",
  "sms_enabled",
  "asks_reason",
  "clinic_instructions",
  "clinic_status",
  "local_time",
  "open_now",
  "opening_now",
  "closures",
  "notice",
] as const;

export type ClinicFact = (typeof clinicFacts)[number];
