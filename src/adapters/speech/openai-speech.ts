import type { Sentence, SpeechEngine } from "../../domain/language/language.ts";
import { openaiClient, openaiFailure } from "../llm/openai-client.ts";

const voices: Readonly<Record<Sentence["by"], string>> = { agent: "nova", caller: "onyx" };
const NEEDS = "The endpoint needs audio/speech with the format wav.";

interface SpeechEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** Any endpoint compatible with OpenAI's `audio/speech`. */
export function openaiSpeech(endpoint: SpeechEndpoint): SpeechEngine {
  const client = openaiClient({ ...endpoint, timeoutMs: 60_000, maxRetries: 2 });
  return {
    name: `${endpoint.model} at ${new URL(endpoint.baseUrl).host}`,
    speak: async ({ text, by }) => {
      try {
        const answer = await client.audio.speech.create({
          model: endpoint.model,
          voice: voices[by],
          input: text,
          response_format: "wav",
        });
        return new Uint8Array(await answer.arrayBuffer());
      } catch (error) {
        throw openaiFailure(error, endpoint, NEEDS);
      }
    },
  };
}
