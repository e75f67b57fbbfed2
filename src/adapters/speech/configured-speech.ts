import type { SpeechEngine } from "../../domain/language/language.ts";

export interface SpeechSettings {
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  /** null: espeak-ng speaks. */
  readonly speechModel: string | null;
}

const OPENAI_URL = "https://api.openai.com/v1";

/** The speech endpoint if one is named, else espeak-ng. Each is loaded when it is used. */
export async function configuredSpeech(settings: SpeechSettings): Promise<SpeechEngine> {
  const { speechModel: model, openaiBaseUrl, openaiApiKey } = settings;
  if (model === null) return (await import("./espeak.ts")).espeak();
  const { openaiSpeech } = await import("./openai-speech.ts");
  return openaiSpeech({ model, baseUrl: openaiBaseUrl ?? OPENAI_URL, apiKey: openaiApiKey ?? "none" });
}
