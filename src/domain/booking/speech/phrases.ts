import type { Translated } from "../../language/language.ts";
import type { UnavailableReason } from "../visits/book-appointment.ts";

const bookingPhrasesEn: BookingPhrases = {
  withDoctor: (time, doctor) => `${time} with ${doctor}`,
  aDoctor: "the doctor",
  noSlots: (date) => `Sorry, there is nothing available on ${date}. Would you like to try another date?`,
  nextDate: (date) => `The next available day is ${date}.`,
  notFree: (time) => `${time} is not free.`,
  slots: (times, doctor) =>
    `${doctor === null ? "I have" : `${doctor} can see you`} ${times}. Which time works for you?`,
  unavailable: {
    past: "Sorry, that time has already passed.",
    too_soon: "Sorry, that time is too close to be booked by phone.",
    too_far: "Sorry, the calendar is not open for that date yet.",
    same_day: "Sorry, that time is kept for people who call on the day itself.",
    closed: "Sorry, there are no appointments at that time.",
    taken: "Sorry, that time has just been taken.",
    held: "Sorry, another caller is choosing that time right now.",
    limit: "Sorry, I cannot book more appointments for you by phone. The team can help you.",
    withheld: "Sorry, I cannot book any more appointments today for calls that show no number. The team can help you.",
  },
  instead: (times) => `I can offer you: ${times}. Which time suits you?`,
  otherDate: "Would you like to try another date?",
  beingChosen: "Another caller is choosing from the last times right now, so one may be free again in a few minutes.",
  booked: (time, doctor, patient) => `All set: ${patient} is booked for ${time} with ${doctor}.`,
  understood: (time, patient) => `I have understood: ${time}, for ${patient}.`,
  texted: "You will get a confirmation by text message at the number you gave me.",
  textReply: (clinic, phone) =>
    `Nobody reads messages to this number.${phone === null ? "" : ` To change the appointment, call ${clinic}: ${phone}`}`,
  bookedBefore: (time, doctor, patient) => `${patient} already has this appointment: ${time} with ${doctor}.`,
  timeOf: (time, patient) => `${patient} at ${time}`,
  bookedTogether: (day, doctor, each) => `All set for ${day} with ${doctor}: ${each}.`,
  rows: (people, times) => `For ${people} people one after the other, I can start at: ${times}. Which time suits you?`,
  noRow: (people) =>
    `Sorry, I do not have ${people} visits one after the other then. Would you like to try another date?`,
  nothingBeyond: {
    later: (time) => `I have nothing later than ${time}.`,
    earlier: (time) => `I have nothing earlier than ${time}.`,
    other: () => "Those are all the times I have then.",
  },
  readBack: ({ type, when, doctor, patient, phone }) =>
    `Let me read it back: ${type === null ? "" : `${type}, `}${when} with ${doctor}, for ${patient}, on ${phone}. Is that right?`,
  readBackMove: (before, now) => `I would move the appointment from ${before} to ${now}. Is that right?`,
  readBackCancellation: (time, doctor) => `That is the appointment on ${time} with ${doctor}. Shall I cancel it?`,
  alsoThen: (time, doctor, patient) => `Please note: ${patient} also has an appointment on ${time} with ${doctor}.`,
  noAppointment:
    "I cannot find an upcoming appointment with those details. Could you give me the patient's first and last name again, and the phone number on their file?",
  noAppointmentBorn:
    "I cannot find an upcoming appointment with those details. Could you give me the patient's first and last name and date of birth again, and the phone number on their file?",
  teamSeesToIt:
    "I cannot verify those details by phone. I am letting the clinic's team know, and they will take care of it.",
  teamCallsBack: "To protect patients, the clinic's team will call you back on the number on file.",
  oneAppointment: (time, doctor) => `I found the appointment on ${time} with ${doctor}.`,
  severalAppointments: (times) => `I found several appointments: ${times}. Which one is it?`,
  rescheduled: (before, now) => `Done: the appointment on ${before} has been moved to ${now}.`,
  cancelled: (time) => `Done: the appointment on ${time} has been cancelled.`,
  cancelledLate: "Next time, please let us know a little earlier if you can.",
  pastCutoff: (time) =>
    `It is too late to change the appointment on ${time} by phone. I can put you through to the front desk.`,
  notActive: (time) => `The appointment on ${time} was already cancelled or moved, so it cannot be changed.`,
  onWaitlist: (place) =>
    place === 1
      ? "You are first on the waiting list. We will call you as soon as a time becomes free."
      : `You are number ${place} on the waiting list. We will call you as soon as a time becomes free.`,
  calendarUnknown:
    "Sorry, I cannot see the calendar at the moment, so I cannot book. I can take a message, and the team will call you back.",
  noSlotsIn: (period) => `Sorry, there is nothing available ${period}. Would you like to try another date?`,
  doctors: (names) => `You can see: ${names}. Who would you like an appointment with?`,
  noDoctors: "Sorry, no doctor is taking appointments at the moment.",
  whichType: (types) => `Which kind of visit is it: ${types}?`,
  isFirstVisit: "Is it a first visit to our clinic?",
  notWithDoctor: (type, doctor, others) =>
    `${doctor} does not offer this kind of visit: ${type}. For that you can see: ${others}. Who would you like an appointment with?`,
  whichDoctor: (names) => `Several doctors have that name: ${names}. Which one would you like?`,
  whichOfDoctors: (names) => `It could be any of these doctors: ${names}. Which one would you like?`,
  isItDoctor: (name) => `Do you mean ${name}?`,
  whoWasLastSeen: (names) =>
    `I cannot see which doctor you saw. You can see: ${names}. Who would you like an appointment with?`,
  womanOrMan: (names) =>
    `I do not know which of our doctors are women or men. You can see: ${names}. Who would you like an appointment with?`,
  unknownDoctor: (names) => `I cannot find that doctor. You can see: ${names}. Who would you like an appointment with?`,
};

