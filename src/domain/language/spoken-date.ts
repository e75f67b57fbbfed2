import type { WallDate } from "../time/wall-date.ts";
import { type WallTime, minutesOfWallTime, minutesPerDay } from "../time/wall-time.ts";
import { type Zone, dateAt, wallTimeAt } from "../time/zoned-time.ts";
import type { Language, Translated } from "./language.ts";

type Clock = (minutesOfDay: number) => string;

/** For the eye: "9 h 30", "9:30 AM". */
const writtenMinutes: Translated<Clock> = {
  fr: (minutesOfDay) => {
    const minutes = minutesOfDay % 60;
    const hours = `${Math.floor(minutesOfDay / 60)} h`;
    return minutes === 0 ? hours : `${hours} ${String(minutes).padStart(2, "0")}`;
  },
  en: (minutesOfDay) => {
    const hours = Math.floor((minutesOfDay % minutesPerDay) / 60);
    const minutes = String(minutesOfDay % 60).padStart(2, "0");
    return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? "AM" : "PM"}`;
  },
};

/** For the ear: a voice may read "9 h" as a letter. */
const spokenMinutes: Translated<Clock> = {
  fr: (minutesOfDay) => {
    const [hour, minutes] = [Math.floor(minutesOfDay / 60), minutesOfDay % 60];
    if (minutes === 0 && hour % 12 === 0) return hour === 12 ? "midi" : "minuit";
    return [`${hour} ${hour < 2 ? "heure" : "heures"}`, ...(minutes === 0 ? [] : [minutes])].join(" ");
  },
  en: writtenMinutes.en,
};

/** "9 heures 30" / "9:30 AM" of "09:30"; "24:00" is "minuit" / "12:00 AM". */
export function spokenWallTime(time: WallTime, language: Language): string {
  return spokenMinutes[language](minutesOfWallTime(time) ?? 0);
}

const locales: Translated = { fr: "fr-FR", en: "en-US" };

const formats: Translated<Intl.DateTimeFormat> = { fr: dayFormat(locales.fr), en: dayFormat(locales.en) };
const formatsWithYear: Translated<Intl.DateTimeFormat> = {
  fr: dayFormat(locales.fr, { year: "numeric" }),
  en: dayFormat(locales.en, { year: "numeric" }),
};

const joined: Translated<(date: string, time: string) => string> = {
  fr: (date, time) => `${date} à ${time}`,
  en: (date, time) => `${date} at ${time}`,
};

/** "lundi 3 mars" / "Monday, March 3"; `withYear` for dates that are not near, "lundi 1er mars 2027". */
export function spokenDate(date: WallDate, language: Language, withYear = false): string {
  const format = (withYear ? formatsWithYear : formats)[language];
  const said = format.format(new Date(`${date}T00:00:00Z`));
  // Intl writes "1 mars"; French says the first of a month as an ordinal.
  return language === "fr" ? said.replace(/(?<=^\p{L}+ )1(?= )/u, "1er") : said;
}

/** "9 heures 30" / "9:30 AM" at the clinic. */
export function spokenTimeAt(instant: number, zone: Zone, language: Language): string {
  return spokenWallTime(wallTimeAt(instant, zone), language);
}

/** The same for the eye: "9 h 30" / "9:30 AM". */
export function writtenTimeAt(instant: number, zone: Zone, language: Language): string {
  return writtenMinutes[language](minutesOfWallTime(wallTimeAt(instant, zone)) ?? 0);
}

/** For the eye: "lundi 3 mars à 9 h 30" / "Monday, March 3 at 9:30 AM" at the clinic. */
export function writtenInstant(instant: number, zone: Zone, language: Language): string {
  return joined[language](spokenDate(dateAt(instant, zone), language), writtenTimeAt(instant, zone, language));
}

/** "lundi 3 mars à 9 heures 30" / "Monday, March 3 at 9:30 AM" at the clinic. */
export function spokenInstant(instant: number, zone: Zone, language: Language): string {
  return joined[language](spokenDate(dateAt(instant, zone), language), spokenTimeAt(instant, zone, language));
}

function dayFormat(locale: string, more: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC", ...more });
}
