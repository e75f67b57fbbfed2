import type { Translated } from "../../language/language.ts";

interface Phrases {
  /** Said one after the other while the model is slow. */
  readonly holding: readonly string[];
  readonly stillThere: string;
  readonly goodbye: string;
  readonly sorryTransferring: string;
  readonly sorryGoodbye: string;
}

/** What is said without the model: nothing of it may wait. */
export const promptPhrases: Translated<Phrases> = {
  fr: {
    holding: ["Un instant, je vous prie.", "Je cherche encore, merci de patienter."],
    stillThere: "Êtes-vous toujours là ?",
    goodbye: "Je ne vous entends plus. N'hésitez pas à nous rappeler. Au revoir.",
    sorryTransferring: "Je suis désolée, je rencontre un problème technique. Je vous passe un collègue.",
    sorryGoodbye:
      "Je suis désolée, je rencontre un problème technique. Merci de rappeler dans quelques minutes. Au revoir.",
  },
  en: {
    holding: ["One moment, please.", "I am still looking, thank you for waiting."],
    stillThere: "Are you still there?",
    goodbye: "I can no longer hear you. Please call us again. Goodbye.",
    sorryTransferring: "I am sorry, I have a technical problem. I am putting you through to a colleague.",
    sorryGoodbye: "I am sorry, I have a technical problem. Please call again in a few minutes. Goodbye.",
  },
};
