import type { settingsEn } from "./settings-en.ts";

export const settingsFr: typeof settingsEn = {
  settings: {
    title: "Réglages",
    doctors: "Médecins",
    columns: { name: "Médecin", specialty: "Spécialité" },
    inactive: "N'est plus là",
    late: (minutes) =>
      minutes < 2 ? `${minutes} minute de retard aujourd'hui` : `${minutes} minutes de retard aujourd'hui`,
    mails: "E-mails à l'équipe",
    onMessage: "Chaque message laissé par un appelant",
    onCall: "Un résumé de chaque appel",
    digest: "Résumé de la veille, à partir de",
    recipients: "Qui les reçoit",
    recipientsHint: (owner) => `Une adresse par ligne. Laissez vide pour le responsable, ${owner}.`,
    owner: "le responsable",
    others: (count) => (count < 2 ? `${count} adresse` : `${count} adresses`),
    save: "Enregistrer",
    saved: "Les réglages sont enregistrés.",
    no: "Non",
    badAddress: (address) => `« ${address} » n'est pas une adresse e-mail.`,
    tooMany: (most) => `Au plus ${most} adresses peuvent recevoir ces e-mails.`,
    version: "Version de l'assistant",
    answers: "Répond aux appels",
    newest: "Pour les nouvelles cliniques",
    agent: "Assistant",
    ownAgent: "propre à cette clinique",
    sentences: "Ce qu'entendent les appelants",
    sentencesLead: "L'assistant dit ces phrases mot pour mot.",
    showSentences: (count) => (count < 2 ? "Montrer la phrase" : `Montrer les ${count} phrases`),
    own: "Formulée par la clinique",
  },
};
