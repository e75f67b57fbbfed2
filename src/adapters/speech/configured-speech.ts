import type { SpeechEngine } from "../../domain/language/language.ts";

export interface SpeechSettings {
  readonly openaiBaseUrl: string | null;
  readonly openaiApiKey: string | null;
  /** null: use espeak-ng. */
  readonly speechModel: string | null;
}

const OPENAI_URL = "https://api.openai.com/v1";

/** The speech endpoint if one is configured, otherwise espeak-ng. Each is loaded on first use. */
export async function configuredSpeech(settings: SpeechSettings): Promise<SpeechEngine> {
  const { speechModel: model, openaiBaseUrl, openaiApiKey } = settings;
  if (model === null) return (await import("./espeak.ts")).espeak();
  const { openaiSpeech } = await import("./openai-speech.ts");
  return openaiSpeech({ model, baseUrl: openaiBaseUrl ?? OPENAI_URL, apiKey: openaiApiKey ?? "none" });
}
