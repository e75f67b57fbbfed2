import { expect, test } from "vitest";
import { understandName } from "../../../src/domain/language/answers/understand-name.ts";
import { isOnlyPause, withoutPauses } from "../../../src/domain/language/pauses.ts";
import { takenAt } from "./taken-at.ts";

/** What callers say in the middle of a booking, and where it leads. */
const said = [
  ["fr", "greeting", "has_doctors", "Bonjour, c'est pour faire enlever des points de suture"],
  ["fr", "greeting", "what_change", "Je veux décaler"],
  ["fr", "greeting", "what_change", "Finalement je ne viens plus vendredi"],
  ["fr", "greeting", "what_change", "Je confirme que je serai là demain"],
  ["fr", "greeting", "goodbye", "Non rien, je rappellerai plus tard"],
  ["fr", "greeting", "forget_opt_out", "Arrêtez de m'envoyer vos rappels"],
  ["fr", "offer_slots", "ask_other_date", "Aucun ne me va"],
  ["fr", "offer_slots", "ask_other_date", "Je ne suis pas libre ce jour-là"],
  ["fr", "offer_slots", "drop_request", "Laissez, je vais voir ailleurs"],
  ["en", "offer_slots", "ask_other_date", "I'm out of town that day"],
  ["en", "offer_slots", "other_doctor", "Does anyone else have something sooner?"],
  ["es", "offer_slots", "ask_other_date", "Ninguna me sirve"],
  ["fr", "confirm_details", "ask_name_again", "Le nom n'est pas bon"],
  ["fr", "confirm_details", "extract_name", "Non, c'est Koffi, pas Kofi, K O F F I"],
  ["fr", "confirm_details", "ask_phone_again", "Vous vous êtes trompé de numéro"],
  ["fr", "confirm_details", "drop_request", "Annulez tout, je ne veux plus"],
  ["en", "confirm_details", "extract_name", "It's Smyth with a Y, S M Y T H"],
  ["en", "confirm_details", "extract_part", "Actually can we do a later time"],
  ["en", "confirm_details", "other_doctor", "Wait, I wanted Doctor Sample"],
  ["en", "anything_else", "has_doctors", "Yeah, one for my wife too"],
  ["en", "anything_else", "what_change", "Actually can I move the one I have next week"],
  ["fr", "found_appointment", "extract_move", "Repoussez-le d'une semaine"],
  ["fr", "found_appointment", "extract_cancel", "Je n'en ai plus besoin"],
  ["fr", "found_appointment", "drop_request", "C'était juste pour savoir l'heure, merci"],
  ["en", "found_appointment", "extract_move", "Can we bump it to later that week"],
  ["en", "found_appointment", "extract_cancel", "I don't need it anymore"],
  ["en", "found_appointment", "drop_request", "I just wanted to double check, thanks"],
  ["es", "found_appointment", "extract_cancel", "Quítela por favor"],
  ["fr", "present_doctors", "extract_doctor", "Celui qui s'occupe des enfants"],
  ["fr", "present_doctors", "extract_doctor", "Une femme si possible"],
  ["fr", "present_doctors", "drop_request", "Aucun, merci, je voulais un cardiologue"],
  ["en", "present_doctors", "extract_doctor", "The one for kids"],
  ["fr", "present_doctors", "extract_doctor", "Aucune préférence"],
  ["en", "found_appointment", "drop_request", "No thanks, keep it as is"],
  ["fr", "offer_slots", "extract_time", "La seconde"],
  ["es", "offer_slots", "extract_time", "La segunda"],
  ["en", "offer_slots", "extract_time", "The second"],
  ["en", "offer_slots", "extract_time", "The second one please"],
  ["en", "offer_slots", "extract_time", "Hold on, yeah, ten thirty"],
  ["en", "offer_slots", "extract_time", "Wait, the second one"],
  ["en", "offer_slots", "extract_time", "Give me the second one"],
  ["fr", "offer_slots", "extract_time", "Attendez, la deuxième"],
  ["fr", "offer_slots", "forget_part", "La deuxième semaine de décembre"],
  ["en", "offer_slots", "forget_part", "The second week of December"],
  ["en", "offer_slots", "forget_part", "the second Tuesday"],
  ["es", "offer_slots", "extract_time", "Espere, la segunda"],
  ["en", "ask_patient_name", "extract_patient_name", "Hold on, it's Jane Sample"],
  ["fr", "ask_patient_name", "extract_patient_name", "Un instant... Awa Test"],
] as const;

