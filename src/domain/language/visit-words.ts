import { foldText } from "./fold-text.ts";

/**
 * What people say they come for, in French and English, by the kind of visit it is. A clinic's type is of a kind when
 * its name or reasons hold one of the phrases. Folded, with apostrophes and hyphens as blanks.
 */
const kinds: Readonly<Record<string, readonly string[]>> = {
  first: phrasesOf(
    "premiere visite|premiere consultation|premier rendez vous|premiere fois|nouveau patient|nouvelle patiente|jamais venu|jamais venue|jamais venus|jamais venues|jamais consulte|pas encore venu|pas encore venue|ouverture de dossier|prise de contact|premier contact|first visit|first time|first appointment|new patient|never been|initial visit|initial consultation|initial appointment|intake",
  ),
  followUp: phrasesOf(
    "suivi|controle|visite de controle|revoir|resultats|resultat d analyse|resultats d analyses|suite de|revenir|follow up|followup|check up|checkup|check|results|test results|lab results|review|coming back|recheck",
  ),
  vaccine: phrasesOf(
    "vaccin|vaccins|vaccination|vaccinations|vacciner|rappel|piqure|injection|bcg|fievre jaune|grippe vaccin|vaccine|vaccines|vaccinated|shot|shots|flu shot|booster|immunization|immunisation|jab|jabs",
  ),
  prescription: phrasesOf(
    "ordonnance|ordonnances|renouvellement|renouveler|prescription|prescriptions|refill|renew|renewal|medication refill",
  ),
  certificate: phrasesOf(
    "certificat|certificats|certificat medical|attestation|aptitude|arret de travail|arret maladie|sick note|certificate|doctor s note|medical certificate|fit note|physical form|sports physical",
  ),
  bloodTest: phrasesOf(
    "prise de sang|bilan sanguin|analyse|analyses|prelevement|prelevements|examen de sang|blood test|blood work|bloodwork|blood draw|lab work|labs",
  ),
  imaging: phrasesOf(
    "echographie|echo|radio|radiographie|scanner|irm|mammographie|ultrasound|scan|x ray|xray|mri|mammogram|imaging",
  ),
  pregnancy: phrasesOf(
    "grossesse|enceinte|prenatal|prenatale|cpn|suivi de grossesse|consultation prenatale|pregnancy|pregnant|prenatal visit|antenatal",
  ),
  dental: phrasesOf("detartrage|nettoyage|carie|extraction|cleaning|teeth cleaning|filling|cavity|tooth extraction"),
  yearly: phrasesOf(
    "bilan|bilan annuel|bilan de sante|examen annuel|visite annuelle|annual|annual exam|annual physical|physical|yearly checkup|wellness visit",
  ),
  dressing: phrasesOf(
    "pansement|pansements|points de suture|retirer les points|dressing|stitches|suture removal|wound",
  ),
  remote: phrasesOf("teleconsultation|en video|par video|a distance|telehealth|telemedicine|video visit|video call"),
  // What hurts is a matter for an ordinary visit.
  consultation: phrasesOf(
    "consultation|consulter|consultation generale|consult|office visit|regular visit|mal|malade|douleur|douleurs|fievre|toux|tousse|rhume|grippe|angine|diarrhee|vomissements|vomit|boutons|allergie|fatigue|vertiges|palu|paludisme|pain|pains|hurts|hurt|ache|aches|headache|fever|cough|coughing|sick|ill|flu|cold|rash|sore|dizzy|vomiting|allergy|not feeling well|not well",
  ),
};

/** Any visit may be called so. */
const general: ReadonlySet<string> = new Set(["consultation"]);

/** Words that say nothing about why, so that sharing them is no likeness. */
const fillers: ReadonlySet<string> = new Set(
  "visite visites visit visits rendez vous appointment appointments medical medicale medecin docteur doctor patient patients avec pour with the and des les une mon mes son ses mon ma sa fils fille enfant enfants mari femme son daughter child kid kids wife husband bonjour hello motif reason type clinique clinic voudrais aimerais souhaite need want would like please plait est suis vient viens come coming".split(
    " ",
  ),
);

const negations =
  /\b(?:pas (?:un|une|le|la|les|de|pour(?: (?:un|une|le|la|les))?)|not (?:a|an|for(?: (?:a|an|the))?|the))\s+/gu;

