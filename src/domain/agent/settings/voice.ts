import * as z from "zod";

const optional = z.exactOptional;
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

/** How an agent sounds (retell-api.md 2.1). */
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
