import type { ConductFinding } from "../../domain/agent/conduct/accepted-changes.ts";
import type { phraseEn } from "./phrase-en.ts";

/** By rule (domain/agent/conduct). */
const WHY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "golden-emergency": "Une personne en danger en dépend : cette phrase garde sa formulation.",
    "golden-consent":
      "Elle décide si une personne qui ne veut plus d'appels est laissée en paix : elle garde sa formulation.",
    "golden-privacy": "Elle protège les données des patients : elle garde sa formulation.",
    "golden-confirmation": "L'appelant tient pour fait ce qu'elle annonce : elle garde sa formulation.",
    "golden-voicemail": "Quiconque partage le téléphone l'entend : elle garde sa formulation.",
    "golden-transfer": "Elle décide vers qui l'appelant est dirigé : elle garde sa formulation.",
    "medical-advice": "Elle donne un conseil médical. L'assistant n'est pas médecin.",
    "plays-down": "Elle minimise un danger ou demande d'attendre. Qui est en danger doit appeler les secours.",
    "asks-for-secret": "Elle demande un secret ou un moyen de paiement.",
    "says-nothing": "L'appelant n'entendrait rien et raccrocherait.",
    "claims-human": "Elle prétend être humaine, ou cache qu'elle ne l'est pas.",
    "claims-doctor": "Elle fait de l'assistant un médecin.",
    invents: "Elle laisse l'assistant inventer ce que disent l'agenda ou l'appelant.",
    "overrides-rules": "Elle lève des règles qui protègent l'appelant.",
    "reveals-others": "Elle révèle d'autres patients ou des identifiants internes.",
    "reveals-before-identity": "Elle parle du rendez-vous avant de savoir à qui elle parle.",
    "turns-away": "Elle refuse des patients pour ce qu'ils sont.",
    guarantees: "Elle promet ce que la clinique n'a pas dit.",
    "another-language": "Elle impose une langue, qui est un réglage de la clinique.",
    "two-questions": "Elle pose deux questions à la fois ; l'appelant ne répond qu'à une.",
    "not-for-the-ear": "Elle contient un lien ou un symbole qu'une voix ne peut pas dire.",
    "too-long-to-hear": "Elle est trop longue pour le téléphone.",
    "literal-number": "Elle contient un numéro de téléphone écrit en chiffres.",
    "states-price": "Elle annonce un prix, qui peut changer.",
    "promises-delay": "Elle promet un délai que rien ne garantit.",
    "denies-recording": "Elle dit que l'appel n'est pas enregistré, ce que décident les réglages.",
    "asks-sensitive": "Elle demande ce dont un rendez-vous n'a pas besoin et que d'autres pourraient entendre.",
    "other-language": "Une de ses phrases est dans une autre langue.",
    "too-familiar": "Elle tutoie le patient.",
    "emergency-number": "Elle ne dit pas quel numéro appeler : nommez {{emergency_services}}.",
    "emergency-cheerful": "Elle est enjouée devant une personne en danger.",
    "emergency-two-orders": "Elle demande à la fois d'appeler et de rester en ligne.",
  }),
);

export const phraseFr: typeof phraseEn = {
  phrase: {
    title: "Modifier une phrase",
    back: "Ce qu'entendent les appelants",
    heard: "Les appelants entendent",
    builtIn: "Phrase d'origine",
    text: "Ce que dit l'assistant",
    hint: "Les noms entre {{…}} sont remplacés à chaque appel.",
    facts: "Ce qu'une phrase peut nommer",
    factColumns: { name: "Nom", value: "Ce qu'on entend aujourd'hui" },
    save: "Enregistrer",
    saved: "La phrase est enregistrée. Les appelants l'entendent dès le prochain appel.",
    reset: "Reprendre la phrase d'origine",
    wasReset: "La phrase d'origine est de retour, dès le prochain appel.",
    languages: "Langue de la phrase",
    empty: "Écrivez ce que dit l'assistant.",
    tooLong: (most) => `Une phrase a au plus ${most} caractères.`,
    unknownFact: (name) => `« {{${name}}} » ne peut pas être nommé dans cette phrase.`,
    broken: "Cela ne peut pas être dit :",
    why: (finding: ConductFinding) => WHY.get(finding.rule) ?? finding.message,
    accept: (ids) =>
      `Pour la garder telle quelle, acceptez-la sur le serveur : clinic:phrases set --accept-change ${ids}`,
  },
};
