import { type WallDate, daysBetween } from "../time/wall-date.ts";
import type { DateWish } from "./date-wish.ts";
import { type Language, joinAlternatives, spokenChoices } from "./language.ts";
import { spokenDate } from "./spoken-date.ts";
import { languageWords } from "./all-words.ts";

/** "lundi 3 mars ou mardi 4 mars ?" */
export function whichDateQuestion(dates: readonly WallDate[], language: Language): string {
  const words = languageWords[language].dates;
  const said = dates.slice(0, spokenChoices).map((date) => words.theDate(spokenDate(date, language)));
  return said.length === 0 ? words.whichDate : words.whichOf(joinAlternatives(said, language));
}

/** Farther off than this a date is said with its year. */
export const nearDays = 300;

export function wishInWords({ first, last, isEarliest }: DateWish, today: WallDate, language: Language): string {
  const words = languageWords[language].dates;
  if (isEarliest) return words.soonest;
  const said = (date: WallDate): string => spokenDate(date, language, Math.abs(daysBetween(today, date)) > nearDays);
  return first === last ? said(first) : words.span(said(first), said(last));
}
