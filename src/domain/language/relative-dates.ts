import type { WallDate } from "../time/wall-date.ts";
import { addDays, addMonths, isWallDate, weekdayNumber } from "../time/wall-date.ts";
import { dateWords } from "./date-words.ts";
import type { Language, Translated } from "./language.ts";
import { languages } from "./language.ts";

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
