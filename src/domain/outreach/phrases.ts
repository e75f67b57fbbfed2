import type { Translated } from "../language/language.ts";

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
}

/** What the clinic says in a call about its calls. */
export const outreachPhrases: Translated<OutreachPhrases> = {
  fr: {
    confirmed: (time) => `C'est noté : votre rendez-vous du ${time} est confirmé.`,
    notActive: (time) => `Le rendez-vous du ${time} n'est plus en cours : il ne peut pas être confirmé.`,
    noAppointment: "Je ne trouve pas de rendez-vous à confirmer. L'accueil de la clinique vérifiera.",
    optedOut: "C'est noté : la clinique ne vous appellera plus à ce numéro.",
    numberUnknown: "Je ne vois pas de quel numéro il s'agit. Merci de le dire à l'accueil de la clinique.",
    callbackAt: (time) => `C'est noté : nous vous rappellerons le ${time}.`,
    callbackByStaff: "C'est noté : l'accueil de la clinique est prévenu que vous souhaitez être rappelé.",
    callbackNumberUnknown: "Je ne vois pas votre numéro. Merci de rappeler l'accueil de la clinique.",
    whichTime: "Je n'ai pas bien compris. Quel jour et à quelle heure souhaitez-vous être rappelé ?",
  },
  en: {
    confirmed: (time) => `Thank you: your appointment on ${time} is confirmed.`,
    notActive: (time) => `The appointment on ${time} no longer stands, so it cannot be confirmed.`,
    noAppointment: "I cannot find an appointment to confirm. The clinic's front desk will look into it.",
    optedOut: "Noted: the clinic will not call you on this number again.",
    numberUnknown: "I cannot see which number this is about. Please tell the clinic's front desk.",
    callbackAt: (time) => `Noted: we will call you back on ${time}.`,
    callbackByStaff: "Noted: the clinic's front desk knows that you would like to be called back.",
    callbackNumberUnknown: "I cannot see your number. Please call the clinic's front desk.",
    whichTime: "I did not get that. On which day and at what time shall we call you back?",
  },
};
