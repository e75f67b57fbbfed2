import { en, fr, type ParsedResult } from "chrono-node";
import { kept } from "../language/kept.ts";
import type { Language } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";

const parsers = { fr, en } as const satisfies Readonly<Record<Language, unknown>>;

export interface FoundDate {
  readonly date: WallDate;
  /** The words that name it, as they stand in the text. */
  readonly text: string;
}

/** The same sentences come again and again: in every turn of a call, and in the calls of every clinic. */
const found = kept<readonly FoundDate[]>(5_000);

/** Dates a sentence names ("mardi prochain", "November 24th"), forward from `today`; a bare time of day is none. */
export function findDates(text: string, language: Language, today: WallDate): readonly FoundDate[] {
  return found(`${language} ${today} ${text}`, () => parseDates(text, language, today));
}

function parseDates(text: string, language: Language, today: WallDate): readonly FoundDate[] {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  // Noon of the wall date in the process's own zone: chrono computes in that zone, so the answer depends on no zone.
  const reference = new Date(year, month - 1, day, 12);
  return parsers[language]
    .parse(spellOut(text), reference, { forwardDate: true })
    .filter(({ start }) => start.isCertain("day") || start.isCertain("weekday"))
    .map((result) => ({ date: wallDateOf(result), text: result.text }));
}

/** chrono 2.10 reads "après-demain" as "demain". */
function spellOut(text: string): string {
  return text.replaceAll(/apr[eè]s[- ]demain/gi, "dans 2 jours");
}

function wallDateOf({ start }: ParsedResult): WallDate {
  const part = (name: "year" | "month" | "day", digits: number) => String(start.get(name)).padStart(digits, "0");
  return `${part("year", 4)}-${part("month", 2)}-${part("day", 2)}`;
}