const bookingPhrasesFr: BookingPhrases = {
  withDoctor: (time, doctor) => `${time} avec ${doctor}`,
  aDoctor: "le médecin",
  noSlots: (date) => `Désolé, aucun créneau disponible le ${date}. Voulez-vous essayer une autre date ?`,
  nextDate: (date) => `Le prochain jour disponible est le ${date}.`,
  notFree: (time) => `À ${time}, ce n'est pas libre.`,
  slots: (times, doctor) =>
    `${doctor === null ? "Je peux vous proposer" : `${atBeginning(doctor)} peut vous recevoir`} ${times}. Quelle heure vous convient ?`,
  unavailable: {
    past: "Je regrette, cette heure est déjà passée.",
    too_soon: "Je regrette, ce créneau est trop proche pour être réservé par téléphone.",
    too_far: "Je regrette, l'agenda n'est pas encore ouvert pour cette date.",
    same_day: "Je regrette, cette heure est réservée aux appels du jour même.",
    closed: "Je regrette, il n'y a pas de consultation à cette heure-là.",
    taken: "Je regrette, ce créneau vient d'être pris.",
    held: "Je regrette, une autre personne est en train de choisir ce créneau.",
    limit:
      "Je regrette, je ne peux pas enregistrer d'autre rendez-vous pour vous par téléphone. L'équipe peut vous aider.",
    withheld:
      "Je regrette, je ne peux plus enregistrer aujourd'hui de rendez-vous pour un appel sans numéro affiché. L'équipe peut vous aider.",
  },
  instead: (times) => `Je peux vous proposer : ${times}. Quelle heure vous convient ?`,
  otherDate: "Voulez-vous essayer une autre date ?",
  beingChosen:
    "Une autre personne est en train de choisir parmi les derniers créneaux : il peut s'en libérer un dans quelques minutes.",
  booked: (time, doctor, patient) => `C'est noté : rendez-vous le ${time} avec ${doctor} pour ${patient}.`,
  understood: (time, patient) => `J'ai bien compris : le ${time}, pour ${patient}.`,
  texted: "Vous recevrez une confirmation par message texte, au numéro que vous m'avez donné.",
  textReply: (clinic, phone) =>
    `Personne ne lit les messages envoyés à ce numéro.${phone === null ? "" : ` Pour changer le rendez-vous, appelez ${clinic} : ${phone}`}`,
  bookedBefore: (time, doctor, patient) => `Ce rendez-vous est déjà noté pour ${patient} : le ${time} avec ${doctor}.`,
  timeOf: (time, patient) => `${patient} à ${time}`,
  bookedTogether: (day, doctor, each) => `C'est noté pour le ${day} avec ${doctor} : ${each}.`,
  rows: (people, times) =>
    `Pour ${people} personnes à la suite, je peux commencer à : ${times}. Quelle heure vous convient ?`,
  noRow: (people) =>
    `Je regrette, je n'ai pas ${people} rendez-vous à la suite à ce moment-là. Voulez-vous essayer une autre date ?`,
  nothingBeyond: {
    later: (time) => `Je n'ai rien de plus tard que le ${time}.`,
    earlier: (time) => `Je n'ai rien de plus tôt que le ${time}.`,
    other: () => "Ce sont toutes les heures que j'ai à ce moment-là.",
  },
  readBack: ({ type, when, doctor, patient, phone }) =>
    `Je récapitule : ${type === null ? "" : `${type}, `}le ${when} avec ${doctor}, pour ${patient}, au numéro ${phone}. Est-ce bien cela ?`,
  readBackMove: (before, now) => `Le rendez-vous du ${before} passerait au ${now}. Est-ce bien cela ?`,
  readBackCancellation: (time, doctor) =>
    `C'est le rendez-vous du ${time} avec ${doctor}. Voulez-vous que je l'annule ?`,
  alsoThen: (time, doctor, patient) => `Attention : ${patient} a aussi rendez-vous le ${time} avec ${doctor}.`,
  noAppointment:
    "Je ne trouve pas de rendez-vous à venir avec ces informations. Pouvez-vous me redonner le prénom et le nom du patient, et le numéro de téléphone de son dossier ?",
  noAppointmentBorn:
    "Je ne trouve pas de rendez-vous à venir avec ces informations. Pouvez-vous me redonner le prénom, le nom et la date de naissance du patient, et le numéro de téléphone de son dossier ?",
  teamSeesToIt:
    "Je ne peux pas vérifier ces informations par téléphone. Je préviens l'équipe de la clinique, qui s'en occupera.",
  teamCallsBack: "Pour protéger les patients, l'équipe de la clinique vous rappellera au numéro qui figure au dossier.",
  oneAppointment: (time, doctor) => `J'ai trouvé le rendez-vous du ${time} avec ${doctor}.`,
  severalAppointments: (times) => `J'ai trouvé plusieurs rendez-vous : ${times}. Duquel s'agit-il ?`,
  rescheduled: (before, now) => `C'est fait : le rendez-vous du ${before} est déplacé au ${now}.`,
  cancelled: (time) => `C'est fait : le rendez-vous du ${time} est annulé.`,
  cancelledLate: "La prochaine fois, merci de nous prévenir un peu plus tôt si vous le pouvez.",
  pastCutoff: (time) =>
    `Il est trop tard pour modifier par téléphone le rendez-vous du ${time}. Je peux vous passer l'accueil.`,
  notActive: (time) => `Le rendez-vous du ${time} a déjà été annulé ou déplacé : il ne peut plus être modifié.`,
  onWaitlist: (place) =>
    place === 1
      ? "C'est noté : vous êtes en tête de la liste d'attente. Nous vous appelons dès qu'un créneau se libère."
      : `C'est noté : vous êtes en position ${place} sur la liste d'attente. Nous vous appelons dès qu'un créneau se libère.`,
  calendarUnknown:
    "Désolé, je ne vois pas l'agenda pour le moment et je ne peux donc pas réserver. Je peux prendre un message, et l'équipe vous rappellera.",
  noSlotsIn: (period) => `Désolé, aucun créneau disponible ${period}. Voulez-vous essayer une autre date ?`,
  doctors: (names) => `Vous pouvez consulter : ${names}. Avec qui souhaitez-vous un rendez-vous ?`,
  noDoctors: "Je regrette, aucun médecin ne prend de rendez-vous en ce moment.",
  whichType: (types) => `De quel type de visite s'agit-il : ${types} ?`,
  isFirstVisit: "Est-ce une première visite chez nous ?",
  notWithDoctor: (type, doctor, others) =>
    `${atBeginning(doctor)} n'assure pas ce type de visite : ${type}. Pour cela, vous pouvez consulter : ${others}. Avec qui souhaitez-vous un rendez-vous ?`,
  whichDoctor: (names) => `Plusieurs médecins portent ce nom : ${names}. Lequel souhaitez-vous ?`,
  whichOfDoctors: (names) => `Plusieurs médecins sont possibles : ${names}. Lequel souhaitez-vous ?`,
  isItDoctor: (name) => `Voulez-vous dire ${name} ?`,
  whoWasLastSeen: (names) =>
    `Je ne vois pas quel médecin vous suit. Vous pouvez consulter : ${names}. Avec qui souhaitez-vous un rendez-vous ?`,
  womanOrMan: (names) =>
    `Je ne sais pas lesquels de nos médecins sont des femmes ou des hommes. Vous pouvez consulter : ${names}. Avec qui souhaitez-vous un rendez-vous ?`,
  unknownDoctor: (names) =>
    `Je ne trouve pas ce médecin. Vous pouvez consulter : ${names}. Avec qui souhaitez-vous un rendez-vous ?`,
};

