import * as z from "zod";
import { models } from "../flow/schema/model.ts";
import { extractedVariable } from "../flow/schema/variable.ts";
import { listeningSettings } from "./settings/listening.ts";
import { privacySettings } from "./settings/privacy.ts";
import { voiceSettings } from "./settings/voice.ts";
import { locales } from "./locales.ts";

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
 * Every setting of an agent but its engine, exactly as retell-sdk 5.66.1 takes it, with the ranges of retell-api.md 2.1.
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
