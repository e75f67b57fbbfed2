import type { JsonObject } from "../json.ts";
import type { PlayedOutcome } from "../schemas/player-schema.ts";

interface Exchange {
  readonly person?: string;
  readonly agent: string;
}

/** What is said after the greeting, in short: enough for a transcript to tell how the call went. */
const exchanges: Readonly<Record<"fr" | "en", Readonly<Partial<Record<PlayedOutcome, Exchange>>>>> = {
  fr: {
    confirm: { person: "Oui, je serai là.", agent: "C'est noté, merci." },
    move: { person: "Je voudrais déplacer mon rendez-vous.", agent: "Très bien, je m'en occupe." },
    cancel: { person: "Je dois annuler.", agent: "Très bien, j'annule." },
    opt_out: { person: "Ne m'appelez plus.", agent: "Entendu, nous ne vous appellerons plus." },
    wrong_person: { person: "Vous vous trompez de numéro.", agent: "Excusez-moi, au revoir." },
    callback: { person: "Rappelez-moi plus tard.", agent: "Entendu, à plus tard." },
    voicemail: { agent: "Je laisse un message." },
  },
  en: {
    confirm: { person: "Yes, I'll be there.", agent: "Noted, thank you." },
    move: { person: "I'd like to move my appointment.", agent: "Very well, let me do that." },
    cancel: { person: "I have to cancel.", agent: "Very well, I'll cancel it." },
    opt_out: { person: "Don't call me again.", agent: "Understood, we won't call you again." },
    wrong_person: { person: "You have the wrong number.", agent: "I'm sorry, goodbye." },
    callback: { person: "Call me back later.", agent: "Understood, until later." },
    voicemail: { agent: "I'll leave a message." },
  },
};

const greetings = { fr: "Bonjour.", en: "Hello." } as const;

/** The turns before a function is called, and those after (retell-api.md 5.4). */
export interface Turns {
  readonly before: readonly JsonObject[];
  readonly after: readonly JsonObject[];
}

export const turnsOf = (outcome: PlayedOutcome, variables: JsonObject): Turns => {
  const language = variables["language"] === "fr" ? "fr" : "en";
  const greeting = typeof variables["phrase_greeting"] === "string" ? variables["phrase_greeting"] : "";
  const said = exchanges[language][outcome];
  const person = said?.person === undefined ? [] : [utterance("user", said.person)];
  return {
    before: [utterance("agent", greeting === "" ? greetings[language] : greeting), ...person],
    after: said === undefined ? [] : [utterance("agent", said.agent)],
  };
};

const utterance = (role: "agent" | "user", content: string): JsonObject => ({ role, content, words: [] });

/** The three forms in which Retell gives a transcript. */
export const transcriptFields = (items: readonly JsonObject[]): JsonObject => {
  const spoken = items.filter(({ role }) => role === "agent" || role === "user");
  return {
    transcript: spoken
      .map(({ role, content }) => `${role === "agent" ? "Agent" : "User"}: ${String(content)}\n`)
      .join(""),
    transcript_object: spoken,
    transcript_with_tool_calls: items,
  };
};
