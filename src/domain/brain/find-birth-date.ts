import { foldText } from "../language/fold-text.ts";
import { type WallDate, isWallDate } from "../time/wall-date.ts";

const months: readonly (readonly string[])[] = [
  ["janvier", "january"],
  ["fevrier", "february"],
  ["mars", "march"],
  ["avril", "april"],
  ["mai", "may"],
  ["juin", "june"],
  ["juillet", "july"],
  ["aout", "august"],
  ["septembre", "september"],
  ["octobre", "october"],
  ["novembre", "november"],
  ["decembre", "december"],
];

const name = months.flat().join("|");
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:er|st|nd|rd|th)? (?:of )?(${name}),? ((?:19|20)\\d{2})\\b`, "u");
const monthFirst = new RegExp(`\\b(${name}) (\\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\\d{2})\\b`, "u");
const written = /\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b/u;

/** A date of birth says its year; a day that is spoken of without one is another day. Past only. */
export function findBirthDate(line: string, today: WallDate): WallDate | undefined {
  const text = foldText(line);
  const date = dateIn(text);
  return date !== undefined && isWallDate(date) && date <= today ? date : undefined;
}

function dateIn(text: string): string | undefined {
  const iso = written.exec(text);
  if (iso !== null) return iso[0];
  const [, day, month, year] = dayFirst.exec(text) ?? [];
  if (day !== undefined && month !== undefined && year !== undefined) return dateOf(year, month, day);
  const [, named, number, ofYear] = monthFirst.exec(text) ?? [];
  if (named === undefined || number === undefined || ofYear === undefined) return undefined;
  return dateOf(ofYear, named, number);
}

function dateOf(year: string, month: string, day: string): string {
  const index = months.findIndex((names) => names.includes(month)) + 1;
  return `${year}-${String(index).padStart(2, "0")}-${day.padStart(2, "0")}`;
}
