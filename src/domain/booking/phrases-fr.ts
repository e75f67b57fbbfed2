import type { BookingPhrases } from "./phrases.ts";

export const bookingPhrasesFr: BookingPhrases = {
  withDoctor: (time, doctor) => `${time} avec ${doctor}`,
  aDoctor: "le médecin",
  noSlots: (date) => `Désolé, aucun créneau disponible le ${date}. Voulez-vous essayer une autre date ?`,
  nextDate: (date) => `Le prochain jour disponible est le ${date}.`,
  slots: (times) => `Créneaux disponibles : ${times}. Quelle heure vous convient ?`,
  unavailable: {
    past: "Désolé, cette heure est déjà passée.",
    too_soon: "Désolé, c'est trop tôt : ce créneau ne peut plus être réservé.",
    too_far: "Désolé, l'agenda n'est pas encore ouvert pour cette date.",
    closed: "Désolé, il n'y a pas de consultation à cette heure-là.",
    taken: "Désolé, ce créneau vient d'être pris.",
  },
  instead: (times) => `Je peux vous proposer : ${times}. Quelle heure vous convient ?`,
  otherDate: "Voulez-vous essayer une autre date ?",
  held: (time, minutes) =>
    `Je vous garde le ${time} pendant ${minutes} minutes. Puis-je avoir votre nom et votre numéro de téléphone ?`,
  booked: (time, doctor, patient) => `C'est noté : rendez-vous le ${time} avec ${doctor} pour ${patient}.`,
  noAppointment:
    "Je ne trouve pas de rendez-vous à venir. Pouvez-vous me redonner le numéro de téléphone, ou le nom et la date de naissance du patient ?",
  oneAppointment: (time, doctor, patient) =>
    `J'ai trouvé le rendez-vous du ${time} avec ${doctor} pour ${patient}. Que souhaitez-vous faire ?`,
  severalAppointments: (times) => `J'ai trouvé plusieurs rendez-vous : ${times}. Duquel s'agit-il ?`,
  forPatient: (time, patient) => `${time} pour ${patient}`,
  rescheduled: (before, now) => `C'est fait : votre rendez-vous du ${before} est déplacé au ${now}.`,
  cancelled: (time) => `C'est fait : votre rendez-vous du ${time} est annulé.`,
  pastCutoff: (time) =>
    `Il est trop tard pour modifier par téléphone le rendez-vous du ${time}. Je peux vous passer l'accueil.`,
  notActive: (time) => `Le rendez-vous du ${time} n'est plus en cours : il ne peut pas être modifié.`,
  onWaitlist: (place) =>
    place === 1
      ? "C'est noté : vous êtes en tête de la liste d'attente. Nous vous appelons dès qu'un créneau se libère."
      : `C'est noté : vous êtes en position ${place} sur la liste d'attente. Nous vous appelons dès qu'un créneau se libère.`,
  whichDate: "Je n'ai pas bien compris la date. Quel jour souhaitez-vous ?",
  theDate: (date) => `le ${date}`,
  whichOf: (dates) => `Voulez-vous dire ${dates} ?`,
  pastDate: (date) => `Le ${date} est déjà passé. Quelle date souhaitez-vous ?`,
  doctors: (names) => `Vous pouvez consulter : ${names}. Avec qui souhaitez-vous un rendez-vous ?`,
  noDoctors: "Désolé, aucun médecin ne prend de rendez-vous en ce moment.",
  whichDoctor: (names) => `Plusieurs médecins portent ce nom : ${names}. Lequel souhaitez-vous ?`,
  unknownDoctor: (names) =>
    `Je ne trouve pas ce médecin. Vous pouvez consulter : ${names}. Avec qui souhaitez-vous un rendez-vous ?`,
};
