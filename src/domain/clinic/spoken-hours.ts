import { type Language, joinList, type Translated } from "../language/language.ts";
import { spokenWallTime } from "../language/spoken-time.ts";
import {
  type DayRun,
  type Interval,
  type Weekday,
  type WeeklyHours,
  hasNoOpenDay,
  openDayRuns,
  weekdays,
} from "./opening-hours.ts";

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
