import * as z from "zod";
import { boostedKeywordsLimit, limited, uniqueTexts } from "../../../flow/schema/limits.ts";

const optional = z.exactOptional;

const flag = optional(z.boolean());

const customSpeechToText = z.strictObject({
  provider: z.string(),
  endpointing_ms: limited("endpointing_ms"),
});

const keypad = z.strictObject({
  digit_limit: optional(limited("digit_limit").nullable()),
  termination_key: optional(z.string().nullable()),
  timeout_ms: optional(limited("dtmf_timeout_ms")),
});

/** How an agent listens and takes turns (docs/retell.md 2.1). */
export const listeningSettings = {
  responsiveness: optional(limited("responsiveness")),
  interruption_sensitivity: optional(limited("interruption_sensitivity")),
  enable_dynamic_responsiveness: flag,
  enable_backchannel: flag,
  backchannel_frequency: optional(limited("backchannel_frequency")),
  backchannel_words: optional(z.array(z.string()).nullable()),
  stt_mode: optional(z.enum(["fast", "accurate", "custom"])),
  custom_stt_config: optional(customSpeechToText.nullable()),
  boosted_keywords: optional(z.array(z.string()).max(boostedKeywordsLimit).nullable()),
  denoising_mode: optional(z.string()),
  vocab_specialization: optional(z.enum(["general", "medical"])),
  allow_user_dtmf: flag,
  allow_dtmf_interruption: flag,
  user_dtmf_options: optional(keypad.nullable()),
};

const guardrails = z.strictObject({
  input_topics: optional(uniqueTexts.nullable()),
  output_topics: optional(uniqueTexts.nullable()),
});

const handbook = z.strictObject({
  ai_disclosure: flag,
  conversational_personality: flag,
  default_personality: flag,
  echo_verification: flag,
  high_empathy: flag,
  nato_phonetic_alphabet: flag,
  natural_filler_words: flag,
  scope_boundaries: flag,
  smart_matching: flag,
  speech_normalization: flag,
});

/** What an agent stores about a call, and which topics it refuses (docs/retell.md 2.1). */
export const privacySettings = {
  data_storage_setting: optional(z.enum(["everything", "everything_except_pii", "basic_attributes_only"])),
  data_storage_retention_days: optional(limited("data_storage_retention_days").nullable()),
  opt_in_signed_url: flag,
  signed_url_expiration_ms: optional(limited("signed_url_expiration_ms").nullable()),
  pii_config: optional(z.strictObject({ mode: z.literal("post_call"), categories: uniqueTexts })),
  guardrail_config: optional(guardrails),
  handbook_config: optional(handbook),
};

/** A name from one of Retell's own lists. */
const name = optional(z.string().nullable());

const pronunciation = z.strictObject({
  word: z.string(),
  alphabet: z.enum(["ipa", "cmu", "pinyin", "jyutping"]),
  phoneme: z.string(),
});

/** How an agent sounds (docs/retell.md 2.1). */
export const voiceSettings = {
  voice_id: z.string().min(1),
  voice_model: name,
  fallback_voice_ids: optional(z.array(z.string()).nullable()),
  voice_emotion: name,
  voice_speed: optional(limited("voice_speed")),
  voice_temperature: optional(limited("voice_temperature")),
  volume: optional(limited("volume")),
  enable_dynamic_voice_speed: optional(z.boolean()),
  enable_expressive_mode: optional(z.boolean()),
  expressive_mode_prompt: optional(z.string().nullable()),
  expressive_emotion_tags: optional(uniqueTexts),
  ambient_sound: name,
  ambient_sound_volume: optional(limited("volume")),
  pronunciation_dictionary: optional(z.array(pronunciation).nullable()),
};
