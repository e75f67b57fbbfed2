import type { ParsedResult } from "chrono-node";
import { casual as english } from "chrono-node/en";
import { casual as french } from "chrono-node/fr";
import {
  type DayPart,
  type WallDate,
  addDays,
  addMonths,
  daysBetween,
  isWallDate,
  weekdayNumber,
} from "../time/wall-date.ts";
import { type Language, type Translated, languages } from "./language.ts";

/** What a language has to say about dates, in folded text (see fold-text.ts). */
export interface DateWords {
  /** Monday first. */
  readonly weekdays: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly dayParts: readonly (readonly [RegExp, DayPart])[];
  /** Said around a date without changing it. */
  readonly fillers: ReadonlySet<string>;
  /** Says today once the part of day was taken out ("ce soir", "this afternoon"). */
  readonly thisPart: RegExp;
  readonly today: string;
}

const frenchNumbers =
  "premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf trente trente-et-un";
const englishOrdinals =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first";
const englishNumbers =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five twenty-six twenty-seven twenty-eight twenty-nine thirty thirty-one";

const frenchFillers =
  "le la les l' de du des d' un une a au pour vers plutot je j'aimerais voudrais veux peux souhaite souhaiterais venir prendre avoir rendez-vous rdv s'il vous te plait svp si possible euh oui ok alors bonjour merci disons serait c'est date bien sera on pourrait etre mon votre la consultation dispo disponible avez-vous qu'est-ce que quelque chose";
const englishFillers =
  "the on for at of to i i'd i'll we would like want come see get have be can could make it an appointment please if possible um uh er maybe perhaps yes ok okay so well let's say hello hi thanks how about what that is it's date anything something available do you which some time sometime";