const bookingPhrasesEs: BookingPhrases = {
  withDoctor: (time, doctor) => `${time} con ${doctor}`,
  aDoctor: "el doctor",
  noSlots: (date) => `Lo siento, no hay nada disponible el ${date}. ¿Quiere probar otra fecha?`,
  nextDate: (date) => `El próximo día disponible es el ${date}.`,
  notFree: (time) => `A ${time} no hay lugar.`,
  slots: (times, doctor) =>
    `${doctor === null ? "Le puedo ofrecer" : `${atBeginning(doctor)} le puede atender`} el ${times}. ¿Qué hora le queda bien?`,
  unavailable: {
    past: "Lo siento, esa hora ya pasó.",
    too_soon: "Lo siento, falta muy poco para esa hora y no la puedo dar por teléfono.",
    too_far: "Lo siento, la agenda todavía no está abierta para esa fecha.",
    same_day: "Lo siento, esa hora es para quienes llaman el mismo día.",
    closed: "Lo siento, a esa hora no hay consulta.",
    taken: "Lo siento, acaban de tomar esa hora.",
    held: "Lo siento, otra persona está escogiendo esa hora en este momento.",
    withheld:
      "Lo siento, hoy ya no puedo dar más citas a llamadas que no muestran su número. El equipo le puede ayudar.",
    limit: "Lo siento, ya no le puedo dar más citas por teléfono. El equipo le puede ayudar.",
  },
  instead: (times) => `Le puedo ofrecer: ${times}. ¿Qué hora le queda bien?`,
  otherDate: "¿Quiere probar otra fecha?",
  beingChosen:
    "Otra persona está escogiendo entre las últimas horas en este momento, así que quizás se libere una en unos minutos.",
  booked: (time, doctor, patient) => `Listo: ${patient} tiene cita el ${time} con ${doctor}.`,
  understood: (time, patient) => `Entendí: el ${time}, para ${patient}.`,
  texted: "Le llegará una confirmación por mensaje de texto al número que me dio.",
  textReply: (clinic, phone) =>
    `Nadie lee los mensajes a este número.${phone === null ? "" : ` Para cambiar la cita, llame a ${clinic}: ${phone}`}`,
  bookedBefore: (time, doctor, patient) => `${patient} ya tiene esta cita: el ${time} con ${doctor}.`,
  timeOf: (time, patient) => `${patient} a ${time}`,
  bookedTogether: (day, doctor, each) => `Listo para el ${day} con ${doctor}: ${each}.`,
  rows: (people, times) =>
    `Para ${people} personas seguidas, puedo empezar a estas horas: ${times}. ¿Qué hora le queda bien?`,
  noRow: (people) => `Lo siento, no tengo ${people} citas seguidas en ese momento. ¿Quiere probar otra fecha?`,
  nothingBeyond: {
    later: (time) => `No tengo nada después del ${time}.`,
    earlier: (time) => `No tengo nada antes del ${time}.`,
    other: () => "Esas son todas las horas que tengo.",
  },
  readBack: ({ type, when, doctor, patient, phone }) =>
    `Le confirmo los datos: ${type === null ? "" : `${type}, `}el ${when} con ${doctor}, para ${patient}, al número ${phone}. ¿Es correcto?`,
  readBackMove: (before, now) => `Cambiaría la cita del ${before} al ${now}. ¿Es correcto?`,
  readBackCancellation: (time, doctor) => `Es la cita del ${time} con ${doctor}. ¿La cancelo?`,
  alsoThen: (time, doctor, patient) => `Le aviso: ${patient} también tiene cita el ${time} con ${doctor}.`,
  noAppointment:
    "No encuentro ninguna cita pendiente con esos datos. ¿Me repite el nombre y el apellido del paciente, y el teléfono de su expediente?",
  noAppointmentBorn:
    "No encuentro ninguna cita pendiente con esos datos. ¿Me repite el nombre, el apellido y la fecha de nacimiento del paciente, y el teléfono de su expediente?",
  teamSeesToIt: "No puedo verificar esos datos por teléfono. Le aviso al equipo de la clínica, y ellos se encargan.",
  teamCallsBack:
    "Para proteger a los pacientes, el equipo de la clínica le va a llamar al número que está en el expediente.",
  oneAppointment: (time, doctor) => `Encontré la cita del ${time} con ${doctor}.`,
  severalAppointments: (times) => `Encontré varias citas: ${times}. ¿Cuál es?`,
  rescheduled: (before, now) => `Listo: la cita del ${before} se cambió al ${now}.`,
  cancelled: (time) => `Listo: la cita del ${time} quedó cancelada.`,
  cancelledLate: "La próxima vez, si puede, avísenos con un poco más de tiempo.",
  pastCutoff: (time) =>
    `Ya es muy tarde para cambiar por teléfono la cita del ${time}. Le puedo pasar con la recepción.`,
  notActive: (time) => `La cita del ${time} ya se canceló o se cambió, así que no se puede modificar.`,
  onWaitlist: (place) =>
    place === 1
      ? "Usted es la primera persona en la lista de espera. Le llamamos en cuanto se libere una hora."
      : `Usted tiene el lugar ${place} en la lista de espera. Le llamamos en cuanto se libere una hora.`,
  calendarUnknown:
    "Lo siento, en este momento no puedo ver la agenda y no puedo dar citas. Puedo tomar un mensaje, y el equipo le llama.",
  noSlotsIn: (period) => `Lo siento, no hay nada disponible ${period}. ¿Quiere probar otra fecha?`,
  doctors: (names) => `Le puede atender: ${names}. ¿Con quién quiere la cita?`,
  noDoctors: "Lo siento, en este momento ningún doctor está dando citas.",
  whichType: (types) => `¿Qué tipo de consulta es: ${types}?`,
  isFirstVisit: "¿Es su primera visita a nuestra clínica?",
  notWithDoctor: (type, doctor, others) =>
    `${atBeginning(doctor)} no da este tipo de consulta: ${type}. Para eso le puede atender: ${others}. ¿Con quién quiere la cita?`,
  whichDoctor: (names) => `Hay varios doctores con ese nombre: ${names}. ¿Con cuál quiere la cita?`,
  whichOfDoctors: (names) => `Puede ser cualquiera de estos doctores: ${names}. ¿Con cuál quiere la cita?`,
  isItDoctor: (name) => `¿Quiere decir ${name}?`,
  whoWasLastSeen: (names) => `No veo qué doctor le atendió. Le puede atender: ${names}. ¿Con quién quiere la cita?`,
  womanOrMan: (names) =>
    `No sé quiénes son doctoras y quiénes doctores. Le puede atender: ${names}. ¿Con quién quiere la cita?`,
  unknownDoctor: (names) => `No encuentro a ese doctor. Le puede atender: ${names}. ¿Con quién quiere la cita?`,
};

