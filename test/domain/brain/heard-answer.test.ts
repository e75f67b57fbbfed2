import { expect, test } from "vitest";
import { IndexCache } from "../../../src/domain/brain/choose-candidate.ts";
import { offlineBrain } from "../../../src/domain/brain/brain.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { questionAt, understanding } from "../../simulator/template-flow.ts";

const indexes = new IndexCache();

async function wayFrom(node: string, heard: string, language: Language): Promise<string | undefined> {
  const question = questionAt(node, heard, language);
  const brain = offlineBrain({ given: {}, indexes, understanding, language, country: "BJ", today: "2026-11-30" });
  const choice = await brain.choose(question);
  return choice.kind === "take" ? question.candidates.find(({ id }) => id === choice.id)?.destination : choice.kind;
}

/** Answers to what nodes asked for, in words that no example contains. */
const answered = [
  ["fr", "offer_slots", "dix heures quinze", "extract_time"],
  ["fr", "offer_slots", "la troisième", "extract_time"],
  ["fr", "offer_slots", "peu importe", "extract_time"],
  ["fr", "offer_slots", "c'est beaucoup trop tôt", "extract_part"],
  ["fr", "offer_slots", "vous avez quoi d'autre ?", "extract_part"],
  ["fr", "offer_slots", "après seize heures", "extract_part"],
  ["fr", "confirm_details", "plutôt après seize heures", "extract_part"],
  ["fr", "offer_slots", "jeudi après seize heures", "forget_part"],
  ["en", "offer_slots", "after four", "extract_part"],
  ["fr", "offer_slots", "le premier des trois", "extract_time"],
  ["fr", "offer_slots", "et jeudi ?", "forget_part"],
  ["fr", "offer_slots", "ouais", "stay"],
  ["fr", "offer_slots", "pardon, je n'ai pas entendu", "stay"],
  ["fr", "ask_date", "après-demain", "forget_part"],
  ["fr", "ask_patient_name", "Kouassi", "extract_patient_name"],
  ["fr", "ask_patient_name", "K O F I", "extract_patient_name"],
  ["fr", "ask_patient_phone", "quatre-vingt-dix-sept zéro zéro zéro zéro quarante-sept", "extract_patient"],
  ["fr", "ask_patient_phone", "je n'ai pas de portable", "stay"],
  ["fr", "confirm_details", "ouais ouais", "forget_booking"],
  ["fr", "confirm_details", "nickel", "forget_booking"],
  ["fr", "confirm_details", "non", "stay"],
  ["fr", "confirm_details", "ce n'est pas pour moi, c'est pour ma fille", "ask_name_again"],
  ["fr", "confirm_cancel", "ouais", "forget_cancellation"],
  ["fr", "reminder_appointment", "j'ai déjà annulé", "speak_to_human"],
  ["en", "offer_slots", "quarter past three", "extract_time"],
  ["en", "offer_slots", "either one", "extract_time"],
  ["en", "offer_slots", "that's too early", "extract_part"],
  ["en", "offer_slots", "nope", "ask_other_date"],
  ["en", "ask_patient_name", "jackson", "extract_patient_name"],
  ["en", "ask_patient_phone", "I don't have a phone", "stay"],
  ["en", "confirm_details", "yup", "forget_booking"],
  ["en", "confirm_details", "no no", "stay"],
  ["es", "offer_slots", "a las tres y media", "extract_time"],
  ["es", "ask_patient_name", "Ramírez", "extract_patient_name"],
  ["es", "confirm_details", "ajá", "forget_booking"],
] as const;

test.each(answered)("in %s at %s, “%s” leads to %s", async (language, node, heard, way) => {
  expect(await wayFrom(node, heard, language)).toBe(way);
});

/** Similar to the examples for opting out of calls; no one may be opted out by mistake. */
const noOptOut = [
  ["fr", "greeting", "Je voudrais quelqu'un au téléphone"],
  ["fr", "ask_patient_phone", "Je n'ai pas de téléphone"],
  ["fr", "need", "Je n'arrive plus à vous appeler"],
  ["fr", "need", "Vous pouvez m'appeler plus tard"],
  ["en", "need", "Please call me, I never got your call"],
  ["en", "need", "You stopped calling about my results"],
  ["en", "anything_else", "Is my number on your list?"],
] as const;

test.each(noOptOut)("in %s at %s, “%s” is not a wish never to be called", async (language, node, heard) => {
  expect(await wayFrom(node, heard, language)).not.toBe("forget_opt_out");
});

const optOut = [
  ["fr", "Arrêtez de m'appeler tout le temps"],
  ["fr", "Je ne veux plus recevoir d'appels de votre part"],
  ["fr", "Enlevez mon numéro de votre liste"],
  ["en", "Quit calling me"],
  ["en", "Please take me off the list"],
  ["en", "Do not call me again"],
  ["es", "Dejen de llamarme"],
  ["es", "Quítenme de su lista"],
] as const;

test.each(optOut)("in %s, “%s” is one", async (language, heard) => {
  expect(await wayFrom("need", heard, language)).toBe("forget_opt_out");
});
