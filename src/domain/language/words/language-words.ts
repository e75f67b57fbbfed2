import type { DayPart } from "../../time/wall-date.ts";

/**
 * What the code knows about one language: how it is heard, and how days and hours are spoken. Patterns and words for
 * hearing are folded (lower case, no accents). docs/add-a-language.md explains each part.
 */
export interface LanguageWords {
  /** Words that occur in nearly every sentence and distinguish the language from others. */
  readonly common: ReadonlySet<string>;
  readonly numbers: NumberWords;
  /** What callers say about days and times, by token of the grammar (speech-tokens.ts). */
  readonly speech: Readonly<Record<string, string>>;
  /** Abbreviations that are words in other languages: they count only if this is the clinic's language. */
  readonly onlyAtHome: ReadonlySet<string>;
  readonly habits: Habits;
  readonly dates: DateQuestions;
  readonly times: TimeWords;
  readonly clock: ClockWords;
  readonly answers: AnswerWords;
  readonly names: NameWords;
  readonly spelling: SpellingWords;
  readonly telephones: TelephoneWords;
  readonly visits: VisitReasons;
  readonly party: PartyWords;
  /** What comes before and after the day to which an appointment is moved. */
  readonly movedTo: { readonly to: RegExp; readonly end: RegExp };
  /** Wishes for times other than those offered: patterns over folded text. */
  readonly otherTimes: Readonly<Record<"later" | "earlier" | "other", RegExp>>;
}

/** The number words of a language, folded, without hyphens. */
export interface NumberWords {
  readonly cardinals: ReadonlyMap<string, number>;
  readonly ordinals: ReadonlyMap<string, number>;
  /** Occurs within a number: "vingt et un", "a hundred and two". */
  readonly and: string;
  /** Words for one that are also articles. */
  readonly articles: ReadonlySet<string>;
  /** Tens that also combine with 10 to 19: "soixante-douze", "quatre-vingt-douze". */
  readonly longTens: ReadonlySet<number>;
  /** Whether "four twenties" is eighty. */
  readonly hasScores: boolean;
}

/** How speakers count days and read written numbers. */
export interface Habits {
  /** Numbers of days that mean weeks: eight means one week, fifteen means two. */
  readonly idiomDays: Readonly<Record<number, number>>;
  /** "neuf heures" is in the morning; the evening is "vingt et une heures". */
  readonly hasTwentyFourHours: boolean;
  /**
   * Whether the groups of a telephone number are spoken as numbers ("quatre-vingt-dix-sept"), rather than digit by
   * digit.
   */
  readonly saysNumbersInGroups: boolean;
  /** Whether "nine" alone answers "what time?", rather than leading to a question. */
  readonly takesBareHours: boolean;
  /** Whether numbers in "from 5 to 10" are days, rather than hours. */
  readonly rangesAreDays: boolean;
  /** Countries in which "3/12" may be read either way; "" means an unknown country. */
  readonly eitherOrder: ReadonlySet<string>;
}

/** What is asked back about days, and how a day or period is spoken. */
export interface DateQuestions {
  readonly whichDate: string;
  readonly theDate: (date: string) => string;
  readonly whichOf: (dates: string) => string;
  readonly pastDate: (date: string) => string;
  readonly pastYear: (year: number, date: string) => string;
  readonly soonest: string;
  readonly span: (first: string, last: string) => string;
}

export interface TimeWords {
  readonly which: (times: string) => string;
  readonly first: string;
  readonly last: string;
  readonly lastButOne: string;
  readonly nth: (position: number) => string;
  readonly parts: Readonly<Record<DayPart, string>>;
  readonly between: (from: string, to: string) => string;
  /** Joins two times of day in digits, for this program's own parser. */
  readonly or: string;
}

export interface ClockWords {
  /** For speech, from minutes since 00:00. */
  readonly spoken: (minutesOfDay: number) => string;
  /** In writing: "9 h 30", "9:30 AM". */
  readonly written: (minutesOfDay: number) => string;
  /** Intl's text for a day, adapted to how people say it. */
  readonly day: (said: string) => string;
  readonly spokenInstant: (date: string, time: string) => string;
  readonly writtenInstant: (date: string, time: string) => string;
}

/** What means yes, no, or neither; the longest matching phrase counts. */
export interface AnswerWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly unsure: readonly string[];
  /** Up to two words before an agreement: "that isn't right". */
  readonly denials: ReadonlySet<string>;
  /** Right after an agreement: "ça marche pas". */
  readonly denialsAfter: ReadonlySet<string>;
  /** After an agreement, with more words following: "oui, mais à 11 h". */
  readonly conditions: ReadonlySet<string>;
  /** What says goodbye. */
  readonly goodbyes: readonly string[];
  /** What may accompany a goodbye and asks for nothing. */
  readonly courtesies: readonly string[];
  /** What asks to hear the last words again. */
  readonly unheard: readonly string[];
  /** What asks for a moment, over the original text; flags g, i and u. */
  readonly pauses: RegExp;
  readonly words: { readonly yes: string; readonly no: string; readonly again: string };
}

