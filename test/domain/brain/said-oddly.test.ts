import { expect, test } from "vitest";
import { takenAt } from "./taken-at.ts";

/** What callers say at a node in words of their own, and where it leads. */
test.each([
  // another place was meant
  ["fr", "greeting", "goodbye", "Oh pardon, je pensais que c'était la boulangerie"],
  ["fr", "greeting", "stay", "C'est bien l'hôtel du Lac ?"],
  ["en", "greeting", "goodbye", "Oh I thought this was the bank, sorry"],
  ["en", "greeting", "stay", "Is this the post office?"],
  // the clinic has called
  ["fr", "greeting", "speak_to_human", "L'infirmière m'a appelé ce matin, je rappelle"],
  ["fr", "greeting", "speak_to_human", "J'ai reçu un coup de fil de chez vous hier soir"],
  ["en", "greeting", "speak_to_human", "One of your nurses left me a voicemail"],
  ["en", "greeting", "speak_to_human", "I have a missed call from this number"],
  // a visit, in a long or joking sentence
  ["fr", "greeting", "has_doctors", "Je voulais savoir si je peux passer faire voir mon fils qui tousse"],
  ["fr", "greeting", "has_doctors", "Votre musique d'attente est jolie, bon, je voudrais un rendez-vous"],
  ["fr", "greeting", "has_doctors", "Vous auriez quelque chose en fin de journée ?"],
  ["fr", "greeting", "has_doctors", "J'appelle pour un suivi de grossesse"],
  ["fr", "greeting", "has_doctors", "Cette acné traîne depuis des mois"],
  ["en", "greeting", "has_doctors", "I need both my boys seen"],
  ["en", "greeting", "has_doctors", "I want to see a lady"],
  ["fr", "greeting", "has_doctors", "Je préfère voir une femme"],
  ["en", "greeting", "what_change", "I have to push my Tuesday to next week"],
  ["fr", "greeting", "answer_question", "Au rond-point, je tourne à droite pour arriver chez vous ?"],
  ["en", "greeting", "answer_question", "Do I turn left or right after the bridge to reach you?"],
  ["en", "greeting", "stay", "I'm hard of hearing, could you speak louder?"],
  ["fr", "greeting", "stay", "Je n'entends pas très bien, parlez plus fort s'il vous plaît"],
  // what was read back
  ["fr", "confirm_details", "stay", "Attendez, vous avez dit quelle heure ?"],
  ["en", "confirm_details", "stay", "Sorry, which day did you say?"],
  ["fr", "confirm_details", "drop_request", "Non laissez, je vais rappeler"],
  ["en", "confirm_details", "drop_request", "Leave it, I'll call back"],
  ["fr", "confirm_details", "extract_name", "Non, c'est Sossou, pas Sosso"],
  ["en", "confirm_details", "extract_name", "No, it's Jayne, not Jane"],
  ["en", "confirm_details", "ask_name_again", "Yes, but it's Catherine with a C"],
  ["fr", "confirm_details", "ask_name_again", "Oui mais c'est Élodie avec un Y"],
  ["fr", "offer_slots", "extract_time", "La plus tard"],
  // whoever answers a reminder
  ["fr", "reminder_identity", "is_child", "Il est au marché, je suis sa sœur"],
  ["fr", "reminder_identity", "is_child", "Elle est sortie, elle revient ce soir"],
  ["en", "reminder_identity", "is_child", "He's at work, this is his wife"],
  ["en", "reminder_identity", "is_child", "She's away, I'm her mother"],
  ["fr", "reminder_identity", "wrong_person", "Vous faites erreur, moi c'est Pierre"],
  ["fr", "reminder_identity", "what_for", "Oui c'est elle-même"],
  ["fr", "reminder_appointment", "take_up_cancellation", "Je suis au pays, je peux pas"],
  ["fr", "reminder_appointment", "ask_callback", "Je peux pas parler là"],
  ["fr", "reminder_appointment", "take_up_cancellation", "Non, j'ai trouvé un autre médecin"],
  ["en", "reminder_appointment", "take_up_cancellation", "No, I found another doctor"],
  ["fr", "reminder_appointment", "forget_confirmation", "Oui je viens, mais peut-être un peu en retard"],
] as const)("%s at %s to %s: %s", async (language, node, to, heard) => {
  expect(await takenAt(node, heard, language)).toBe(to);
});