test.each(said)("in %s, at %s, to %s: “%s”", async (language, node, way, heard) => {
  expect(await takenAt(node, heard, language)).toBe(way);
});

test.each([
  ["fr", "confirm_details", "forget_booking", "Un instant... oui c'est bon"],
  ["en", "confirm_details", "forget_booking", "Hold on a second, yes, that's right"],
  ["es", "confirm_cancel", "forget_cancellation", "Espere un momento, sí"],
  ["fr", "confirm_cancel", "drop_request", "Attendez, non"],
] as const)("in %s, at %s, to %s after a pause: “%s”", async (language, node, way, heard) => {
  expect(await takenAt(node, heard, language)).toBe(way);
});

/** A caller who asks for a moment has not chosen a second time, and is not called "Hang". */
const pauses = [
  ["en", "offer_slots", "Hang on a second"],
  ["fr", "offer_slots", "Une seconde, je regarde mon agenda"],
  ["fr", "offer_slots", "Deux secondes s'il vous plaît"],
  ["fr", "offer_slots", "Une minute"],
  ["fr", "offer_slots", "Attendez une petite minute"],
  ["es", "offer_slots", "Un segundo por favor"],
  ["es", "offer_slots", "Un momento"],
  ["en", "offer_slots", "Just a second"],
  ["en", "offer_slots", "One sec"],
  ["en", "offer_slots", "Give me one second here"],
  ["en", "offer_slots", "Hold on a minute"],
  ["en", "ask_date", "Give me a second"],
  ["en", "confirm_details", "One second"],
  ["fr", "confirm_details", "Une seconde"],
  ["fr", "ask_date", "Une seconde"],
  ["es", "ask_date", "Un segundo"],
  ["en", "ask_patient_name", "One second"],
  ["fr", "ask_patient_name", "Une petite seconde"],
  ["en", "present_doctors", "Hang on"],
  ["en", "present_doctors", "One second"],
  ["fr", "present_doctors", "Une seconde"],
  ["en", "confirm_cancel", "One second"],
  ["en", "reminder_appointment", "Hold on"],
  ["es", "offer_slots", "Espere un momentito"],
  ["en", "offer_slots", "Let me see"],
  ["en", "offer_slots", "Okay, one moment please"],
  ["fr", "confirm_details", "Oui, un instant"],
  ["en", "confirm_cancel", "Uh, just a minute"],
] as const;

test.each(pauses)("in %s, at %s, “%s” is not an answer", async (language, node, heard) => {
  expect(["stay", "undecided"]).toContain(await takenAt(node, heard, language));
  expect(understandName(heard, language).kind).not.toBe("understood");
});

test.each([
  ["Une seconde, je regarde.", "je regarde."],
  ["Wait, the second one", "the second one"],
  ["Just a second dose", "Just a second dose"],
  ["I'd like a second opinion", "I'd like a second opinion"],
  ["James Wait", "James Wait"],
  ["Juste Test", "Juste Test"],
  ["Deux minutes de retard", "Deux minutes de retard"],
  ["Espere a mi esposo", "Espere a mi esposo"],
  ["Dix heures deux minutes", "Dix heures deux minutes"],
  ["two minutes past ten", "two minutes past ten"],
  ["las diez y dos minutos", "las diez y dos minutos"],
  ["dos minutos para las diez", "dos minutos para las diez"],
])("“%s” becomes “%s”", (heard, left) => {
  expect(withoutPauses(heard).trim()).toBe(left);
  expect(isOnlyPause(heard)).toBe(false);
});
