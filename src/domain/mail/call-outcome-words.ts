import type { CallOutcome } from "../call/call.ts";
import type { Translated } from "../language/language.ts";

export interface OutcomeWords {
  /** What happened, as a sentence. */
  readonly happened: string;
  /** The same as a heading of a count: "booked". */
  readonly counted: string;
  /** What the clinic is to do; null: nothing. */
  readonly next: string | null;
}

/** Every outcome in the words of a receptionist who reports to the clinic. */
export const outcomeWords: Translated<Readonly<Record<CallOutcome, OutcomeWords>>> = {
  fr: {
    booked: { happened: "Un rendez-vous a été pris.", counted: "Rendez-vous pris", next: null },
    confirmed: { happened: "Un rendez-vous a été confirmé.", counted: "Rendez-vous confirmés", next: null },
    rescheduled: { happened: "Un rendez-vous a été déplacé.", counted: "Rendez-vous déplacés", next: null },
    cancelled: { happened: "Un rendez-vous a été annulé.", counted: "Rendez-vous annulés", next: null },
    question_answered: { happened: "Une question a trouvé sa réponse.", counted: "Questions répondues", next: null },
    message_taken: { happened: "Un message a été laissé.", counted: "Messages", next: "Lisez le message et rappelez." },
    callback_requested: {
      happened: "La personne demande à être rappelée.",
      counted: "Rappels demandés",
      next: "Rappelez ce numéro.",
    },
    transferred: { happened: "L'appel a été transféré.", counted: "Appels transférés", next: null },
    emergency: {
      happened: "L'appel a été traité comme une urgence.",
      counted: "Urgences",
      next: "Rappelez sans attendre pour vérifier que la personne est prise en charge.",
    },
    wrong_person: {
      happened: "Ce numéro n'est pas celui de la personne attendue.",
      counted: "Mauvais numéros",
      next: "Corrigez le numéro de la personne.",
    },
    opted_out: {
      happened: "La personne ne veut plus être appelée ; c'est retenu.",
      counted: "Refus d'être appelé",
      next: null,
    },
    no_answer: { happened: "Personne n'a répondu.", counted: "Sans réponse", next: null },
    busy: { happened: "La ligne était occupée.", counted: "Lignes occupées", next: null },
    voicemail: { happened: "Une messagerie a répondu.", counted: "Messageries", next: null },
    failed: { happened: "L'appel a échoué.", counted: "Appels échoués", next: null },
    no_outcome: { happened: "L'appel s'est terminé sans résultat.", counted: "Sans résultat", next: null },
  },
  en: {
    booked: { happened: "An appointment was booked.", counted: "Appointments booked", next: null },
    confirmed: { happened: "An appointment was confirmed.", counted: "Appointments confirmed", next: null },
    rescheduled: { happened: "An appointment was moved.", counted: "Appointments moved", next: null },
    cancelled: { happened: "An appointment was cancelled.", counted: "Appointments cancelled", next: null },
    question_answered: { happened: "A question was answered.", counted: "Questions answered", next: null },
    message_taken: { happened: "A message was left.", counted: "Messages", next: "Read the message and call back." },
    callback_requested: {
      happened: "The person asks to be called back.",
      counted: "Callbacks requested",
      next: "Call this number back.",
    },
    transferred: { happened: "The call was transferred.", counted: "Calls transferred", next: null },
    emergency: {
      happened: "The call was handled as an emergency.",
      counted: "Emergencies",
      next: "Call back at once to make sure that the person is looked after.",
    },
    wrong_person: {
      happened: "This number is not that of the person expected.",
      counted: "Wrong numbers",
      next: "Correct the person's number.",
    },
    opted_out: {
      happened: "The person does not want to be called any more; that is kept.",
      counted: "Refusals to be called",
      next: null,
    },
    no_answer: { happened: "Nobody answered.", counted: "Not answered", next: null },
    busy: { happened: "The line was busy.", counted: "Lines busy", next: null },
    voicemail: { happened: "A voicemail answered.", counted: "Voicemails", next: null },
    failed: { happened: "The call failed.", counted: "Calls failed", next: null },
    no_outcome: { happened: "The call ended without a result.", counted: "Without a result", next: null },
  },
};
