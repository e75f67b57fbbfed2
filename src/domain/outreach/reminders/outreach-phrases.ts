import type { Translated } from "../../language/language.ts";

interface OutreachPhrases {
  readonly confirmed: (time: string) => string;
  readonly notActive: (time: string) => string;
  readonly noAppointment: string;
  readonly optedOut: string;
  readonly numberUnknown: string;
  readonly callbackAt: (time: string) => string;
  readonly callbackByStaff: string;
  readonly callbackNumberUnknown: string;
  readonly whichTime: string;
  /** The offered slot is gone. */
  readonly slotGone: string;
  readonly slotDeclined: string;
  /** Another appointment of the person who was just reminded of one. */
  readonly alsoReminded: (about: ReminderSaid) => string;
  /** The appointment of another person with the same number, once they have identified themselves. */
  readonly otherReminded: (about: ReminderSaid) => string;
  /** A parent may speak for a person who is not known to be of age. */
  readonly isOther: (name: string, isAdult: boolean) => string;
}

/** Worded for speech; `note` is empty or a sentence. */
interface ReminderSaid {
  readonly date: string;
  readonly time: string;
  readonly provider: string;
  readonly note: string;
}

/** What the agent says during the clinic's outbound calls. */
export const outreachPhrases: Translated<OutreachPhrases> = {
  fr: {
    confirmed: (time) => `C'est noté : le rendez-vous du ${time} est confirmé.`,
    notActive: (time) => `Le rendez-vous du ${time} a déjà été annulé ou déplacé : il ne peut pas être confirmé.`,
    noAppointment: "Je ne trouve pas de rendez-vous à confirmer. L'accueil de la clinique vérifiera.",
    optedOut: "C'est noté : la clinique ne vous appellera plus à ce numéro.",
    numberUnknown: "Je ne vois pas de quel numéro il s'agit. Merci de le dire à l'accueil de la clinique.",
    callbackAt: (time) => `C'est noté : nous vous rappellerons le ${time}.`,
    callbackByStaff: "C'est noté : l'accueil de la clinique est prévenu que vous souhaitez être rappelé.",
    callbackNumberUnknown: "Je ne vois pas votre numéro. Merci de rappeler l'accueil de la clinique.",
    whichTime: "Je n'ai pas bien compris. Quel jour et à quelle heure souhaitez-vous être rappelé ?",
    slotGone: "Je regrette, ce créneau vient d'être pris. Vous gardez votre place sur la liste d'attente.",
    slotDeclined: "C'est noté. Vous gardez votre place sur la liste d'attente.",
    alsoReminded: ({ date, time, provider, note }) =>
      joined(`Il y a aussi un rendez-vous le ${date} à ${time}, avec ${provider}.`, note, "Pourrez-vous venir ?"),
    otherReminded: ({ date, time, provider, note }) =>
      joined(`Le rendez-vous est le ${date} à ${time}, avec ${provider}.`, note, "Pourrez-vous venir ?"),
    isOther: (name, isAdult) =>
      `J'appelle aussi pour ${name}. ${isAdult ? "Puis-je lui parler ?" : "Est-ce que je parle à cette personne, ou à son parent ?"}`,
  },
  en: {
    confirmed: (time) => `Thank you: the appointment on ${time} is confirmed.`,
    notActive: (time) => `The appointment on ${time} no longer stands, so it cannot be confirmed.`,
    noAppointment: "I cannot find an appointment to confirm. The clinic's front desk will look into it.",
    optedOut: "Noted: the clinic will not call you on this number again.",
    numberUnknown: "I cannot see which number this is about. Please tell the clinic's front desk.",
    callbackAt: (time) => `Noted: we will call you back on ${time}.`,
    callbackByStaff: "Noted: the clinic's front desk knows that you would like to be called back.",
    callbackNumberUnknown: "I cannot see your number. Please call the clinic's front desk.",
    whichTime: "I did not get that. On which day and at what time shall we call you back?",
    slotGone: "I am sorry, that time has just been taken. You keep your place on the waiting list.",
    slotDeclined: "Noted. You keep your place on the waiting list.",
    alsoReminded: ({ date, time, provider, note }) =>
      joined(
        `There is also an appointment on ${date} at ${time}, with ${provider}.`,
        note,
        "Will you be able to come?",
      ),
    otherReminded: ({ date, time, provider, note }) =>
      joined(`The appointment is on ${date} at ${time}, with ${provider}.`, note, "Will you be able to come?"),
    isOther: (name, isAdult) =>
      `I am also calling for ${name}. ${isAdult ? "May I speak with them?" : "Am I speaking with them, or with their parent?"}`,
  },
  es: {
    confirmed: (time) => `Gracias, la cita del ${time} está confirmada.`,
    notActive: (time) => `La cita del ${time} ya se canceló o se cambió, así que no se puede confirmar.`,
    noAppointment: "No encuentro ninguna cita para confirmar. La recepción de la clínica lo va a revisar.",
    optedOut: "Anotado: la clínica ya no le va a llamar a este número.",
    numberUnknown: "No veo de qué número se trata. Por favor avise en la recepción de la clínica.",
    callbackAt: (time) => `Anotado: le llamamos el ${time}.`,
    callbackByStaff: "Anotado: la recepción de la clínica sabe que quiere que le llamen.",
    callbackNumberUnknown: "No veo su número. Por favor llame a la recepción de la clínica.",
    whichTime: "No le entendí bien. ¿Qué día y a qué hora quiere que le llamemos?",
    slotGone: "Lo siento, acaban de tomar ese espacio. Usted conserva su lugar en la lista de espera.",
    slotDeclined: "Anotado. Usted conserva su lugar en la lista de espera.",
    alsoReminded: ({ date, time, provider, note }) =>
      joined(`También hay una cita el ${date} a ${time}, con ${provider}.`, note, "¿Va a poder venir?"),
    otherReminded: ({ date, time, provider, note }) =>
      joined(`La cita es el ${date} a ${time}, con ${provider}.`, note, "¿Va a poder venir?"),
    isOther: (name, isAdult) =>
      `También llamo por ${name}. ${isAdult ? "¿Puedo hablar con esa persona?" : "¿Hablo con esa persona, o con su mamá o su papá?"}`,
  },
};

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
