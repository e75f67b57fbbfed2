import type { DayPart } from "../../time/wall-date.ts";

/**
 * What the code knows about one language: how it is heard and how days and hours are said. Everything is folded (lower
 * case, no accents) where it is heard. docs/add-a-language.md says what each part is for.
 */
export interface LanguageWords {
  /** Words of nearly every sentence, which distinguish it from other languages. */
  readonly common: ReadonlySet<string>;
  readonly numbers: NumberWords;
  /** What callers say about days and times, by the tokens of the grammar (see speech-tokens.ts). */
  readonly speech: Readonly<Record<string, string>>;
  /** Short forms that are words of other languages too: they count only where the language is the clinic's. */
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
  /** What stands before the day to which an appointment is moved, and after it. */
  readonly movedTo: { readonly to: RegExp; readonly end: RegExp };
  /** Wishes for other times than those offered: patterns over folded text. */
  readonly otherTimes: Readonly<Record<"later" | "earlier" | "other", RegExp>>;
}

/** The number words of a language, folded, without hyphens. */
export interface NumberWords {
  readonly cardinals: ReadonlyMap<string, number>;
  readonly ordinals: ReadonlyMap<string, number>;
  /** Said inside a number: "vingt et un", "a hundred and two". */
  readonly and: string;
  /** Words for one that are articles as well. */
  readonly articles: ReadonlySet<string>;
  /** Tens that take 10 to 19 as well: "soixante-douze", "quatre-vingt-douze". */
  readonly longTens: ReadonlySet<number>;
  /** Whether four and twenty are eighty. */
  readonly hasScores: boolean;
}

/** How its speakers count days and read what is written in numbers. */
export interface Habits {
  /** Eight days that are a week, fifteen that are two. */
  readonly idiomDays: Readonly<Record<number, number>>;
  /** "neuf heures" is the morning: the evening is twenty-one. */
  readonly hasTwentyFourHours: boolean;
  /** Whether the groups of a telephone number are said as numbers ("quatre-vingt-dix-sept"); if not, digit by digit. */
  readonly saysNumbersInGroups: boolean;
  /** Whether "nine" by itself answers "what time?"; if not, it is asked about. */
  readonly takesBareHours: boolean;
  /** Whether numbers in "from 5 to 10" are days; if not, they are hours. */
  readonly rangesAreDays: boolean;
  /** Countries in which "3/12" may be read either way; "" stands for a country that is not known. */
  readonly eitherOrder: ReadonlySet<string>;
}

/** What is asked back about days, and how a day or period is said. */
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
  /** Of two times of day in digits, parted for the ear of this program alone. */
  readonly or: string;
}

export interface ClockWords {
  /** For the ear, of minutes since 00:00. */
  readonly spoken: (minutesOfDay: number) => string;
  /** For the eye: "9 h 30", "9:30 AM". */
  readonly written: (minutesOfDay: number) => string;
  /** What Intl calls a day, in the language's own words. */
  readonly day: (said: string) => string;
  readonly spokenInstant: (date: string, time: string) => string;
  readonly writtenInstant: (date: string, time: string) => string;
}

/** What agrees, what declines and what leaves it open; the longest phrase that fits counts. */
export interface AnswerWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly unsure: readonly string[];
  /** Up to two words before what agrees: "that isn't right". */
  readonly denials: ReadonlySet<string>;
  /** Right after what agrees: "ça marche pas". */
  readonly denialsAfter: ReadonlySet<string>;
  /** After what agrees, with something else behind: "oui, mais à 11 h". */
  readonly conditions: ReadonlySet<string>;
  /** What takes leave. */
  readonly goodbyes: readonly string[];
  /** What may be said with it and asks for nothing. */
  readonly courtesies: readonly string[];
  /** What asks for a moment, over the text as it is; flags g, i and u. */
  readonly pauses: RegExp;
  readonly words: { readonly yes: string; readonly no: string; readonly again: string };
}

/** What stands around a name in a language, folded. */
export interface NameWords {
  /** Said before a name; the longest fits first. */
  readonly leadIns: readonly string[];
  /** Said before a relative's name: the visit is for them. */
  readonly relatives: readonly string[];
  /** Begins the words of someone who says whose relative they are: "the wife of", "John's mother". Folded. */
  readonly isSomebodys: RegExp;
  readonly titles: ReadonlySet<string>;
  /** A name is over where one of these stands. */
  readonly ends: ReadonlySet<string>;
  /** Never part of a name: who says them says something else. */
  readonly notNames: ReadonlySet<string>;
  /** Said in place of a name by callers who give none, and by models that heard none. */
  readonly placeholders: ReadonlySet<string>;
  /** Said in a sentence just before a name: a pattern over the text as it is, with a capital after it. */
  readonly introducing: RegExp;
  readonly questions: NameQuestions;
}

export interface NameQuestions {
  readonly whichName: string;
  /** Several people were named where one is booked for. */
  readonly whichOfThem: string;
  readonly spelled: (letters: string) => string;
  readonly relative: string;
}

/** How letters are spelled; patterns over the text as it is. */
export interface SpellingWords {
  /** Of the next letter: "double", "deux". */
  readonly twice: ReadonlySet<string>;
  /** Between a letter and its example: "A comme Anatole". */
  readonly as: string;
  /** Before a letter that describes the name and spells nothing: "with an". */
  readonly with: string;
  /** The marks of a name, in the words that say them. */
  readonly apostrophe: string;
  readonly hyphen: string;
  /** Just before a spelling: "ça s'épelle". */
  readonly leadIns: string;
}

/** How a language speaks of telephone numbers, folded, hyphens and apostrophes as blanks. */
export interface TelephoneWords {
  /** The number that the call comes from. */
  readonly caller: readonly string[];
  /** Before the words for the caller's number: another one is meant. */
  readonly denials: ReadonlySet<string>;
  /** What follows is an extension. */
  readonly extension: ReadonlySet<string>;
  /** Said within a number without ending it. */
  readonly gaps: ReadonlySet<string>;
  /** How often the next digit is said. */
  readonly repeats: ReadonlyMap<string, number>;
  /** "deux fois zéro": after a count. */
  readonly times: ReadonlySet<string>;
  /** What was said before is wrong. */
  readonly corrections: ReadonlySet<string>;
  readonly plus: ReadonlySet<string>;
  /** Said for zero in numbers alone. */
  readonly zeros: ReadonlySet<string>;
  /** Words for one that are articles as well. */
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

/** How people say why they come; hyphens and apostrophes as blanks. */
export interface VisitReasons {
  readonly kinds: Readonly<Record<VisitKind, readonly string[]>>;
  /** Words that say nothing about why, so that sharing them is no likeness. */
  readonly fillers: string;
  /** Before what is said not to be the reason: an alternative of a pattern. */
  readonly denials: string;
  /** Words that part what is denied from what is meant. */
  readonly contrasts: readonly string[];
  /** Says that the patient is new, beyond the phrases of `first`. */
  readonly newcomer: readonly string[];
  readonly regular: readonly string[];
  /** A bare yes and a bare no, at the beginning of an answer: alternatives of a pattern. */
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
  /** After a number of things other than people: "heures". */
  readonly notPeople: string;
}
