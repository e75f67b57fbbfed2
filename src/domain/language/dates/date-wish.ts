import { type DayPart, type WallDate, addDays, dayParts } from "../../time/wall-date.ts";
import { minutesPerDay } from "../../time/wall-time.ts";
import type { SaidClock } from "./clock-times.ts";
import { type DateItem, type Mention, dayMention } from "./date-mention.ts";

/** When the caller would like to come: one day, or a period with exclusions. */
export interface DateWish {
  readonly first: WallDate;
  /** Equal to `first` if one day is meant. */
  readonly last: WallDate;
  /** ISO numbers of the suitable weekdays; null: all. */
  readonly weekdays: readonly number[] | null;
  /** Days that do not suit. */
  readonly without: readonly WallDate[];
  readonly isEarliest: boolean;
  readonly hours: WishedHours;
}

/** The time of day, as far as it was said. */
export interface WishedHours {
  readonly dayPart: DayPart | null;
  /** From minute (included) to minute (excluded) of the day. */
  readonly minutes: readonly [number, number] | null;
  readonly clock: SaidClock | null;
}

export const anyHour: WishedHours = { dayPart: null, minutes: null, clock: null };

export type SpanMention = Extract<Mention, { kind: "span" }>;

export type DayMention = Extract<Mention, { kind: "day" }>;

/** What a sentence wants, after corrections and exclusions. */
export interface Sorted {
  readonly days: readonly DayMention[];
  readonly spans: readonly SpanMention[];
  readonly excluded: readonly (DayMention | SpanMention)[];
  readonly hours: WishedHours;
  /** "plutôt vers dix heures": one hour, and nothing else. */
  readonly isHourAlone: boolean;
}

interface Walk {
  wanted: Mention[];
  excluded: Mention[];
  isNot: boolean;
  isAside: boolean;
  isCorrected: boolean;
  /** "mardi, non, mardi j'ai une réunion": the withdrawn day is named again, and counts unless another follows. */
  isDoubted: boolean;
  /** "plutôt mardi": a later "que lundi" then names what does not suit. */
  isPreference: boolean;
  /** Mentions since the last comma or conjunction. */
  inClause: Mention[];
}

/** A choice keeps every day, a correction only the last, an exclusion all but the named ones. */
export function sortItems(items: readonly DateItem[]): Sorted {
  const walk: Walk = {
    wanted: [],
    excluded: [],
    isNot: false,
    isAside: false,
    isCorrected: false,
    isDoubted: false,
    isPreference: false,
    inClause: [],
  };
  for (const item of items) {
    if (item.kind === "mention") takeMention(item.mention, walk);
    else if (item.kind === "token") takeToken(item.token, walk);
  }
  endClause(walk);
  const isMove = items.some((item) => item.kind === "token" && item.token === "move");
  const excluded = walk.excluded.filter((mention) => mention.kind !== "aside");
  const all = walk.wanted
    .filter(isDayMention)
    .filter((day) => !excluded.some((other) => isDayMention(other) && sameDays(other, day)));
  const denied = new Set(
    excluded.flatMap((mention) => (isDayMention(mention) ? mention.weekday : mention.weekdays) ?? []),
  );
  return {
    days: isMove ? all.slice(-1) : distinct(all),
    spans: walk.wanted
      .filter((mention) => mention.kind === "span")
      .filter(({ weekdays }) => !namesOnly(weekdays, denied)),
    excluded: excluded,
    hours: hoursIn(items),
    isHourAlone: isHourAlone(items),
  };
}

/** Next to unknown words or other numbers, an hour may be part of an address, an age or a telephone number. */
function isHourAlone(items: readonly DateItem[]): boolean {
  const others = items.filter(({ kind }) => kind !== "clock");
  return others.length + 1 === items.length && others.every((_, at) => namesNothing(tokenAt(others, at)));
}

function namesNothing(token: string): boolean {
  return goesWithHour.has(token) || token.startsWith("Q");
}

const goesWithHour: ReadonlySet<string> = new Set([",", "at", "around", "correct"]);

/** "any day but Monday, Mondays are crazy" says why, and asks for no Monday. */
function namesOnly(weekdays: readonly number[] | null, denied: ReadonlySet<number>): boolean {
  return weekdays !== null && weekdays.every((weekday) => denied.has(weekday));
}

function takeMention(mention: Mention, walk: Walk): void {
  if (mention.kind === "aside") return;
  if (walk.isAside) {
    walk.isAside = false;
    return;
  }
  if (walk.isNot) {
    walk.excluded.push(mention);
    walk.inClause.push(mention);
    return;
  }
  const isAgain = walk.isCorrected && isSameDay(mention, walk.wanted.at(-1));
  if (walk.isCorrected || walk.isDoubted) walk.wanted = [];
  walk.isCorrected = false;
  walk.isDoubted = isAgain;
  walk.wanted.push(mention);
  walk.inClause.push(mention);
}

