import { type WallDate, daysBetween } from "../time/wall-date.ts";
import type { DateWish } from "./date-wish.ts";
import { type Language, type Translated, joinAlternatives, spokenChoices } from "./language.ts";
import { spokenDate } from "./spoken-date.ts";

/** What is asked back about days, and how a day or period is said. */
interface DateQuestions {
  readonly whichDate: string;
  readonly theDate: (date: string) => string;
  readonly whichOf: (dates: string) => string;
  readonly pastDate: (date: string) => string;
  readonly pastYear: (year: number, date: string) => string;
  readonly soonest: string;
  readonly span: (first: string, last: string) => string;
}

export const dateQuestions: Translated<DateQuestions> = {
  fr: {
    whichDate: "Je n'ai pas bien compris la date. Quel jour souhaitez-vous ?",
    theDate: (date) => `le ${date}`,
    whichOf: (dates) => `Voulez-vous dire ${dates} ?`,
    pastDate: (date) => `Le ${date} est déjà passé. Quelle date souhaitez-vous ?`,
    pastYear: (year, date) => `L'année ${year} est passée. Voulez-vous dire le ${date} ?`,
    soonest: "le plus tôt possible",
    span: (first, last) => `du ${first} au ${last}`,
  },
  en: {
    whichDate: "I did not quite get the date. Which day would you like?",
    theDate: (date) => date,
    whichOf: (dates) => `Do you mean ${dates}?`,
    pastDate: (date) => `${date} has already passed. Which date would you like?`,
    pastYear: (year, date) => `The year ${year} is over. Do you mean ${date}?`,
    soonest: "as soon as possible",
    span: (first, last) => `${first} to ${last}`,
  },
};

/** "lundi 3 mars ou mardi 4 mars ?" */
export function whichDateQuestion(dates: readonly WallDate[], language: Language): string {
  const words = dateQuestions[language];
  const said = dates.slice(0, spokenChoices).map((date) => words.theDate(spokenDate(date, language)));
  return said.length === 0 ? words.whichDate : words.whichOf(joinAlternatives(said, language));
}

/** Farther off than this a date is said with its year. */
export const nearDays = 300;

export function wishInWords({ first, last, isEarliest }: DateWish, today: WallDate, language: Language): string {
  const words = dateQuestions[language];
  if (isEarliest) return words.soonest;
  const said = (date: WallDate): string => spokenDate(date, language, Math.abs(daysBetween(today, date)) > nearDays);
  return first === last ? said(first) : words.span(said(first), said(last));
}
