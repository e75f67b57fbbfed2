import type { ChatModel } from "../../domain/dialogue/prompt/ports.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { ModelSettings } from "./configured-model.ts";
import { openaiChat } from "./openai-chat.ts";

const OPENAI_URL = "https://api.openai.com/v1";

/**
 * Chat models by name, null being ASCENDIA_MODEL. One that is not configured fails when it is asked, not before: the
 * call that wants it is held all the same, and its caller is put through to somebody.
 */
export function configuredChat(settings: Omit<ModelSettings, "stateFolder">): (name: string | null) => ChatModel {
  const { openaiBaseUrl, openaiApiKey, model } = settings;
  const made = new Map<string, ChatModel>();
  return (name) => {
    const meant = name ?? model;
    if (meant === null || (openaiApiKey === null && openaiBaseUrl === null)) return missing;
    const chat =
      made.get(meant) ??
      openaiChat({ baseUrl: openaiBaseUrl ?? OPENAI_URL, apiKey: openaiApiKey ?? "none", model: meant });
    made.set(meant, chat);
    return chat;
  };
}

const missing: ChatModel = {
  stream: () => ({
    [Symbol.asyncIterator]: () => ({
      next: () =>
        Promise.reject(
          new AscendiaError("not_configured", "Calls in mode prompt need a model, and none is configured.", {
            hint: "Set ASCENDIA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL.",
          }),
        ),
    }),
  }),
};
