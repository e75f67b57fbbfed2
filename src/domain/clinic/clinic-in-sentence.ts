import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import type { Article, Clinic } from "./clinic.ts";

/** The clinic's name as sentences need it. */
export interface ClinicInSentence {
  /** "la Clinique X": who calls. */
  readonly said: string;
  /** "à la Clinique X", "au Cabinet Y": where one is. */
  readonly at: string;
  /** "de la Clinique X", "du Cabinet Y": whose it is. */
  readonly of: string;
}

/** First words of French names, without accents. */
const firstWords: Readonly<Record<Exclude<Article, "none" | "les">, RegExp>> = {
  la: /^(?:clinique|poly ?clinique|policlinique|maison|pharmacie|maternite|fondation|villa|residence|permanence)\b/u,
  le: /^(?:cabinet|centre|chu|chd|chr|cms|dispensaire|laboratoire|pole|groupe|complexe|csps|service|reseau)\b/u,
  "l'": /^(?:hopital|institut|infirmerie|espace|etablissement|unite|atelier|antenne)\b/u,
};

const written = /^(?<article>la|le|les|l['’])(?:(?<=['’])|\s+)(?<name>\S.*)$/iu;

type Forms = (name: string) => ClinicInSentence;

const inFrench: Readonly<Record<Article, Forms>> = {
  la: (name) => ({ said: `la ${name}`, at: `à la ${name}`, of: `de la ${name}` }),
  le: (name) => ({ said: `le ${name}`, at: `au ${name}`, of: `du ${name}` }),
  "l'": (name) => ({ said: `l'${name}`, at: `à l'${name}`, of: `de l'${name}` }),
  les: (name) => ({ said: `les ${name}`, at: `aux ${name}`, of: `des ${name}` }),
  none: (name) => {
    const of = /^[aeiouyh]/u.test(foldText(name)) ? `d'${name}` : `de ${name}`;
    return { said: name, at: `chez ${name}`, of };
  },
};

/** In English a name is said by itself. */
export function clinicInSentence(
  { name, article }: Pick<Clinic, "name" | "article">,
  language: Language,
): ClinicInSentence {
  if (language !== "fr") return { said: name, at: `at ${name}`, of: `from ${name}` };
  if (article !== null) return inFrench[article](name);
  const own = written.exec(name)?.groups;
  return inFrench[articleOf(own?.["article"]?.toLowerCase(), name)](own?.["name"] ?? name);
}

function articleOf(begins: string | undefined, name: string): Article {
  if (begins === "la" || begins === "le" || begins === "les") return begins;
  if (begins !== undefined) return "l'";
  const plain = foldText(name);
  if (firstWords.la.test(plain)) return "la";
  if (firstWords.le.test(plain)) return "le";
  return firstWords["l'"].test(plain) ? "l'" : "none";
}
