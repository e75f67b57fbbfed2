import type { Language } from "../language/language.ts";
import { joinList } from "../language/spoken-list.ts";
import { spokenWallTime } from "../language/spoken-time.ts";
import type { DayRun, Interval, Weekday, WeeklyHours } from "./opening-hours.ts";
import { hasNoOpenDay, openDayRuns } from "./opening-hours.ts";

interface HoursPhrases {
  readonly closed: string;
  readonly roundTheClock: string;
  readonly day: Readonly<Record<Weekday, string>>;
  readonly oneDay: (day: string) => string;
  readonly dayRange: (first: string, last: string) => string;
  readonly interval: (opens: string, closes: string) => string;
  readonly separator: string;
}

const phrases: Readonly<Record<Language, HoursPhrases>> = {
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
};

/** Hours as said to a caller: "du lundi au vendredi de 8 h à 12 h 30 et de 14 h à 18 h ; le samedi de 9 h à 12 h". */
export function spokenOpeningHours(hours: WeeklyHours, language: Language): string {
  if (hasNoOpenDay(hours)) return phrases[language].closed;
  return openDayRuns(hours)
    .map((run) => spokenRun(run, language))
    .join(phrases[language].separator);
}

function spokenRun({ first, last, intervals }: DayRun, language: Language): string {
  const words = phrases[language];
  const days = first === last ? words.oneDay(words.day[first]) : words.dayRange(words.day[first], words.day[last]);
  return `${days} ${joinList(
    intervals.map((interval) => spokenInterval(interval, language)),
    language,
  )}`;
}

function spokenInterval({ opens, closes }: Interval, language: Language): string {
  if (opens === "00:00" && closes === "24:00") return phrases[language].roundTheClock;
  return phrases[language].interval(spokenWallTime(opens, language), spokenWallTime(closes, language));
}
