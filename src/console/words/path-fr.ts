import type { pathEn } from "./path-en.ts";

export const pathFr: typeof pathEn = {
  why: {
    title: "Pourquoi l'appel s'est passé ainsi",
    lastNode: "Dernière étape",
    agentSaidLast: "Dernières paroles de l'assistant",
    callerSaidLast: "Dernières paroles de l'appelant",
    turned: "Le tournant",
    fine: "Rien ne s'est mal passé d'après l'enregistrement.",
    at: (node, why) => `« ${node} » : ${why}`,
    answers: "Délais",
    longWaits: (long, answers, longest) =>
      `${long} réponses sur ${answers} ont pris 2 s ou plus, la plus longue ${longest} s`,
    troubles: "Ce qui s'est mal passé",
    kinds: {
      tool_failed: (what, detail) => `${what} a échoué : ${detail}`,
      tool_refused: (what, detail) => `${what} a répondu ${detail}`,
      repeated: (what) => `l'appelant a répété : ${what}`,
      asked_again: (what) => `l'assistant a redemandé : ${what}`,
      waited: (what, detail) => `${detail} s de silence avant : ${what}`,
    },
  },
  path: {
    title: "Chemin dans le flux",
    lead: "Choisissez un thème pour voir son dessin. Les nœuds par lesquels l'appel est passé sont encadrés et numérotés dans l'ordre des étapes.",
    passes: (count) => (count === 1 ? "1 étape" : `${count} étapes`),
    none: "Cet appel n'est passé par aucun nœud : aucun flux ne l'a mené, ou sa transcription a été supprimée.",
    unknownVersion: "On ne sait pas quelle version de l'assistant a pris cet appel.",
    unavailable: "Le flux de la version de cet appel ne peut pas être lu maintenant.",
    picture: (topic) => `Le flux du thème « ${topic} », avec les nœuds par lesquels l'appel est passé`,
    other: "Absent du dessin",
    steps: "Toutes les étapes",
  },
};
