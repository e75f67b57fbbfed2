import type { Language } from "./language.ts";

export interface Sentence {
  readonly text: string;
  readonly language: Language;
  /** Each has a voice of its own. */
  readonly by: "agent" | "caller";
}

/** Reads sentences aloud. */
export interface SpeechEngine {
  /** For people: "espeak-ng", or the model and its host. */
  readonly name: string;
  /** @returns a WAV file, 16 bits a sample. @throws not_configured, transient or failed */
  speak(sentence: Sentence): Promise<Uint8Array>;
}
