import { foldText } from "../language/fold-text.ts";
import type { Language, Translated } from "../language/language.ts";
import { type Article, type Clinic, clinicArticles } from "./clinic.ts";

/** The clinic's name as sentences need it. */
export interface ClinicInSentence {
  /** "la Clinique X": who calls. */
  readonly said: string;
  /** "à la Clinique X", "au Cabinet Y": where one is; "a la Clínica X", "al Consultorio Y": where a call goes. */
  readonly at: string;
  /** "de la Clinique X", "du Cabinet Y": whose it is. */
  readonly of: string;
}

type Forms = (name: string) => ClinicInSentence;

interface NamesInSentence {
  /** By the first words of names, without accents. */
  readonly firstWords: Partial<Readonly<Record<Article, RegExp>>>;
  /** A name written with its article. */
  readonly written: RegExp;
  /** The article that belongs to the language; another one is that of another language. */
  readonly forms: Partial<Readonly<Record<Article, Forms>>>;
  readonly none: Forms;
}

/** First words of French names. */
const frenchFirstWords = {
  la: /^(?:clinique|poly ?clinique|policlinique|maison|pharmacie|maternite|fondation|villa|residence|permanence)\b/u,
  le: /^(?:cabinet|centre|chu|chd|chr|cms|dispensaire|laboratoire|pole|groupe|complexe|csps|service|reseau)\b/u,
  "l'": /^(?:hopital|institut|infirmerie|espace|etablissement|unite|atelier|antenne)\b/u,
};

const frenchWritten = /^(?<article>la|le|les|l['’])(?:(?<=['’])|\s+)(?<name>\S.*)$/iu;

const frenchForms: Partial<Readonly<Record<Article, Forms>>> = {
  la: (name) => ({ said: `la ${name}`, at: `à la ${name}`, of: `de la ${name}` }),
  le: (name) => ({ said: `le ${name}`, at: `au ${name}`, of: `du ${name}` }),
  "l'": (name) => ({ said: `l'${name}`, at: `à l'${name}`, of: `de l'${name}` }),
  les: (name) => ({ said: `les ${name}`, at: `aux ${name}`, of: `des ${name}` }),
};

const namesIn: Translated<NamesInSentence> = {
  fr: {
    firstWords: frenchFirstWords,
    written: frenchWritten,
    forms: frenchForms,
    none: (name) => {
      const of = /^[aeiouyh]/u.test(foldText(name)) ? `d'${name}` : `de ${name}`;
      return { said: name, at: `chez ${name}`, of };
    },
  },
  // In English a name is said by itself.
  en: {
    firstWords: {},
    written: /^(?!)/u,
    forms: {},
    none: (name) => ({ said: name, at: `at ${name}`, of: `from ${name}` }),
  },
  es: {
    firstWords: {
      la: /^(?:clinica|policlinica|farmacia|maternidad|fundacion|unidad|casa)\b/u,
      el: /^(?:centro|consultorio|hospital|instituto|laboratorio|grupo|dispensario|sanatorio)\b/u,
      los: /^(?:consultorios|laboratorios)\b/u,
    },
    written: /^(?<article>la|el|los|las)\s+(?<name>\S.*)$/iu,
    forms: {
      la: (name) => ({ said: `la ${name}`, at: `a la ${name}`, of: `de la ${name}` }),
      el: (name) => ({ said: `el ${name}`, at: `al ${name}`, of: `del ${name}` }),
      los: (name) => ({ said: `los ${name}`, at: `a los ${name}`, of: `de los ${name}` }),
      las: (name) => ({ said: `las ${name}`, at: `a las ${name}`, of: `de las ${name}` }),
    },
    none: (name) => ({ said: name, at: `a ${name}`, of: `de ${name}` }),
  },
};

/** With the article that its first word, or the clinic, asks for. */
export function clinicInSentence(
  { name, article }: Pick<Clinic, "name" | "article">,
  language: Language,
): ClinicInSentence {
  const { firstWords, written, forms, none } = namesIn[language];
  if (article === "none") return none(name);
  const chosen = article === null ? undefined : forms[article];
  if (chosen !== undefined) return chosen(name);
  const own = written.exec(name)?.groups;
  const begins = own?.["article"]?.toLowerCase().replace("’", "'");
  const form = clinicArticles.find(
    (each) => each === begins || (begins === undefined && begun(name, firstWords[each])),
  );
  return (form === undefined ? undefined : forms[form])?.(own?.["name"] ?? name) ?? none(name);
}

function begun(name: string, words: RegExp | undefined): boolean {
  return words?.test(foldText(name)) === true;
}