export interface VisitWords {
  readonly kinds: ReadonlySet<string>;
  readonly words: readonly string[];
  /** Folded, with a blank around every word. */
  readonly text: string;
}

/** The kinds and telling words of a reason or of a type's name. What is said not to be the reason does not count. */
export function visitWords(said: string): VisitWords {
  const text = spaced(withoutDenied(said));
  const found = Object.entries(kinds).filter(([, phrases]) => phrases.some((phrase) => text.includes(` ${phrase} `)));
  const words = text.split(" ").filter((word) => word.length >= shortestWord && !fillers.has(word));
  return { kinds: new Set(found.map(([kind]) => kind)), words, text };
}

const shortestWord = 3;
/** "vaccination" and "vacciner", "detartrage" and "detartrer" begin alike. */
const stemLength = 6;

/** How well a reason fits what a type is called: 0 not at all; a general word counts less than a specific one. */
export function likeness(reason: VisitWords, type: VisitWords): number {
  const shared = [...reason.kinds].filter((kind) => type.kinds.has(kind));
  const kindScore = Math.max(0, ...shared.map((kind) => (general.has(kind) ? 1 : 3)));
  const alike = reason.words.filter((word) => type.words.some((other) => sameStem(word, other)));
  const telling = alike.filter((word) => !isGeneralWord(word));
  return kindScore + telling.length * 2 + (alike.length > telling.length && kindScore === 0 ? 1 : 0);
}

/** Whether a phrase that the clinic gave for a type is in the reason, inflected or not. */
export function holdsPhrase(reason: VisitWords, phrase: string): boolean {
  const words = spaced(phrase).trim().split(" ");
  if (reason.text.includes(` ${words.join(" ")} `)) return true;
  return words.every((word) => reason.words.some((said) => sameStem(said, word)));
}

const newcomer = [
  ...(kinds["first"] ?? []),
  ...phrasesOf("never came|not been there|not been before|been here never|jamais ete"),
];
const regular = phrasesOf(
  "deja venu|deja venue|deja patient|deja patiente|deja suivi|deja suivie|deja consulte|pas la premiere fois|connait deja|suis suivi|suis suivie|been before|been there before|existing patient|already a patient|returning patient|not my first|not the first|regular patient",
);

const bareYes = /^(?:oui|ouais|si|exact|exactement|tout a fait|yes|yeah|yep|yup|correct|that's right)\b/u;
const bareNo = /^(?:non|nan|pas du tout|no|nope|nah|not really)\b/u;

/** The answer to "is it a first visit?", where it is a yes or a no, or says so in other words; undefined: it is neither. */
export function firstVisitAnswer(said: string): boolean | undefined {
  const text = foldText(said.slice(0, longestReason));
  return saidToBeNew(said) ?? (bareYes.test(text) ? true : bareNo.test(text) ? false : undefined);
}

/** Whether the words say that the patient is new at the clinic; undefined: they do not say. */
export function saidToBeNew(said: string): boolean | undefined {
  const text = spaced(said);
  if (regular.some((phrase) => text.includes(` ${phrase} `))) return false;
  return newcomer.some((phrase) => text.includes(` ${phrase} `)) ? true : undefined;
}

function isGeneralWord(word: string): boolean {
  return kinds["consultation"]?.includes(word) ?? false;
}

function sameStem(left: string, right: string): boolean {
  if (left === right) return true;
  if (Math.min(left.length, right.length) < stemLength) return samePlural(left, right);
  return left.slice(0, stemLength) === right.slice(0, stemLength);
}

function samePlural(left: string, right: string): boolean {
  return `${left}s` === right || `${right}s` === left;
}

/** "pas pour un vaccin, pour un contrôle": what follows the denial, up to the next pause, is left out. */
function withoutDenied(said: string): string {
  const parts = foldText(said.slice(0, longestReason)).split(/[,;.!?]| mais | plutot | but /u);
  return parts.map((part) => part.split(negations)[0] ?? "").join(" , ");
}

const longestReason = 500;

function spaced(text: string): string {
  const words = foldText(text.slice(0, longestReason)).match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.join(" ")} `;
}

function phrasesOf(text: string): readonly string[] {
  return text.split("|");
}
