import type { WallDate, DayPart } from "../../time/wall-date.ts";
import { type Zone, dateAt, wallTimeAt } from "../../time/zoned-time.ts";
import { boundedCache } from "../../bounded-cache.ts";
import { type Language, languageFacts } from "../language.ts";
import { languageWords } from "../all-words.ts";
import { type WallTime, minutesOfWallTime } from "../../time/wall-time.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** "lundi 3 mars" / "Monday, March 3"; `withYear` for dates that are not near: "lundi 1er mars 2027". */
export function spokenDate(date: WallDate, language: Language, withYear = false): string {
  return spokenDates(`${language} ${withYear} ${date}`, () => {
    const said = dayFormat(language, withYear).format(new Date(`${date}T00:00:00Z`));
    return languageWords[language].clock.day(said);
  });
}

/** Room for a few years of dates. */
const spokenDates = boundedCache<string>(5_000);

/** For speech: "9 heures 30" / "9:30 AM", in the clinic's zone. */
export function spokenTimeAt(instant: number, zone: Zone, language: Language): string {
  return spokenWallTime(wallTimeAt(instant, zone), language);
}

/** In writing: "9 h 30" / "9:30 AM". */
export function writtenTimeAt(instant: number, zone: Zone, language: Language): string {
  return writtenWallTime(wallTimeAt(instant, zone), language);
}

/** In writing: "lundi 3 mars à 9 h 30" / "Monday, March 3 at 9:30 AM", in the clinic's zone. */
export function writtenInstant(instant: number, zone: Zone, language: Language): string {
  return languageWords[language].clock.writtenInstant(
    spokenDate(dateAt(instant, zone), language),
    writtenTimeAt(instant, zone, language),
  );
}

/** For speech: "lundi 3 mars à 9 heures 30" / "Monday, March 3 at 9:30 AM", in the clinic's zone. */
export function spokenInstant(instant: number, zone: Zone, language: Language): string {
  return languageWords[language].clock.spokenInstant(
    spokenDate(dateAt(instant, zone), language),
    spokenTimeAt(instant, zone, language),
  );
}

/** Made on first use: a format takes 3 ms, which a run that says no date need not spend. */
function dayFormat(language: Language, withYear: boolean): Intl.DateTimeFormat {
  const key = `${language} ${withYear}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const parts = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" } as const;
  const format = new Intl.DateTimeFormat(languageFacts(language).locale, {
    ...parts,
    ...(withYear ? { year: "numeric" } : {}),
  });
  formats.set(key, format);
  return format;
}

/**
 * For speech: "09:30" becomes "9 heures 30" / "9:30 AM", and "24:00" becomes "minuit" / "12:00 AM". A voice may read "9
 * h" as a letter.
 */
export function spokenWallTime(time: WallTime, language: Language): string {
  return languageWords[language].clock.spoken(minutesOfWallTime(time) ?? 0);
}

/** In writing: "09:30" becomes "9 h 30" / "9:30 AM". */
export function writtenWallTime(time: WallTime, language: Language): string {
  return languageWords[language].clock.written(minutesOfWallTime(time) ?? 0);
}

/** "le matin" / "the morning" */
export function spokenDayPart(part: DayPart, language: Language): string {
  return languageWords[language].times.parts[part];
}
