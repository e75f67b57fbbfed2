import * as z from "zod";

const optional = z.exactOptional;
const fraction = optional(z.number().min(0).max(1));
const flag = optional(z.boolean());

const customSpeechToText = z.strictObject({
  provider: z.enum(["azure", "deepgram", "soniox", "assemblyai"]),
  endpointing_ms: z.number(),
});

const keypad = z.strictObject({
  digit_limit: optional(z.number().min(1).max(50).nullable()),
  termination_key: optional(z.string().nullable()),
  timeout_ms: optional(z.number().min(1000).max(15_000)),
});

/** How an agent listens and takes turns (docs/retell.md 2.1). */
export const listeningSettings = {
  responsiveness: fraction,
  interruption_sensitivity: fraction,
  enable_dynamic_responsiveness: flag,
  enable_backchannel: flag,
  backchannel_frequency: fraction,
  backchannel_words: optional(z.array(z.string()).nullable()),
  stt_mode: optional(z.enum(["fast", "accurate", "custom"])),
  custom_stt_config: optional(customSpeechToText.nullable()),
  boosted_keywords: optional(z.array(z.string()).max(100).nullable()),
  denoising_mode: optional(z.enum(["no-denoise", "noise-cancellation", "noise-and-background-speech-cancellation"])),
  vocab_specialization: optional(z.enum(["general", "medical"])),
  allow_user_dtmf: flag,
  allow_dtmf_interruption: flag,
  user_dtmf_options: optional(keypad.nullable()),
};

const personalData = z.enum([
  "person_name",
  "address",
  "email",
  "phone_number",
  "ssn",
  "passport",
  "driver_license",
  "credit_card",
  "bank_account",
  "password",
  "pin",
  "medical_id",
  "date_of_birth",
  "customer_account_number",
]);

const forbiddenOutput = z.enum([
  "harassment",
  "self_harm",
  "sexual_exploitation",
  "violence",
  "defense_and_national_security",
  "illicit_and_harmful_activity",
  "gambling",
  "regulated_professional_advice",
  "child_safety_and_exploitation",
]);

const guardrails = z.strictObject({
  input_topics: optional(z.array(z.literal("platform_integrity_jailbreaking")).nullable()),
  output_topics: optional(z.array(forbiddenOutput).nullable()),
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

/** What an agent keeps of a call and what it refuses to talk about (docs/retell.md 2.1). */
export const privacySettings = {
  data_storage_setting: optional(z.enum(["everything", "everything_except_pii", "basic_attributes_only"])),
  data_storage_retention_days: optional(z.number().min(1).max(730).nullable()),
  opt_in_signed_url: flag,
  signed_url_expiration_ms: optional(z.number().positive().nullable()),
  pii_config: optional(z.strictObject({ mode: z.literal("post_call"), categories: z.array(personalData) })),
  guardrail_config: optional(guardrails),
  handbook_config: optional(handbook),
};

const between = (low: number, high: number) => optional(z.number().min(low).max(high));

const emotion = z.enum(["calm", "sympathetic", "happy", "sad", "angry", "fearful", "surprised"]);

const voiceModel = z.enum([
  "eleven_flash_v2",
  "eleven_flash_v2_5",
  "eleven_multilingual_v2",
  "eleven_v3",
  "sonic-3",
  "sonic-3-latest",
  "sonic-3.5",
  "sonic-3.6",
  "tts-1",
  "gpt-4o-mini-tts",
  "speech-02-turbo",
  "speech-2.8-turbo",
  "s1",
  "s2-pro",
  "s2.1-pro",
  "inworld-tts-2",
  "inworld-tts-2-flash",
]);

const emotionTag = z.enum([
  "empathetic",
  "excited",
  "happy",
  "curious",
  "surprised",
  "sigh",
  "clear throat",
  "pause",
  "long pause",
  "emphasis",
]);

const ambientSound = z.enum([
  "coffee-shop",
  "convention-hall",
  "summer-outdoor",
  "mountain-outdoor",
  "static-noise",
  "call-center",
]);

const pronunciation = z.strictObject({
  word: z.string(),
  alphabet: z.enum(["ipa", "cmu", "pinyin", "jyutping"]),
  phoneme: z.string(),
});

/** How an agent sounds (docs/retell.md 2.1). */
export const voiceSettings = {
  voice_id: z.string().min(1),
  voice_model: optional(voiceModel.nullable()),
  fallback_voice_ids: optional(z.array(z.string()).nullable()),
  voice_emotion: optional(emotion.nullable()),
  voice_speed: between(0.5, 2),
  voice_temperature: between(0, 2),
  volume: between(0, 2),
  enable_dynamic_voice_speed: optional(z.boolean()),
  enable_expressive_mode: optional(z.boolean()),
  expressive_mode_prompt: optional(z.string().nullable()),
  expressive_emotion_tags: optional(z.array(emotionTag)),
  ambient_sound: optional(ambientSound.nullable()),
  ambient_sound_volume: between(0, 2),
  pronunciation_dictionary: optional(z.array(pronunciation).nullable()),
};
