import type { Translated } from "../../language/language.ts";

interface FlowDialoguePhrases {
  readonly notUnderstood: string;
  readonly stillThere: string;
  readonly goodbye: string;
  readonly holding: readonly string[];
  readonly sorryTransferring: string;
  readonly sorryGoodbye: string;
}

/** What is said where the flow has no words: nothing of it may wait. */
export const flowDialoguePhrases: Translated<FlowDialoguePhrases> = {
  fr: {
    notUnderstood: "Pardon, je n'ai pas bien compris. Pouvez-vous le dire autrement ?",
    stillThere: "Êtes-vous toujours là ?",
    goodbye: "Je ne vous entends plus. N'hésitez pas à nous rappeler. Au revoir.",
    holding: ["Un instant, je vous prie.", "Je cherche encore, merci de patienter."],
    sorryTransferring: "Je suis désolée, je n'arrive pas à vous aider moi-même. Je vous passe un collègue.",
    sorryGoodbye: "Je suis désolée, je n'arrive pas à vous aider. Merci de rappeler dans quelques minutes. Au revoir.",
  },
  en: {
    notUnderstood: "I'm sorry, I did not understand. Could you say it another way?",
    stillThere: "Are you still there?",
    goodbye: "I can no longer hear you. Please call us again. Goodbye.",
    holding: ["One moment, please.", "I am still looking, thank you for waiting."],
    sorryTransferring: "I am sorry, I cannot help you with that myself. I am putting you through to a colleague.",
    sorryGoodbye: "I am sorry, I cannot help you with that. Please call again in a few minutes. Goodbye.",
  },
};
