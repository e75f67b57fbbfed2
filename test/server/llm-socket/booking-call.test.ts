import { expect, test } from "vitest";
import type { Wait } from "../../../src/domain/dialogue/ports.ts";
import { cotonou } from "../server-fixture.ts";
import { startSocket } from "./socket-fixture.ts";

/** Never asks the caller whether they are still there, however long the machine takes. */
const patient: Wait = (_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()));

test("a caller books over the socket, from the greeting to the goodbye", async () => {
  const { dial, store } = await startSocket({ wait: patient });
  const caller = await dial(cotonou.slug, "call_book");
  const heard = [await caller.greeting];
  const turns = [
    "Bonjour, je voudrais un rendez-vous avec un médecin.",
    "Avec le docteur Awa Test, s'il vous plaît.",
    "Plutôt le lundi 30 novembre.",
    "Je prends 9 heures.",
    "Je m'appelle Koffi Test.",
    "C'est le 01 97 00 00 21.",
    "Oui, c'est bien ça.",
    "Non merci, c'est tout. Au revoir.",
  ];
  let last = {};
  for (const turn of turns) {
    const said = await caller.say(turn);
    heard.push(said.text);
    last = said.last;
  }
  expect(heard).toMatchInlineSnapshot(`
    [
      "Bonjour, vous êtes bien à la Clinique Test de Cotonou. Vous parlez à un assistant automatique, et l'appel peut être enregistré pour le suivi de votre demande. Comment puis-je vous aider ?",
      "Vous pouvez voir le docteur Awa Test. Avec quel médecin souhaitez-vous le rendez-vous ?",
      "Très bien, avec le docteur Awa Test. Quel jour vous conviendrait ?",
      "Un instant, je consulte l'agenda. Le docteur Awa Test peut vous recevoir lundi 30 novembre à 8 heures, 8 heures 30, 9 heures et d'autres. Quelle heure vous convient ?",
      "Quels sont le prénom et le nom de la personne qui vient ?",
      "Merci. À quel numéro de téléphone pouvons-nous vous joindre ?",
      "Merci. Je vérifie, un petit instant. Je récapitule : le lundi 30 novembre à 9 heures avec le docteur Awa Test, pour Koffi Test, au numéro 01 97 00 00 21. Est-ce bien cela ?",
      "Un instant, j'enregistre votre rendez-vous. C'est noté : rendez-vous le lundi 30 novembre à 9 heures avec le docteur Awa Test pour Koffi Test. Puis-je faire autre chose pour vous ?",
      "Merci de votre appel. Bonne journée, au revoir.",
    ]
  `);
  expect(last).toMatchObject({ end_call: true });
  const booked = await store.scope(cotonou.id).booking.stores.appointments.ofCall("call_book");
  expect(booked).toHaveLength(1);
});
