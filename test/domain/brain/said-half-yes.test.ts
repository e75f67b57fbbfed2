import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { takenAt } from "./taken-at.ts";

/** The way that a plain yes takes at nodes where a yes books, moves or cancels. */
const yesWays = {
  confirm_details: "forget_booking",
  confirm_move: "forget_move",
  confirm_cancel: "forget_cancellation",
  confirm_waitlist: "forget_waitlist",
} as const;

const half = {
  fr: {
    yes: ["oui", "c'est bon", "c'est ça", "d'accord", "parfait", "exact", "ok"],
    but: ["sauf", "mais pas", "excepté", "sauf que c'est"],
    what: ["le nom", "le numéro", "l'heure", "le jour", "le médecin", "vendredi", "Kofi", "une chose"],
  },
  en: {
    yes: ["yes", "yeah", "that's right", "correct", "sounds good", "perfect", "ok"],
    but: ["except", "but not", "but it's", "except for"],
    what: ["the name", "the number", "the time", "the day", "the doctor", "Friday", "Kofi", "one thing"],
  },
} as const;

it("books, moves and cancels nothing after a yes with an exception", async () => {
  const said = fc.record({
    language: fc.constantFrom("fr" as const, "en" as const),
    node: fc.constantFrom<keyof typeof yesWays>(
      "confirm_details",
      "confirm_move",
      "confirm_cancel",
      "confirm_waitlist",
    ),
    picks: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
  });
  await fc.assert(
    fc.asyncProperty(said, async ({ language, node, picks: [yes, but, what] }) => {
      const words = half[language];
      const heard = [words.yes[yes % 7], words.but[but % 4], words.what[what % 8]].join(" ");
      expect([heard, await takenAt(node, heard, language)]).not.toEqual([heard, yesWays[node]]);
    }),
    { numRuns: 300 },
  );
}, 20_000);

test.each([
  ["fr", "confirm_details", "ask_name_again", "Oui sauf le nom"],
  ["fr", "confirm_details", "ask_phone_again", "oui mais c'est pas le bon numéro"],
  ["en", "confirm_details", "ask_phone_again", "Correct, except for the phone number"],
  ["en", "confirm_details", "forget_part", "Yes except it's Friday, not Thursday"],
  ["fr", "confirm_move", "ask_new_date", "Oui mais pas si tôt"],
  ["fr", "confirm_details", "forget_booking", "C'est tout bon, merci beaucoup"],
  ["en", "confirm_details", "forget_booking", "All good, thank you so much"],
  ["en", "confirm_details", "forget_booking", "No changes"],
  ["fr", "confirm_details", "extract_part", "C'était pas dix heures, c'était onze heures"],
  ["fr", "confirm_details", "extract_part", "j'avais demandé dix heures trente"],
  ["en", "confirm_details", "extract_part", "Right, but it was ten thirty"],
  ["en", "confirm_details", "extract_phone", "The last digit's a five"],
  ["en", "confirm_details", "extract_phone", "It's 0143"],
  ["fr", "confirm_details", "forget_part", "Ah mais j'avais dit jeudi, moi"],
  ["fr", "confirm_details", "drop_request", "Je ne suis plus intéressé"],
  ["en", "confirm_details", "drop_request", "On second thought, don't book it"],
  ["fr", "confirm_cancel", "forget_cancellation", "Je ne peux plus venir"],
  ["en", "confirm_cancel", "forget_cancellation", "I can't make it"],
  ["en", "confirm_cancel", "drop_request", "Wait, no, I wanted to move it"],
  ["fr", "found_appointment", "drop_request", "Non c'est bon, je viendrai"],
  ["fr", "found_appointment", "extract_cancel", "Faut l'enlever, je serai en voyage"],
  ["fr", "found_appointment", "extract_cancel", "Je ne viendrai pas"],
  ["en", "found_appointment", "extract_cancel", "Go ahead and take that one off"],
  ["en", "found_appointment", "extract_cancel", "I can't make it"],
  ["en", "found_appointment", "extract_move", "Can I come an hour earlier"],
  ["en", "found_appointment", "drop_request", "Nope, that's all I needed"],
  ["fr", "reminder_appointment", "take_up_cancellation", "Je ne viendrai pas"],
  ["fr", "reminder_appointment", "take_up_cancellation", "je peux pas venir"],
  ["fr", "reminder_appointment", "take_up_move", "je peux pas venir jeudi, mettez-moi vendredi"],
  ["fr", "reminder_appointment", "ask_callback", "Je suis au volant"],
  ["fr", "reminder_appointment", "forget_confirmation", "pas de souci, je viendrai"],
  ["en", "reminder_appointment", "take_up_cancellation", "I'm not gonna make it, just cancel"],
  ["en", "reminder_appointment", "take_up_cancellation", "I won't be coming"],
  ["en", "reminder_appointment", "take_up_move", "I can't make it at ten, how about eleven"],
  ["en", "reminder_appointment", "ask_callback", "Can you call me back in an hour"],
  ["en", "reminder_appointment", "ask_callback", "I'm driving right now"],
  ["en", "no_slots", "ask_waitlist_details", "put me on the list"],
  ["fr", "no_slots", "ask_waitlist_details", "mettez-moi sur la liste"],
  ["en", "greeting", "forget_opt_out", "take my number off your list"],
  ["en", "greeting", "forget_opt_out", "put me on your do not call list"],
  ["fr", "offer_slots", "extract_time", "Dix heures, non pardon, dix heures trente"],
  ["fr", "offer_slots", "extract_part", "Je ne peux pas avant dix heures"],
  ["en", "offer_slots", "extract_part", "I don't get off work till five"],
  ["en", "offer_slots", "ask_other_date", "That day's no good for me"],
  ["fr", "greeting", "has_doctors", "Je voulais savoir si y aurait moyen de passer cette semaine"],
  ["fr", "greeting", "what_change", "Je vais pas pouvoir être là jeudi"],
  ["en", "greeting", "what_change", "I got a text saying I have an appointment"],
  ["en", "greeting", "answer_question", "Do y'all take Blue Cross"],
  ["en", "greeting", "answer_question", "My son has Blue Cross, is that okay"],
  ["fr", "greeting", "answer_question", "Elle peut payer en carte bleue ?"],
  ["en", "greeting", "emergency", "She has Blue Cross, and her lips are blue"],
] as const)("in %s, at %s, to %s: “%s”", async (language, node, way, heard) => {
  expect(await takenAt(node, heard, language)).toBe(way);
});

/** "Start" and "end" mean a time only on their own. */
test.each([
  ["fr", "c'est Testa avec un A à la fin"],
  ["en", "it's Sampel, E L at the end"],
  ["fr", "Oui sauf que c'est Testo avec un T au début"],
] as const)("in %s, “%s” does not choose a time", async (language, heard) => {
  expect(["stay", "undecided", "extract_name", "ask_name_again"]).toContain(
    await takenAt("confirm_details", heard, language),
  );
});

const oneDoctor = {
  doctor_id_map: '{"Awa Test":"doctor-1"}',
  available_doctors: "1. Dr. Awa Test - Dentiste (ID: doctor-1)",
};

test.each([
  ["take_message", "Non merci, c'est tout. Au revoir.", "fr"],
  ["take_message", "Non rien, c'est tout.", "fr"],
  ["take_message", "No thanks, that's best left. Bye.", "en"],
] as const)("at %s, %s does not name a doctor with a similar name", async (node, heard, language) => {
  expect(await takenAt(node, heard, language, oneDoctor)).toBe("goodbye");
});
