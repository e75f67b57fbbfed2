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

/** How an agent listens and takes turns (retell-api.md 2.1). */
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
