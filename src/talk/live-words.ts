/** What the page of real calls says. */
export interface LiveWords {
  readonly copy: string;
  readonly real: string;
  readonly pages: string;
  readonly title: string;
  readonly lead: string;
  readonly costs: (perMinute: string | null) => string;
  readonly books: string;
  readonly needsScript: string;
  readonly start: string;
  readonly hangUp: string;
  readonly after: string;
  /** Texts that the script shows. */
  readonly says: {
    readonly asking: string;
    readonly connecting: string;
    readonly on: string;
    readonly over: string;
    readonly failed: string;
    readonly mute: string;
    readonly unmute: string;
    readonly agent: string;
    readonly caller: string;
    readonly noMicrophone: string;
    /** Explanations by the name of the browser's error. */
    readonly microphone: Readonly<Record<string, string>>;
  };
}

const fr: LiveWords = {
  copy: "Essai sur une copie",
  real: "Appel réel",
  pages: "Pages",
  title: "Appeler pour de vrai",
  lead: "Retell appelle l'assistant de la clinique dans ce navigateur, comme si un patient appelait.",
  costs: (perMinute) =>
    perMinute === null
      ? "Cet appel coûte de l'argent : Retell facture chaque minute."
      : `Cet appel coûte de l'argent : environ ${perMinute} la minute, d'après les derniers appels de la clinique.`,
  books: "Ce que l'assistant réserve, déplace ou annule l'est pour de bon, et un message est vraiment transmis.",
  needsScript: "Un appel réel demande JavaScript.",
  start: "Commencer l'appel payant",
  hangUp: "Raccrocher",
  after: "Ce qui s'est passé, dans le terminal :",
  says: {
    asking: "Le navigateur demande le microphone : autorisez-le.",
    connecting: "Retell établit l'appel…",
    on: "Vous êtes en ligne. Parlez.",
    over: "L'appel est terminé.",
    failed: "L'appel n'a pas pu s'établir. Vérifiez le réseau : Retell utilise livekit.cloud.",
    mute: "Couper le micro",
    unmute: "Rouvrir le micro",
    agent: "Assistant",
    caller: "Vous",
    noMicrophone: "Ce navigateur n'a pas de microphone. Aucun appel n'a commencé, rien n'est facturé.",
    microphone: {
      NotAllowedError:
        "Le microphone est refusé. Autorisez-le pour cette page dans le navigateur, puis recommencez. Aucun appel n'a commencé, rien n'est facturé.",
      NotReadableError:
        "Un autre programme utilise le microphone. Fermez-le, puis recommencez. Aucun appel n'a commencé, rien n'est facturé.",
    },
  },
};

const en: LiveWords = {
  copy: "Rehearsal on a copy",
  real: "Real call",
  pages: "Pages",
  title: "Call for real",
  lead: "Retell calls the clinic's assistant in this browser, as if a patient called.",
  costs: (perMinute) =>
    perMinute === null
      ? "This call costs money: Retell charges for every minute."
      : `This call costs money: about ${perMinute} a minute, based on the clinic's last calls.`,
  books: "What the assistant books, moves or cancels is really done, and a message is really passed on.",
  needsScript: "A real call needs JavaScript.",
  start: "Start the paid call",
  hangUp: "Hang up",
  after: "What happened, in the terminal:",
  says: {
    asking: "The browser asks for the microphone: allow it.",
    connecting: "Retell is connecting the call…",
    on: "You are on the line. Speak.",
    over: "The call is over.",
    failed: "The call could not be connected. Check the network: Retell uses livekit.cloud.",
    mute: "Mute",
    unmute: "Unmute",
    agent: "Assistant",
    caller: "You",
    noMicrophone: "This browser has no microphone. No call was started, and nothing is charged.",
    microphone: {
      NotAllowedError:
        "The microphone is refused. Allow it for this page in the browser, then start again. No call was started, and nothing is charged.",
      NotReadableError:
        "Another program uses the microphone. Close it, then start again. No call was started, and nothing is charged.",
    },
  },
};

export const liveWords = { fr, en } as const;
