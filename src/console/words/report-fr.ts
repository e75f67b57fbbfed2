import type { reportEn } from "./report-en.ts";

export const reportFr: typeof reportEn = {
  alerts: {
    title: "Alertes",
    since: (when) => `depuis ${when}`,
    note: "Prendre note",
    noted: "Notée",
    notedMeans: "Le prochain avis dira qu'elle a pris fin.",
    more: (count) => `${count} de plus`,
    installation: "Toutes les cliniques",
    kinds: {
      silence: "Aucun appel à des heures qui en ont d'habitude",
      failing_functions: "L'assistant n'arrive pas à faire ce qu'on lui demande",
      refused_signatures: "Requêtes à la signature fausse",
      dead_jobs: "Des tâches ont échoué pour de bon",
      unbookable: "Impossible de prendre rendez-vous",
      old_messages: "Un message attend depuis plus d'un jour",
      unbound_number: "Les appels n'arrivent pas à l'assistant",
      slow_webhook: "Les appels sont pris lentement",
      slow_functions: "L'assistant est lent à consulter l'agenda",
      unusual_cost: "Les appels coûtent plus que d'habitude",
    },
  },
  report: {
    title: "Semaine en chiffres",
    lead: (first, last) => `du ${first} au ${last}`,
    running: "Cette semaine n'est pas encore terminée.",
    previous: "Semaine d'avant",
    next: "Semaine d'après",
    columns: { figure: "Chiffre", week: "La semaine", before: "Semaine d'avant" },
    figures: {
      answered: "Appels pris",
      booked: "Rendez-vous par téléphone",
      saved: "Sauvés hors horaires",
      messages: "Messages",
      noShows: "Ne sont pas venus",
      minutes: "Minutes au téléphone",
      cost: "Coût des appels",
    },
    savedMeans:
      "Sauvés hors horaires : les appels arrivés pendant la fermeture qui ont laissé un rendez-vous ou un message.",
    unpriced: (calls) =>
      calls === 1 ? "Le prix d'un appel n'est pas encore connu." : `Le prix de ${calls} appels n'est pas encore connu.`,
    first: "C'était la première semaine de la clinique : il n'y en a pas d'autre à laquelle la comparer.",
    mail: "Par e-mail",
    mailLead: "Les mêmes chiffres arrivent par e-mail une fois par semaine.",
    day: "Jour",
    never: "Jamais",
    save: "Enregistrer le jour",
    saved: "Le jour est enregistré.",
  },
};
