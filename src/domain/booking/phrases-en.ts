import type { BookingPhrases } from "./phrases.ts";

export const bookingPhrasesEn: BookingPhrases = {
  withDoctor: (time, doctor) => `${time} with ${doctor}`,
  aDoctor: "the doctor",
  noSlots: (date) => `Sorry, there is nothing available on ${date}. Would you like to try another date?`,
  nextDate: (date) => `The next available day is ${date}.`,
  slots: (times) => `Available times: ${times}. Which time suits you?`,
  unavailable: {
    past: "Sorry, that time has already passed.",
    too_soon: "Sorry, that is too soon: this time can no longer be booked.",
    too_far: "Sorry, the calendar is not open for that date yet.",
    closed: "Sorry, there are no appointments at that time.",
    taken: "Sorry, that time has just been taken.",
  },
  instead: (times) => `I can offer you: ${times}. Which time suits you?`,
  otherDate: "Would you like to try another date?",
  held: (time, minutes) =>
    `I am keeping ${time} for you for ${minutes} minutes. May I have your name and phone number?`,
  booked: (time, doctor, patient) => `All set: ${patient} has an appointment on ${time} with ${doctor}.`,
  noAppointment:
    "I cannot find an upcoming appointment. Could you give me the phone number again, or the patient's name and date of birth?",
  oneAppointment: (time, doctor, patient) =>
    `I found the appointment on ${time} with ${doctor} for ${patient}. What would you like to do?`,
  severalAppointments: (times) => `I found several appointments: ${times}. Which one is it?`,
  forPatient: (time, patient) => `${time} for ${patient}`,
  rescheduled: (before, now) => `Done: your appointment on ${before} has been moved to ${now}.`,
  cancelled: (time) => `Done: your appointment on ${time} has been cancelled.`,
  pastCutoff: (time) =>
    `It is too late to change the appointment on ${time} by phone. I can put you through to the front desk.`,
  notActive: (time) => `The appointment on ${time} is no longer open and cannot be changed.`,
  onWaitlist: (place) =>
    place === 1
      ? "You are first on the waiting list. We will call you as soon as a time becomes free."
      : `You are number ${place} on the waiting list. We will call you as soon as a time becomes free.`,
  whichDate: "I did not quite get the date. Which day would you like?",
  theDate: (date) => date,
  whichOf: (dates) => `Do you mean ${dates}?`,
  pastDate: (date) => `${date} has already passed. Which date would you like?`,
  doctors: (names) => `You can see: ${names}. Who would you like an appointment with?`,
  noDoctors: "Sorry, no doctor is taking appointments at the moment.",
  whichDoctor: (names) => `Several doctors have that name: ${names}. Which one would you like?`,
  unknownDoctor: (names) => `I cannot find that doctor. You can see: ${names}. Who would you like an appointment with?`,
};