function takeToken(token: string, walk: Walk): void {
  if (token === "not") {
    if (walk.isNot) endClause(walk);
    walk.isNot = true;
  } else if (token === "notthis") walk.isNot = true;
  else if (token === "bg") walk.isAside = true;
  else if (token === "than") walk.isNot = walk.isPreference && walk.inClause.length > 0;
  else if (token === "correct") {
    endClause(walk);
    walk.isPreference = true;
    walk.isCorrected = walk.wanted.length > 0;
  } else if (token === "," || token === "contrast") endClause(walk);
  else if (token === "other" || token === "following") takeOther(walk);
}

/** "pas la semaine prochaine, la suivante", "not this Monday, the one after". */
function takeOther(walk: Walk): void {
  const last = walk.excluded.at(-1);
  if (last === undefined || walk.wanted.length > 0) return;
  walk.excluded = walk.excluded.slice(0, -1);
  walk.isNot = false;
  walk.wanted.push(aWeekLater(last));
}

function aWeekLater(mention: Mention): Mention {
  if (mention.kind === "day") return dayMention(...mention.dates.map((date) => addDays(date, 7)));
  if (mention.kind === "aside") return mention;
  return { ...mention, first: addDays(mention.began ?? mention.first, 7), last: addDays(mention.last, 7) };
}

/** "Monday doesn't work": also excludes a day that is denied after it was said. */
function endClause(walk: Walk): void {
  const last = walk.inClause.at(-1);
  const deniesLast = walk.isNot && last !== undefined && !walk.excluded.includes(last);
  if (deniesLast) {
    walk.wanted = walk.wanted.filter((mention) => mention !== last);
    walk.excluded.push(last);
  }
  walk.isNot = false;
  walk.isAside = false;
  walk.inClause = [];
}

function isDayMention(mention: Mention): mention is DayMention {
  return mention.kind === "day";
}

function isSameDay(mention: Mention, other: Mention | undefined): boolean {
  return isDayMention(mention) && other !== undefined && isDayMention(other) && sameDays(mention, other);
}

function sameDays(left: DayMention, right: DayMention): boolean {
  return left.dates.join() === right.dates.join();
}

/** "vendredi prochain, le 26": the date decides which Friday. */
function distinct(days: readonly DayMention[]): readonly DayMention[] {
  const isSaidExactly = ({ dates }: DayMention): boolean =>
    dates.length > 1 &&
    days.some((other) => other.dates.length === 1 && other.dates.every((date) => dates.includes(date)));
  return days.filter((day, index) => !isSaidExactly(day) && days.findIndex((other) => sameDays(other, day)) === index);
}

const partOfToken: Readonly<Record<string, DayPart>> = { m: "morning", a: "afternoon", e: "evening" };

const edgeMinutes: Readonly<Record<string, readonly [number, number]>> = {
  "Qm<": [0, 600],
  "Qm>": [630, 735],
  "Qa<": [720, 900],
  "Qa>": [930, 1140],
  Ql: [690, 840],
};

/** The part of the day, unless several were said and any will do; and the hours that limit the wish. */
export function hoursIn(items: readonly DateItem[]): WishedHours {
  let hours: WishedHours = anyHour;
  for (const [index, item] of items.entries()) {
    if (item.kind === "clock") hours = withClock(hours, item.clock, { items, index });
  }
  return withParts(hours, partsIn(items));
}

interface SaidParts {
  readonly wanted: readonly string[];
  readonly denied: readonly string[];
}

function partsIn(items: readonly DateItem[]): SaidParts {
  const wanted = new Set<string>();
  const denied = new Set<string>();
  for (const [index, item] of items.entries()) {
    const part = partAt(items, index, item);
    if (part === undefined) continue;
    const op = tokenAt(items, index - 1);
    const isDenied = deniesBefore(items, index);
    // Of "demain matin je peux pas", the day is denied.
    if (isDenied && items[index - 1]?.kind === "mention") continue;
    (op === "not" || op === "after" || isDenied ? denied : wanted).add(part);
  }
  // "lundi matin à la première heure": the narrower part counts.
  const isWhole = (part: string): boolean => part.length === 2 && (wanted.has(`${part}<`) || wanted.has(`${part}>`));
  return { wanted: [...wanted].filter((part) => !isWhole(part)), denied: [...denied] };
}

/** "Le matin je peux pas, l'après-midi": a clause that ends with its denial denies the part of the day before it. */
function deniesBefore(items: readonly DateItem[], index: number): boolean {
  const rest = items.slice(index + 1);
  const end = rest.findIndex((item) => item.kind === "token" && endsClauses.has(item.token));
  const clause = end < 0 ? rest : rest.slice(0, end);
  const denial = clause.findLastIndex((item) => item.kind === "token" && item.token === "not");
  return denial >= 0 && clause.slice(denial + 1).every((item) => item.kind === "token" && !item.token.startsWith("Q"));
}

const endsClauses: ReadonlySet<string> = new Set([",", "contrast", "correct"]);

