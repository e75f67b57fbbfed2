import type { Language } from "../language/language.ts";

/** What a name may begin with in the clinic's own list; `feminine` and `masculine` are said with their article. */
const titles = {
  doctor: /^(?:dr|docteur|doctor|doc)(?:\.|(?=\s))\s*/iu,
  doctorFeminine: /^(?:dre|dresse|docteure)(?:\.|(?=\s))\s*/iu,
  professor: /^(?:pr|prof|professeur|professor)(?:\.|(?=\s))\s*/iu,
  professorFeminine: /^(?:pre|professeure)(?:\.|(?=\s))\s*/iu,
  madam: /^(?:mme|madame|mrs|ms)(?:\.|(?=\s))\s*/iu,
  miss: /^(?:mlle|mademoiselle|miss)(?:\.|(?=\s))\s*/iu,
  mister: /^(?:m|mr|monsieur)(?:\.|(?=\s))\s*/iu,
  feminine:
    /^(?=(?:sage-femme|infirmière|pharmacienne|psychologue clinicienne|orthophoniste|diététicienne|sage femme)\s)/iu,
  masculine: /^(?=(?:maïeuticien|infirmier|pharmacien|diététicien|kinésithérapeute|kiné)\s)/iu,
} as const;

/** As French says them in a sentence: "avec la docteure X". */
const inFrench: Readonly<Record<keyof typeof titles, string>> = {
  doctor: "le docteur ",
  doctorFeminine: "la docteure ",
  professor: "le professeur ",
  professorFeminine: "la professeure ",
  madam: "madame ",
  miss: "mademoiselle ",
  mister: "monsieur ",
  feminine: "la ",
  masculine: "le ",
};

/** "Jane Doe, MD": the title is already said. */
const withDegree = /,\s*(?:m\.?d|d\.?o|d\.?d\.?s|d\.?m\.?d|n\.?p|p\.?a|r\.?n|ph\.?d)\.?$/iu;

function titleOf(name: string): keyof typeof titles | undefined {
  return keysOf(titles).find((title) => titles[title].test(name));
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  const known = (key: string): key is Key => Object.hasOwn(table, key);
  return Object.keys(table).filter(known);
}

/** A practitioner's name as listed: with the title as given, or "Dr." */
export function doctorName(name: string): string {
  return titleOf(name) !== undefined || withDegree.test(name) ? name : `Dr. ${name}`;
}

/** The same within a sentence: in French with its article, as the title says it. */
export function doctorInSentence(name: string, language: Language): string {
  if (language !== "fr" || withDegree.test(name)) return doctorName(name);
  const title = titleOf(name) ?? "doctor";
  const rest = name.replace(titles[title], "");
  const isWord = title === "feminine" || title === "masculine";
  if (!isWord) return `${inFrench[title]}${rest}`;
  const said = `${rest.charAt(0).toLowerCase()}${rest.slice(1)}`;
  return /^[aeiou]/u.test(said) ? `l'${said}` : `${inFrench[title]}${said}`;
}
