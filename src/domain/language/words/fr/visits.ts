import type { PartyWords, VisitReasons } from "../language-words.ts";
import { phrasesOf } from "../word-lists.ts";

export const frenchVisits: VisitReasons = {
  kinds: {
    first: phrasesOf(
      "premiere visite|premiere consultation|premier rendez vous|premiere fois|nouveau patient|nouvelle patiente|jamais venu|jamais venue|jamais venus|jamais venues|jamais consulte|pas encore venu|pas encore venue|ouverture de dossier|prise de contact|premier contact",
    ),
    followUp: phrasesOf(
      "suivi|controle|visite de controle|revoir|resultats|resultat d analyse|resultats d analyses|suite de|revenir",
    ),
    vaccine: phrasesOf(
      "vaccin|vaccins|vaccination|vaccinations|vacciner|rappel|piqure|injection|bcg|fievre jaune|grippe vaccin",
    ),
    prescription: phrasesOf("ordonnance|ordonnances|renouvellement|renouveler|prescription|prescriptions"),
    certificate: phrasesOf(
      "certificat|certificats|certificat medical|attestation|aptitude|arret de travail|arret maladie",
    ),
    bloodTest: phrasesOf("prise de sang|bilan sanguin|analyse|analyses|prelevement|prelevements|examen de sang"),
    imaging: phrasesOf("echographie|echo|radio|radiographie|scanner|irm|mammographie"),
    pregnancy: phrasesOf("grossesse|enceinte|prenatal|prenatale|cpn|suivi de grossesse|consultation prenatale"),
    dental: phrasesOf("detartrage|nettoyage|carie|extraction"),
    yearly: phrasesOf("bilan|bilan annuel|bilan de sante|examen annuel|visite annuelle"),
    dressing: phrasesOf("pansement|pansements|points de suture|retirer les points"),
    remote: phrasesOf("teleconsultation|en video|par video|a distance"),
    // Pain and symptoms mean an ordinary visit.
    consultation: phrasesOf(
      "consultation|consulter|consultation generale|mal|malade|douleur|douleurs|fievre|toux|tousse|rhume|grippe|angine|diarrhee|vomissements|vomit|boutons|allergie|fatigue|vertiges|palu|paludisme",
    ),
  },
  fillers:
    "visite visites rendez vous medicale medecin docteur patient patients avec pour des les une mon mes son ses ma sa fils fille enfant enfants mari femme bonjour motif clinique voudrais aimerais souhaite plait est suis vient viens",
  denials: "pas (?:un|une|le|la|les|de|pour(?: (?:un|une|le|la|les))?)",
  contrasts: ["mais", "plutot"],
  newcomer: phrasesOf("jamais ete"),
  regular: phrasesOf(
    "deja venu|deja venue|deja patient|deja patiente|deja suivi|deja suivie|deja consulte|pas la premiere fois|connait deja|suis suivi|suis suivie",
  ),
  yes: "oui|ouais|si|exact|exactement|tout a fait",
  no: "non|nan|pas du tout",
};

export const frenchParty: PartyWords = {
  numbers: { deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, jumeaux: 2, jumelles: 2 },
  people: "personnes?|enfants?|filles|fils|garcons|bebes|petits|freres|soeurs|patients?|a la suite|rendez-vous",
  before: "nous|eux|elles|pour",
  adjectives: "petits? |petites? ",
  pair: "jumeaux|jumelles",
  andMe:
    "(?:ma|mon) (?:femme|mari|fille|fils|mere|pere|bebe) et (?:moi|ma|mon)\\b|moi et (?:ma|mon) \\p{L}+|(?:ma|mon) \\p{L}+ et (?:ma|mon) \\p{L}+",
  notPeople: " heures?| h\\b",
};