/** "Saturday AM": directly after a day, it is a part of the day without an hour. */
function partAt(items: readonly DateItem[], index: number, item: DateItem): string | undefined {
  if (item.kind !== "token") return undefined;
  if (item.token.startsWith("Q")) return item.token;
  return items[index - 1]?.kind === "mention" ? halves[item.token] : undefined;
}

const halves: Readonly<Record<string, string>> = { am: "Qm", pm: "Qa" };

function withParts(hours: WishedHours, { wanted: [wanted, ...others], denied: [denied] }: SaidParts): WishedHours {
  if (wanted !== undefined && others.length === 0) {
    const dayPart = partOfToken[wanted[1] ?? ""] ?? null;
    return { ...hours, dayPart, minutes: hours.minutes ?? edgeMinutes[wanted] ?? null };
  }
  const isDenied = wanted === undefined && denied !== undefined && hours.minutes === null;
  return isDenied ? { ...hours, minutes: allBut(denied) } : hours;
}

/** "pas le matin". */
function allBut(token: string): readonly [number, number] {
  return token.startsWith("Qm") ? [720, minutesPerDay] : [0, token.startsWith("Qe") ? 1020 : 720];
}

interface ClockPlace {
  readonly items: readonly DateItem[];
  readonly index: number;
}

const opensRange: ReadonlySet<string> = new Set(["between", "from"]);

const joinsRange: ReadonlySet<string> = new Set(["and", "to", "plus"]);

/** "de 14 h à 16 h", "2 to 4": between two times, these alone make a range. */
const spansRange: ReadonlySet<string> = new Set(["at", "to"]);

function withClock(hours: WishedHours, clock: SaidClock, { items, index }: ClockPlace): WishedHours {
  const minute = inWorkingDay(clock);
  const op = boundBefore(items, index);
  const [from, to] = hours.minutes ?? [0, minutesPerDay];
  if (op === "after" || op === "onwards" || (op === "from" && !isStart(items, index))) {
    return { ...hours, minutes: [minute, to] };
  }
  if (op === "before" || op === "by") return { ...hours, minutes: [from, minute] };
  const end = endOfRange(items, index, opensRange.has(op) ? joinsRange : spansRange);
  if (end !== undefined) return { ...hours, minutes: [minute, inWorkingDay(end)] };
  if (isEndOfRange(items, index)) return hours;
  const bounded = boundAfter(tokenAt(items, index + 1), minute);
  if (bounded !== undefined) return { ...hours, minutes: bounded };
  return { ...hours, clock, dayPart: partOfMinute(minute) };
}

/** The token before a time; of "after I pick up the kids at three" the one that bounds it. */
export function boundBefore(items: readonly DateItem[], index: number): string {
  const before = tokenAt(items, index - 1);
  if (before !== "at" && before !== "around") return before;
  const bound = items.slice(0, index - 1).findLastIndex((_, at) => !doings.has(tokenAt(items, at)));
  const op = tokenAt(items, bound);
  const isDoing = bound < index - 2 && (op === "after" || op === "before");
  return isDoing ? op : before;
}

/** What is done at a time: unknown words, and people. */
const doings: ReadonlySet<string> = new Set(["?", "people", "the"]);

/** "5 or later", "17 h au plus tard". */
function boundAfter(op: string, minute: number): readonly [number, number] | undefined {
  if (op === "onwards") return [minute, minutesPerDay];
  return op === "by" ? [0, minute] : undefined;
}

/** The end of a range such as "entre 9 h et 11 h". */
function endOfRange(items: readonly DateItem[], index: number, joins: ReadonlySet<string>): SaidClock | undefined {
  const end = items[index + 2];
  return joins.has(tokenAt(items, index + 1)) && end?.kind === "clock" ? end.clock : undefined;
}

/** Whether a range such as "from 2 to 4" starts here. */
function isStart(items: readonly DateItem[], index: number): boolean {
  return endOfRange(items, index, joinsRange) !== undefined;
}

function isEndOfRange(items: readonly DateItem[], index: number): boolean {
  if (items[index - 2]?.kind !== "clock") return false;
  const joint = tokenAt(items, index - 1);
  return spansRange.has(joint) || (joinsRange.has(joint) && opensRange.has(tokenAt(items, index - 3)));
}

function tokenAt(items: readonly DateItem[], index: number): string {
  const item = items[index];
  return item?.kind === "token" ? item.token : "";
}

/** Twelve-hour times are taken within the working day: from 7 in the morning to 6:59 in the evening. */
export function inWorkingDay({ minutes }: SaidClock): number {
  return inWorkingMinutes(minutes);
}

export function inWorkingMinutes(minutes: readonly number[]): number {
  return minutes.find((minute) => minute >= 420 && minute < 1140) ?? minutes[0] ?? 0;
}

function partOfMinute(minute: number): DayPart | null {
  const index = minute < 720 ? 0 : minute < 1080 ? 1 : 2;
  return dayParts[index] ?? null;
}
