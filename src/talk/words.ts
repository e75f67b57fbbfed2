import type { BrainName } from "./talk-session.ts";

/** The page's texts, for the person who tries the assistant. */
export interface TalkWords {
  readonly title: string;
  readonly lead: string;
  readonly call: string;
  readonly again: string;
  readonly brain: string;
  readonly brains: Readonly<Record<BrainName, string>>;
  readonly conversation: string;
  readonly youSay: string;
  readonly say: string;
  readonly speak: string;
  readonly listening: string;
  readonly silence: string;
  readonly hangUp: string;
  readonly voice: string;
  readonly agent: string;
  readonly caller: string;
  readonly keys: string;
  readonly sms: string;
  readonly calling: string;
  readonly over: (reason: string) => string;
  readonly save: string;
  readonly saveLead: string;
  readonly saved: string;
  readonly here: string;
  readonly way: string;
  readonly tools: string;
  readonly noTools: string;
  readonly failed: string;
  readonly sent: string;
  readonly answered: string;
  readonly variables: string;
  readonly noVariables: string;
  readonly undecided: string;
  readonly stuck: string;
  readonly notDone: string;
  readonly linkUsed: string;
  readonly linkUsedLead: string;
  readonly skip: string;
  readonly waiting: string;
  readonly ended: string;
}

const fr: TalkWords = {
  title: "Parler à l'assistant",
  lead: "Vous êtes l'appelant. Tapez ou parlez : l'assistant travaille sur une copie des données, rien n'est réservé pour de bon.",
  call: "Appeler la clinique",
  again: "Appeler de nouveau",
  brain: "Qui comprend",
  brains: { offline: "les règles, sans modèle", model: "le modèle de langage" },
  conversation: "Conversation",
  youSay: "Vous dites",
  say: "Dire",
  speak: "Parler",
  listening: "J'écoute…",
  silence: "Ne rien dire",
  hangUp: "Raccrocher",
  voice: "Entendre l'assistant",
  agent: "Assistant",
  caller: "Vous",
  keys: "Touches",
  sms: "SMS",
  calling: "En ligne",
  over: (reason) => `L'appel est terminé (${reason}).`,
  save: "Enregistrer comme scénario",
  saveLead: "L'appel devient un fichier de test qui passe tout de suite ; les noms et numéros y sont inventés.",
  saved: "Scénario enregistré. Jouez-le avec :",
  here: "Où en est l'assistant",
  way: "Chemin parcouru",
  tools: "Outils appelés",
  noTools: "Aucun outil n'a encore été appelé.",
  failed: "échec",
  sent: "envoyé",
  answered: "reçu",
  variables: "Ce que l'assistant a noté",
  noVariables: "Rien n'est encore noté.",
  undecided: "Les règles ne savent pas ce que cela veut dire. Choisissez, ou dites-le autrement :",
  stuck: "L'assistant ne peut pas continuer :",
  notDone: "Ce n'est pas fait :",
  linkUsed: "Ce lien a déjà servi",
  linkUsedLead: "Relancez ascendia talk pour en obtenir un autre.",
  skip: "Aller au contenu",
  waiting: "attend votre réponse",
  ended: "terminé",
};

const en: TalkWords = {
  title: "Talk to the assistant",
  lead: "You are the caller. Type or speak: the assistant works on a copy of the data, and nothing is really booked.",
  call: "Call the clinic",
  again: "Call again",
  brain: "Who understands",
  brains: { offline: "rules, without a model", model: "the language model" },
  conversation: "Conversation",
  youSay: "You say",
  say: "Say",
  speak: "Speak",
  listening: "Listening…",
  silence: "Say nothing",
  hangUp: "Hang up",
  voice: "Hear the assistant",
  agent: "Assistant",
  caller: "You",
  keys: "Keys",
  sms: "Text message",
  calling: "On the line",
  over: (reason) => `The call is over (${reason}).`,
  save: "Save as a scenario",
  saveLead: "The call becomes a test file that passes at once; names and numbers in it are invented.",
  saved: "Scenario saved. Play it with:",
  here: "Where the assistant is",
  way: "The way so far",
  tools: "Tools called",
  noTools: "No tool has been called yet.",
  failed: "failed",
  sent: "sent",
  answered: "answered",
  variables: "What the assistant noted",
  noVariables: "Nothing is noted yet.",
  undecided: "The rules cannot decide what that means. Choose, or say it in other words:",
  stuck: "The assistant cannot go on:",
  notDone: "This was not done:",
  linkUsed: "This link has been used",
  linkUsedLead: "Start ascendia talk again for another one.",
  skip: "Skip to content",
  waiting: "waits for your answer",
  ended: "over",
};

/** The languages of the page; the assistant speaks the clinic's. */
const pages = { fr, en } as const;

export type PageLanguage = keyof typeof pages;

export const talkWords: Readonly<Record<PageLanguage, TalkWords>> = pages;