function atBeginning(doctor: string): string {
  return `${doctor.charAt(0).toUpperCase()}${doctor.slice(1)}`;
}

interface VisitInWords {
  /** null: the clinic has no types. */
  readonly type: string | null;
  readonly when: string;
  readonly doctor: string;
  readonly patient: string;
  readonly phone: string;
}

/** Everything the agent says about bookings. Dates, times and lists arrive as spoken text. */
interface BookingPhrases {
  readonly withDoctor: (time: string, doctor: string) => string;
  /** For a doctor who no longer works at the clinic. */
  readonly aDoctor: string;
  readonly noSlots: (date: string) => string;
  readonly nextDate: (date: string) => string;
  /** Says that the time the caller named is taken, before others are offered. */
  readonly notFree: (time: string) => string;
  /** null: several doctors; the times name them. */
  readonly slots: (times: string, doctor: string | null) => string;
  readonly unavailable: Readonly<Record<UnavailableReason, string>>;
  readonly instead: (times: string) => string;
  readonly otherDate: string;
  /** Nothing is free, because another call holds the last slots. */
  readonly beingChosen: string;
  readonly booked: (time: string, doctor: string, patient: string) => string;
  /** Repeats what the caller wants, before the reason why it cannot be booked. */
  readonly understood: (time: string, patient: string) => string;
  /** The text message goes to a number other than the caller's line. */
  readonly texted: string;
  /** Sent to people who reply to a text message. */
  readonly textReply: (clinic: string, phone: string | null) => string;
  /** The patient had booked it in an earlier call. */
  readonly bookedBefore: (time: string, doctor: string, patient: string) => string;
  readonly timeOf: (time: string, patient: string) => string;
  readonly bookedTogether: (day: string, doctor: string, each: string) => string;
  /** Visits for several people, one after the other. */
  readonly rows: (people: number, times: string) => string;
  readonly noRow: (people: number) => string;
  /** There is no later, earlier or other time than those named before. */
  readonly nothingBeyond: Readonly<Record<"later" | "earlier" | "other", (time: string) => string>>;
  /** What the caller is asked to confirm; nothing is booked, moved or cancelled yet. */
  readonly readBack: (visit: VisitInWords) => string;
  readonly readBackMove: (before: string, now: string) => string;
  readonly readBackCancellation: (time: string, doctor: string) => string;
  /** Another visit of the patient that overlaps the one just booked. */
  readonly alsoThen: (time: string, doctor: string, patient: string) => string;
  /** The same answer for an unknown person, a patient without an appointment, and insufficient proof. */
  readonly noAppointment: string;
  /** `noAppointment` at a clinic that also asks for the birth date. */
  readonly noAppointmentBorn: string;
  /** The limit of failed identity checks is reached. */
  readonly teamSeesToIt: string;
  /** For a clinic that calls back before it shares anything. */
  readonly teamCallsBack: string;
  readonly oneAppointment: (time: string, doctor: string) => string;
  readonly severalAppointments: (times: string) => string;
  readonly rescheduled: (before: string, now: string) => string;
  readonly cancelled: (time: string) => string;
  /** Said after `cancelled`, when the cut-off had passed. */
  readonly cancelledLate: string;
  readonly pastCutoff: (time: string) => string;
  readonly notActive: (time: string) => string;
  readonly onWaitlist: (place: number) => string;
  /** Instead of "nothing is free", when a doctor's external calendar cannot be read. */
  readonly calendarUnknown: string;
  /** `period` in the words of `wishInWords`. */
  readonly noSlotsIn: (period: string) => string;
  readonly doctors: (names: string) => string;
  readonly noDoctors: string;
  readonly whichType: (types: string) => string;
  readonly isFirstVisit: string;
  /** The doctor does not offer the type; others do. */
  readonly notWithDoctor: (type: string, doctor: string, others: string) => string;
  readonly whichDoctor: (names: string) => string;
  /** Doctors that match a specialty or sound alike. */
  readonly whichOfDoctors: (names: string) => string;
  readonly isItDoctor: (name: string) => string;
  readonly whoWasLastSeen: (names: string) => string;
  readonly womanOrMan: (names: string) => string;
  readonly unknownDoctor: (names: string) => string;
}

export const bookingPhrases: Translated<BookingPhrases> = {
  fr: bookingPhrasesFr,
  en: bookingPhrasesEn,
  es: bookingPhrasesEs,
};
