import type { Language, Translated } from "../language/language.ts";

/** What a suspended clinic's callers get: a closing sentence, another line, or an engaged line. */
export const suspensionAnswers = ["message", "forward", "reject"] as const;
export type SuspensionAnswer = (typeof suspensionAnswers)[number];

export interface Suspension {
  readonly answer: SuspensionAnswer;
  /** Said word for word instead of the greeting; null: the usual sentence in the clinic's language. */
  readonly message: string | null;
  /** Who takes the calls, E.164; with `forward` alone. */
  readonly forwardTo: string | null;
  readonly suspendedAt: number;
}

/** Of one clinic. */
export interface SuspensionStore {
  find(): Promise<Suspension | undefined>;
  save(suspension: Suspension): Promise<void>;
  remove(): Promise<void>;
}

/** Of a clinic that was suspended before it could be told how to answer. */
export const plainSuspension: Suspension = { answer: "message", message: null, forwardTo: null, suspendedAt: 0 };

const messages: Translated<Readonly<Record<Exclude<SuspensionAnswer, "reject">, string>>> = {
  fr: {
    message:
      "Bonjour, vous avez appelé {{clinic_name}}. Notre accueil téléphonique est fermé pour le moment. En cas d'urgence, appelez les secours. Merci de votre appel, au revoir.",
    forward:
      "Bonjour, vous avez appelé {{clinic_name}}. Notre accueil automatique est fermé pour le moment. Puis-je vous passer quelqu'un ?",
  },
  en: {
    message:
      "Hello, you have reached {{clinic_name}}. Our telephone reception is closed at the moment. In an emergency, call the emergency services. Thank you for calling, goodbye.",
    forward:
      "Hello, you have reached {{clinic_name}}. Our automatic reception is closed at the moment. Shall I put you through to someone?",
  },
};

/** What callers hear first; `{{clinic_name}}` and the clinic's other facts may stand in it. Empty: nobody answers. */
export function closedGreeting({ answer, message }: Suspension, language: Language): string {
  if (answer === "reject") return "";
  return message ?? messages[language][answer];
}
