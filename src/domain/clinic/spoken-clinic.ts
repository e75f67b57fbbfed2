import { foldText } from "../language/fold-text.ts";
import { type Language, type Translated, joinList } from "../language/language.ts";
import { type Article, type Clinic, clinicArticles } from "./clinic.ts";
import { spokenWallTime } from "../language/dates/spoken-date.ts";
import {
  type DayRun,
  type Interval,
  type Weekday,
  type WeeklyHours,
  hasNoOpenDay,
  openDayRuns,
  weekdays,
} from "./opening-hours.ts";

/** The clinic's name as sentences need it. */
interface ClinicInSentence {
  /** "la Clinique X": as a subject. */
  readonly said: string;
  /** "à la Clinique X", "au Cabinet Y": where someone is; "a la Clínica X", "al Consultorio Y": where a call goes. */
  readonly at: string;
  /** "de la Clinique X", "du Cabinet Y": possession. */
  readonly of: string;
}

type Forms = (name: string) => ClinicInSentence;

interface NamesInSentence {
  /** For each article, a pattern for the first words of names, without accents. */
  readonly firstWords: Partial<Readonly<Record<Article, RegExp>>>;
  /** Matches a name written with its article. */
  readonly written: RegExp;
  /** The forms for each article of this language; other articles belong to other languages. */
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
  // In English a name has no article.
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

/** The name with the clinic's article, else with the article of its first word. */
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

type Kind = "plain" | "withPurpose";

/**
 * States who answers, that the call may be recorded and, where the law requires it, for what purpose. Callers hear it
 * before they say anything.
 */
const notices: Translated<Readonly<Record<Kind, string>>> = {
  fr: {
    plain: "Vous parlez à un assistant automatique, et l'appel peut être enregistré.",
    withPurpose:
      "Vous parlez à un assistant automatique, et l'appel peut être enregistré pour le suivi de votre demande.",
  },
  en: {
    plain: "You are speaking with an automated assistant, and this call may be recorded.",
    withPurpose:
      "You are speaking with an automated assistant, and this call may be recorded to follow up on your request.",
  },
  es: {
    plain: "Le atiende un asistente automático, y esta llamada puede ser grabada.",
    withPurpose:
      "Le atiende un asistente automático, y esta llamada puede ser grabada para dar seguimiento a lo que nos pida.",
  },
};

/**
 * Countries where announcing the recording is enough: several US states require every party's consent, which callers
 * give by continuing after the announcement. Elsewhere the purpose is stated too, as required by the GDPR (article 13,
 * France), the Code du numérique (book V, Benin), and PIPEDA and Québec's Law 25 (Canada).
 */
const withoutPurpose: ReadonlySet<string> = new Set(["US"]);

/** The clinic's own notice, else its country's; empty: the clinic wants none. */
export function recordingNotice({ notice, country }: Pick<Clinic, "notice" | "country">, language: Language): string {
  return notice ?? notices[language][withoutPurpose.has(country) ? "plain" : "withPurpose"];
}

interface HoursPhrases {
  readonly closed: string;
  readonly roundTheClock: string;
  readonly day: Readonly<Record<Weekday, string>>;
  readonly oneDay: (day: string) => string;
  readonly dayRange: (first: string, last: string) => string;
  readonly interval: (opens: string, closes: string) => string;
  readonly separator: string;
}

const phrases: Translated<HoursPhrases> = {
  fr: {
    closed: "fermé toute la semaine",
    roundTheClock: "24 heures sur 24",
    day: {
      mon: "lundi",
      tue: "mardi",
      wed: "mercredi",
      thu: "jeudi",
      fri: "vendredi",
      sat: "samedi",
      sun: "dimanche",
    },
    oneDay: (day) => `le ${day}`,
    dayRange: (first, last) => `du ${first} au ${last}`,
    interval: (opens, closes) => `de ${opens} à ${closes}`,
    separator: " ; ",
  },
  en: {
    closed: "closed all week",
    roundTheClock: "24 hours a day",
    day: {
      mon: "Monday",
      tue: "Tuesday",
      wed: "Wednesday",
      thu: "Thursday",
      fri: "Friday",
      sat: "Saturday",
      sun: "Sunday",
    },
    oneDay: (day) => day,
    dayRange: (first, last) => `${first} to ${last}`,
    interval: (opens, closes) => `from ${opens} to ${closes}`,
    separator: "; ",
  },
  es: {
    closed: "cerrada toda la semana",
    roundTheClock: "las 24 horas",
    day: {
      mon: "lunes",
      tue: "martes",
      wed: "miércoles",
      thu: "jueves",
      fri: "viernes",
      sat: "sábado",
      sun: "domingo",
    },
    oneDay: (day) => `el ${day}`,
    dayRange: (first, last) => `de ${first} a ${last}`,
    interval: (opens, closes) => `de ${opens} a ${closes}`,
    separator: "; ",
  },
};

/** Hours as said to a caller: "du lundi au vendredi de 8 heures à midi ; le samedi de 9 heures à midi". */
export function spokenOpeningHours(hours: WeeklyHours, language: Language): string {
  if (hasNoOpenDay(hours)) return phrases[language].closed;
  return openDayRuns(hours)
    .map((run) => spokenRun(run, language))
    .join(phrases[language].separator);
}

function spokenRun({ first, last, intervals }: DayRun, language: Language): string {
  const words = phrases[language];
  const [from, to] = [words.day[first], words.day[last]];
  const isPair = weekdays.indexOf(last) - weekdays.indexOf(first) === 1;
  const range = isPair ? joinList([words.oneDay(from), words.oneDay(to)], language) : words.dayRange(from, to);
  const days = first === last ? words.oneDay(from) : range;
  return `${days} ${joinList(
    intervals.map((interval) => spokenInterval(interval, language)),
    language,
  )}`;
}

function spokenInterval({ opens, closes }: Interval, language: Language): string {
  if (opens === "00:00" && closes === "24:00") return phrases[language].roundTheClock;
  return phrases[language].interval(spokenWallTime(opens, language), spokenWallTime(closes, language));
}