export const dateWords: Translated<DateWords> = {
  fr: {
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    numbers: numbered([frenchNumbers]),
    dayParts: [
      [/\b(?:(?:en |dans )?(?:fin |milieu |debut )(?:d'|de l'))?(?:dans l')?apres[- ]midi\b/gu, "afternoon"],
      [/\b(?:en |dans la )?(?:fin de )?matin(?:ee)?\b/gu, "morning"],
      [/\b(?:en |dans la )?soir(?:ee)?\b|\ben fin de journee\b/gu, "evening"],
      [/\b(?:a |vers )?midi\b/gu, "afternoon"],
    ],
    fillers: new Set(frenchFillers.split(" ")),
    thisPart: /^(?:ce|cet|cette)$/u,
    today: "aujourd'hui",
  },
  en: {
    weekdays: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    numbers: numbered([englishNumbers, englishOrdinals]),
    dayParts: [
      [/\b(?:early |late |later )?(?:in the )?(?:early |late )?afternoon\b/gu, "afternoon"],
      [/\b(?:early |late )?(?:in the )?morning\b|\bfirst thing\b/gu, "morning"],
      [/\b(?:in the )?evening\b|\bat night\b|\bnight\b/gu, "evening"],
      [/\b(?:at |around )?noon\b|\blunch ?time\b/gu, "afternoon"],
    ],
    fillers: new Set(englishFillers.split(" ")),
    thisPart: /^this$/u,
    today: "today",
  },
};

/** Which language a caller may have slipped into. */
export const otherLanguage: Readonly<Record<Language, Language>> = { fr: "en", en: "fr" };

function numbered(lists: readonly string[]): ReadonlyMap<string, number> {
  return new Map(lists.flatMap((list) => list.split(" ").map((word, index) => [word, index + 1] as const)));
}

/** One date when it is clear, several when a person would ask which, none when a period is meant and not a day. */
export type Candidates = readonly WallDate[];

type Resolve = (match: RegExpExecArray, today: WallDate) => Candidates;

type Rule = readonly [pattern: RegExp, resolve: Resolve];

/** Idioms: eight days are a week in French, fifteen a fortnight. */
const frenchDays: Readonly<Record<number, number>> = { 8: 7, 15: 14 };

const plus =
  (days: number): Resolve =>
  (_, today) => [addDays(today, days)];

const rules: Translated<readonly Rule[]> = {
  fr: frenchRules(weekdayPattern("fr")),
  en: englishRules(weekdayPattern("en")),
};

/**
 * Dates said relative to today, which chrono-node lacks or reads only in part ("après-demain" as "demain"). The text
 * is folded, without fillers, numbers in digits. undefined when it is nothing of the kind.
 */
export function relativeDates(text: string, today: WallDate, language: Language): Candidates | undefined {
  for (const [pattern, resolve] of rules[language]) {
    const match = pattern.exec(text);
    if (match !== null) return resolve(match, today);
  }
  return undefined;
}

function frenchRules(weekday: string): readonly Rule[] {
  return [
    [/^aujourd'hui$/u, plus(0)],
    [/^(?:apres[- ]demain|surlendemain)$/u, plus(2)],
    [/^demain$/u, plus(1)],
    [/^hier$/u, plus(-1)],
    [/^avant[- ]hier$/u, plus(-2)],
    [
      /^(?:demain|aujourd'hui) en (?:8|15)$/u,
      (m, today) => [addDays(today, countIn(m[0]) + (m[0].startsWith("d") ? 1 : 0))],
    ],
    [
      rule(`^${weekday}(?: prochain)? en (?<count>8|15)$`),
      (m, today) => [addDays(upcoming(weekdayIndex(m), today), countIn(m[0]))],
    ],
    [
      rule(
        `^${weekday} (?:semaine prochaine|prochaine semaine)$|^(?:semaine prochaine|prochaine semaine) ${weekday.replace("weekday", "weekday2")}$`,
      ),
      (m, today) => [nextWeek(weekdayIndex(m), today)],
    ],
    [
      rule(`^(?:${weekday} prochain|prochain ${weekday.replace("weekday", "weekday2")})$`),
      (m, today) => nextOne(weekdayIndex(m), today),
    ],
    [
      rule(`^ce ${weekday}(?: qui vient)?$|^${weekday.replace("weekday", "weekday2")} qui vient$`),
      (m, today) => [upcoming(weekdayIndex(m), today)],
    ],
    [rule(`^${weekday}$`), (m, today) => bareWeekday(weekdayIndex(m), today)],
    [/^(?:dans|d'ici) (?<count>\d+) (?<unit>jours?|semaines?|mois)$/u, (m, today) => [later(m, today, frenchDays)]],
    [rule(`^(?:${weekday} )?(?<day>\\d{1,2})(?:er)?$`), (m, today) => dayOfMonth(m, today)],
    [
      /^(?:semaine prochaine|prochaine semaine|cette semaine|mois prochain|ce mois|debut \p{L}+|fin \p{L}+|mi-\p{L}+)$/u,
      () => [],
    ],
    [
      /^(?:ce )?(?:week-?end|week end|fin semaine)(?: prochain)?$/u,
      (_, today) => [upcoming(5, today), upcoming(6, today)],
    ],
  ];
}

function englishRules(weekday: string): readonly Rule[] {
  const second = weekday.replace("weekday", "weekday2");
  return [
    [/^today$/u, plus(0)],
    [/^day after tomorrow$/u, plus(2)],
    [/^tomorrow$/u, plus(1)],
    [/^yesterday$/u, plus(-1)],
    [/^day before yesterday$/u, plus(-2)],
    [
      /^(?<count>\d+) weeks? (?:from )?(?<from>today|tomorrow)$/u,
      (m, today) => [addDays(today, countIn(m[0]) * 7 + (m.groups?.["from"] === "tomorrow" ? 1 : 0))],
    ],
    [
      rule(`^(?<count>\\d+) weeks? (?:from )?(?:next )?${weekday}$`),
      (m, today) => [addDays(upcoming(weekdayIndex(m), today), 7 * countIn(m[0]))],
    ],
    [rule(`^${weekday} week$`), (m, today) => [addDays(upcoming(weekdayIndex(m), today), 7)]],
    [rule(`^${weekday} (?:in )?next week$|^next week ${second}$`), (m, today) => [nextWeek(weekdayIndex(m), today)]],
    [rule(`^next ${weekday}$`), (m, today) => nextOne(weekdayIndex(m), today)],
    [rule(`^(?:this |coming |this coming )${weekday}$`), (m, today) => [upcoming(weekdayIndex(m), today)]],
    [rule(`^${weekday}$`), (m, today) => bareWeekday(weekdayIndex(m), today)],
    [
      /^(?:in )?(?<count>\d+) (?<unit>days?|weeks?|fortnights?|months?)(?: from (?:now|today)| time)?$/u,
      (m, today) => [later(m, today, {})],
    ],
    [rule(`^(?:${weekday} )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: ${second})?$`), (m, today) => dayOfMonth(m, today)],
    [/^(?:(?:next|this) (?:week|month)|(?:in )?(?:early|mid|late|end|beginning)[ -]\p{L}+)$/u, () => []],
    [/^(?:this |next )?week-?end$/u, (_, today) => [upcoming(5, today), upcoming(6, today)]],
  ];
}

const unitDays: Readonly<Record<string, number>> = { jour: 1, semaine: 7, day: 1, week: 7, fortnight: 14 };

function later(match: RegExpExecArray, today: WallDate, idioms: Readonly<Record<number, number>>): WallDate {
  const count = Number(match.groups?.["count"]);
  const unit = (match.groups?.["unit"] ?? "").replace(/s$/u, "");
  const days = unitDays[unit];
  if (days === undefined) return addMonths(today, count);
  return addDays(today, days === 1 ? (idioms[count] ?? count) : count * days);
}

/** The number in an expression that has one; French "en 8" and "en 15" are one and two weeks. */
function countIn(text: string): number {
  const count = Number(/\d+/u.exec(text)?.[0] ?? 0);
  return / en \d+$/u.test(text) ? (frenchDays[count] ?? count) : count;
}

/** The next such weekday (0 is Monday), today included. */
export function upcoming(index: number, today: WallDate): WallDate {
  return addDays(today, (index + 1 - weekdayNumber(today) + 7) % 7);
}

/** Of the week (Monday to Sunday) after this one. */
function nextWeek(index: number, today: WallDate): WallDate {
  return addDays(today, 8 - weekdayNumber(today) + index);
}

/** "Next Friday" said on a Wednesday is this week's or next week's Friday: both, so that it is asked. */
function nextOne(index: number, today: WallDate): Candidates {
  const followingWeek = nextWeek(index, today);
  return index + 1 > weekdayNumber(today) ? [addDays(followingWeek, -7), followingWeek] : [followingWeek];
}

/** A weekday that is today's may mean today or in a week. */
function bareWeekday(index: number, today: WallDate): Candidates {
  const date = upcoming(index, today);
  return date === today ? [today, addDays(today, 7)] : [date];
}

/** The next such day of a month, today included; with a weekday that does not fit it, both readings are asked. */
function dayOfMonth(match: RegExpExecArray, today: WallDate): Candidates {
  const day = (match.groups?.["day"] ?? "").padStart(2, "0");
  const months = [0, 1, 2].map((ahead) => `${addMonths(`${today.slice(0, 7)}-01`, ahead).slice(0, 7)}-${day}`);
  const date = months.find((candidate) => isWallDate(candidate) && candidate >= today);
  if (date === undefined) return [];
  const index = weekdayIndex(match);
  if (index < 0 || weekdayNumber(date) === index + 1) return [date];
  return [date, upcoming(index, today)].toSorted();
}

function weekdayIndex({ groups }: RegExpExecArray): number {
  const name = groups?.["weekday"] ?? groups?.["weekday2"] ?? "";
  return Math.max(...languages.map((language) => dateWords[language].weekdays.indexOf(name)));
}

function weekdayPattern(language: Language): string {
  return `(?<weekday>${dateWords[language].weekdays.join("|")})`;
}

function rule(source: string): RegExp {
  return new RegExp(source, "u");
}

const chrono = { fr: french, en: english } as const;

/** A date without a year that was so many days ago is a slip; longer ago, next year's is meant. */
const slipDays = 183;

/**
 * Dates of the calendar as chrono-node reads them ("mardi 10 mars", "March 3rd 2026", "10/03"). It must have read the
 * whole text; undefined when it has not.
 */
export function calendarDates(text: string, today: WallDate, language: Language): Candidates | undefined {
  const results = chrono[language].parse(
    text,
    { instant: new Date(`${today}T12:00:00Z`), timezone: 0 },
    { forwardDate: true },
  );
  const [first, ...others] = results;
  if (first === undefined) return undefined;
  // Typed as optional, but chrono-node writes null for a date that is no range.
  if (others.length > 0 || (first.end ?? null) !== null) return severalDates(results, today);
  if (first.text !== text.replace(/^in /u, "")) return undefined;
  return slashDates(text, today, language) ?? datesOf(first, today);
}

function severalDates(results: readonly ParsedResult[], today: WallDate): Candidates {
  const dates = results.flatMap((result) => datesOf(result, today));
  return dates.length > 1 ? [...new Set(dates)].toSorted() : [];
}

function datesOf({ start }: ParsedResult, today: WallDate): Candidates {
  if (!start.isCertain("day") && !start.isCertain("weekday")) return [];
  if ([...start.tags()].some((tag) => tag.includes("EndOfPeriod"))) return [];
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  if (year === null || month === null || day === null) return [];
  const hasYear = start.isCertain("year") || !start.isCertain("month");
  const date = hasYear ? written(year, month, day) : inComingYear({ month, day }, today);
  const weekday = start.isCertain("weekday") ? start.get("weekday") : null;
  if (weekday === null || weekdayNumber(date) % 7 === weekday) return [date];
  return [date, upcoming((weekday + 6) % 7, today)].toSorted();
}

/** "03/04" is the third of April in French; in English it may be either, so both are asked about. */
function slashDates(text: string, today: WallDate, language: Language): Candidates | undefined {
  const [, first = "", second = "", year] = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?$/u.exec(text) ?? [];
  if (language === "fr" || first === second || Number(first) > 12 || Number(second) > 12 || first === "") {
    return undefined;
  }
  return [
    [Number(first), Number(second)],
    [Number(second), Number(first)],
  ]
    .map(([month = 0, day = 0]) =>
      year === undefined ? inComingYear({ month, day }, today) : written(Number(year), month, day),
    )
    .toSorted();
}

function inComingYear({ month, day }: { readonly month: number; readonly day: number }, today: WallDate): WallDate {
  const year = Number(today.slice(0, 4));
  const years = [year, year + 1, year + 2, year + 3, year + 4].map((each) => written(each, month, day));
  const coming = years.find((date) => isWallDate(date) && daysBetween(date, today) <= slipDays);
  return coming ?? written(year, month, day);
}

function written(year: number, month: number, day: number): WallDate {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

const clockTime =
  /(?:\b(?:at|around|about|by|a|vers) )?\b(?<hour>\d{1,2})(?:(?: ?h ?| heures? ?|:)(?<minute>\d{2})?)?(?: ?(?<half>a\.?m\b\.?|p\.?m\b\.?|o'clock))?/gu;

/** Takes the part of day out of folded text: words for it ("matin", "tonight") or a time of day ("à 14 h", "3 pm"). */
export function takeDayPart(
  text: string,
  language: Language,
): { readonly rest: string; readonly dayPart: DayPart | null } {
  const { dayParts, thisPart, today } = dateWords[language];
  let rest = text.replaceAll(/\btonight\b/gu, "today evening");
  let dayPart: DayPart | null = null;
  for (const [pattern, part] of dayParts) {
    const without = rest.replaceAll(pattern, " ");
    if (without !== rest) dayPart = part;
    rest = without;
  }
  rest = rest.replaceAll(clockTime, (whole, ...captures: readonly unknown[]) => {
    const part = partOfTime(captures.at(-1), whole);
    if (part === undefined) return whole;
    dayPart ??= part;
    return " ";
  });
  rest = rest.replaceAll(/\s+/gu, " ").trim();
  return { rest: thisPart.test(rest) && dayPart !== null ? today : rest, dayPart };
}

function partOfTime(groups: unknown, whole: string): DayPart | undefined {
  if (typeof groups !== "object" || groups === null) return undefined;
  const { hour, minute, half }: { hour?: unknown; minute?: unknown; half?: unknown } = groups;
  const isTime = half !== undefined || minute !== undefined || /\d ?h\b|heure/u.test(whole);
  if (!isTime) return undefined;
  const isAfternoonHalf = typeof half === "string" && half.startsWith("p") && Number(hour) < 12;
  return partOfHour(Number(hour) + (isAfternoonHalf ? 12 : 0));
}

function partOfHour(hour: number): DayPart | undefined {
  if (hour > 24) return undefined;
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}