/** What surrounds a name in a language, folded. */
export interface NameWords {
  /** Said before a name; the longest match counts. */
  readonly leadIns: readonly string[];
  /** Said before a relative's name: the visit is for that person. */
  readonly relatives: readonly string[];
  /** Words for what people are to each other: "the wife of John" and "John's mother" are not John. Folded. */
  readonly relations: ReadonlySet<string>;
  readonly titles: ReadonlySet<string>;
  /** A name ends before any of these words. */
  readonly ends: ReadonlySet<string>;
  /** Never part of a name: a sentence with them says something else. */
  readonly notNames: ReadonlySet<string>;
  /** Said in place of a name by callers who give none, and by models that heard none. */
  readonly placeholders: ReadonlySet<string>;
  /** Said just before a name in a sentence: a pattern over the original text, with a capital after it. */
  readonly introducing: RegExp;
  readonly questions: NameQuestions;
}

export interface NameQuestions {
  readonly whichName: string;
  /** Several people were named, but the booking is for one. */
  readonly whichOfThem: string;
  readonly spelled: (letters: string) => string;
  readonly relative: string;
}

/** How letters are spelled; patterns over the original text. */
export interface SpellingWords {
  /** Repeats the next letter: "double", "deux". */
  readonly twice: ReadonlySet<string>;
  /** Between a letter and its example: "A comme Anatole". */
  readonly as: string;
  /** Before letters and marks that describe a spelling but spell nothing: "with". */
  readonly with: string;
  /** How many of them there are: "two". */
  readonly counts: string;
  /** Marks that describe a name: "a hyphen". */
  readonly marks: string;
  /** The place of a letter or mark in the name: "at the end". */
  readonly where: string;
  /** The words for the marks in names. */
  readonly apostrophe: string;
  readonly hyphen: string;
  /** Just before a spelling: "ça s'épelle". */
  readonly leadIns: string;
}

/** How a language speaks about telephone numbers, folded, with spaces for hyphens and apostrophes. */
export interface TelephoneWords {
  /** The number from which the caller is calling. */
  readonly caller: readonly string[];
  /** Before the words for the caller's number: another number is meant. */
  readonly denials: ReadonlySet<string>;
  /** What follows is an extension. */
  readonly extension: ReadonlySet<string>;
  /** May occur within a number without ending it. */
  readonly gaps: ReadonlySet<string>;
  /** How many times the next digit is repeated. */
  readonly repeats: ReadonlyMap<string, number>;
  /** Follows a count: "deux fois zéro". */
  readonly times: ReadonlySet<string>;
  /** Says that the preceding words are wrong. */
  readonly corrections: ReadonlySet<string>;
  readonly plus: ReadonlySet<string>;
  /** Means zero only within numbers. */
  readonly zeros: ReadonlySet<string>;
  /** Words for one that are also articles. */
  readonly notDigits: ReadonlySet<string>;
  readonly questions: TelephoneQuestions;
}

interface TelephoneQuestions {
  readonly tooShort: (digits: string) => string;
  readonly tooLong: (digits: string) => string;
  readonly areaCode: (digits: string) => string;
  readonly noSuchNumber: (digits: string) => string;
  readonly withheld: string;
  readonly which: (numbers: string) => string;
}

/** What a patient may come for. */
export const visitKinds = [
  "first",
  "followUp",
  "vaccine",
  "prescription",
  "certificate",
  "bloodTest",
  "imaging",
  "pregnancy",
  "dental",
  "yearly",
  "dressing",
  "remote",
  "consultation",
] as const;

export type VisitKind = (typeof visitKinds)[number];

/** How people say why they come; with spaces for hyphens and apostrophes. */
export interface VisitReasons {
  readonly kinds: Readonly<Record<VisitKind, readonly string[]>>;
  /** Words that say nothing about the reason, so that sharing them is not a likeness. */
  readonly fillers: string;
  /** Before a denied reason: an alternative of a pattern. */
  readonly denials: string;
  /** Words between a denied reason and the real one. */
  readonly contrasts: readonly string[];
  /** Says that the patient is new, in addition to the phrases of `first`. */
  readonly newcomer: readonly string[];
  readonly regular: readonly string[];
  /** A plain yes and a plain no at the beginning of an answer: alternatives of a pattern. */
  readonly yes: string;
  readonly no: string;
}

/** How callers say that several people come; alternatives of patterns over folded text. */
export interface PartyWords {
  readonly numbers: Readonly<Record<string, number>>;
  readonly people: string;
  /** Before a number of people: "nous deux". */
  readonly before: string;
  /** Between the number and the people: "petits". */
  readonly adjectives: string;
  /** Two people in one word: "jumeaux". */
  readonly pair: string;
  /** A relative and the caller, or two relatives. */
  readonly andMe: string;
  /** After a number of other things than people: "heures". */
  readonly notPeople: string;
}
