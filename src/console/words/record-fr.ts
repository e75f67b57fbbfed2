import type { recordEn } from "./record-en.ts";

export const recordFr: typeof recordEn = {
  record: {
    times: "Qui a parlé, et quand",
    lanes: { agent: "Assistant", caller: "Appelant", tool: "Attente d’un outil" },
    heard: (who, times, together) => `${who} : ${times} fois, ${together} en tout`,
    recording: "Enregistrement",
    listen: "Écouter chez Retell",
    scenario: "En faire un scénario",
    scenarioLead:
      "Un scénario rejoue cet appel autant de fois qu’on veut, pour remarquer quand l’assistant se comporte autrement. Les noms, les numéros et les dates de naissance sont remplacés.",
    make: "Créer le scénario et le télécharger",
    problems: {
      busy: "Un autre scénario est en cours de création. Réessayez dans une minute.",
      slow: "La création a pris trop de temps.",
      differs: "L’assistant d’aujourd’hui ne fait pas ce qu’il a fait pendant cet appel :",
      none: "Ce qui a été gardé de cet appel ne montre pas ce que l’assistant a fait.",
    },
  },
};
