import { type WallDate, addDays, datesFrom, daysBetween, weekdayNumber } from "../../time/wall-date.ts";
import { addMonths } from "../../time/zoned-time.ts";
import {
  type DateFacts,
  type DateItem,
  type Mention,
  dayMention,
  mentionOf,
  spanMention,
  tokenOf,
} from "./date-mention.ts";
import { openDays } from "./date-spans.ts";
import { upcoming, weekdayOfWeek } from "./relative-dates.ts";

/** Days expressed through other days: "the day after Christmas", "avant vendredi", "du 5 au 10 décembre". */
export function related(items: readonly DateItem[], facts: DateFacts): readonly DateItem[] {
  const meaningful = items.filter((item) => item.kind !== "token" || item.token !== "the");
  const isMove = meaningful.some((item) => item.kind === "token" && item.token === "move");
  const result: DateItem[] = [];
  for (let index = 0; index < meaningful.length;) {
    const relation = relationAt(meaningful.slice(index, index + 5), { facts, isMove, before: result });
    const item = meaningful[index];
    if (relation !== undefined) {
      result.splice(result.length - (relation.consumed ?? 0));
      result.push({ kind: "mention", mention: relation.mention });
      index += relation.length;
    } else {
      if (item !== undefined) result.push(item);
      index += 1;
    }
  }
  return withWeekdays(result);
}

/** "after Christmas, before New Year's": both bounds hold. undefined: they are not the two bounds of one period. */
function bothBounds(
  op: Bound,
  mention: Extract<Mention, { kind: "span" }>,
  before: readonly DateItem[],
): Relation | undefined {
  const joint = before.findLastIndex((item) => item.kind !== "token" || !joinsBounds.has(item.token));
  const other = mentionOf(before[joint]);
  if (other?.kind !== "span" || other.bound === undefined || other.bound === sideOf(op)) return undefined;
  const [first, last] = [
    sideOf(op) === "from" ? mention.first : other.first,
    sideOf(op) === "from" ? other.last : mention.last,
  ];
  return last < first ? undefined : { mention: spanMention(first, last), length: 2, consumed: before.length - joint };
}

const joinsBounds: ReadonlySet<string> = new Set([",", "contrast", "and"]);

function sideOf(op: Bound): "from" | "to" {
  return op === "after" || op === "onwards" ? "from" : "to";
}

function withWeekdays(items: readonly DateItem[]): readonly DateItem[] {
  const result: DateItem[] = [];
  for (let index = 0; index < items.length;) {
    const item = items[index];
    const relation = weekdayIn(items.slice(index, index + 3));
    if (relation !== undefined) result.push({ kind: "mention", mention: relation.mention });
    else if (item !== undefined) result.push(item);
    index += relation?.length ?? 1;
  }
  return result;
}

interface Relation {
  readonly mention: Mention;
  readonly length: number;
  /** How many of the preceding items belong to it. */
  readonly consumed?: number;
}

interface Surrounding {
  readonly facts: DateFacts;
  /** An appointment is being moved, so "from Monday to Tuesday" is not a period. */
  readonly isMove: boolean;
  readonly before: readonly DateItem[];
}

function relationAt(items: readonly DateItem[], around: Surrounding): Relation | undefined {
  const [first, second, third] = items;
  const op = tokenOf(first);
  const right = mentionOf(second);
  if (op === undefined) return rangeFrom(items, around);
  if (op === "eve" || op === "dayafter") return besideDay(op, items, around);
  if (op === "Uw") return weekOf(right ?? mentionAfterFrom(second, third), items, around);
  if (op === "between" || op === "from") return rangeBetween(items, around);
  if (!isBound(op) || second?.kind === "clock") return undefined;
  return right === undefined ? boundOfLast(op, second, around) : boundedRelation(op, right, around);
}

/** "la veille de Noël", "l'avant-veille de Noël", "le lendemain". */
function besideDay(
  op: "eve" | "dayafter",
  [, second, third]: readonly DateItem[],
  { before, facts }: Surrounding,
): Relation | undefined {
  const isTwice = tokenOf(second) === op;
  const day = mentionOf(isTwice ? third : second);
  const days = (op === "eve" ? -1 : 1) * (isTwice ? 2 : 1);
  if (isDay(day)) return { mention: daysBeside(day, days, facts.today), length: isTwice ? 3 : 2 };
  const last = op === "eve" ? undefined : before.map(mentionOf).findLast(isDay);
  return last === undefined ? undefined : { mention: moved(last, 1), length: 1 };
}

/** "The day after Christmas" may be said once Christmas is over. */
function daysBeside(day: Extract<Mention, { kind: "day" }>, days: number, today: WallDate): Mention {
  const near = day.justPast === undefined ? undefined : addDays(day.justPast, days);
  return near !== undefined && near >= today ? dayMention(near) : moved(day, days);
}

type Bound = "after" | "before" | "by" | "onwards";

function isBound(op: string): op is Bound {
  return op === "after" || op === "before" || op === "by" || op === "onwards";
}

/** "lundi au plus tard", "Monday onwards". */
function boundOfLast(op: Bound, after: DateItem | undefined, { before, facts }: Surrounding): Relation | undefined {
  const isApart = tokenOf(before.at(-1)) === ",";
  const consumed = isApart ? 2 : 1;
  const last = mentionOf(before.at(-consumed));
  // "I leave on Friday, so before": only if nothing follows.
  const isLoose = (op === "before" || op === "after") && after === undefined && isDay(last);
  if (last === undefined || !(isLoose || (!isApart && (op === "by" || op === "onwards")))) return undefined;
  const bounded = boundedBy(op, last, facts.today);
  return bounded === undefined ? undefined : { ...bounded, length: 1, consumed };
}

function mentionAfterFrom(from: DateItem | undefined, day: DateItem | undefined): Mention | undefined {
  return tokenOf(from) === "from" ? mentionOf(day) : undefined;
}

function boundedRelation(op: Bound, right: Mention, around: Surrounding): Relation | undefined {
  const isCounted = (op === "after" || op === "before") && around.before.length > 0;
  const counted = isCounted ? countedFrom(op, right, around) : undefined;
  const bounded = counted ?? boundedBy(op, right, around.facts.today);
  if (counted !== undefined || bounded?.mention.kind !== "span") return bounded;
  return bothBounds(op, bounded.mention, around.before) ?? bounded;
}

/** "lundi au mercredi", "de mardi à jeudi". */
function rangeFrom([left, to, right]: readonly DateItem[], { isMove, facts }: Surrounding): Relation | undefined {
  const first = mentionOf(left);
  const isJoined = tokenOf(to) === "to" || tokenOf(to) === "at";
  return isDay(first) && isJoined && !isMove
    ? rangeOf(first, mentionOf(right), { today: facts.today, length: 3 })
    : undefined;
}

/** "lundi de la semaine du 14", "the Wednesday of the first week in May": the period decides which one. */
function weekdayIn([left, middle, right]: readonly DateItem[]): Relation | undefined {
  const weekday = weekdayOf(mentionOf(left));
  const isJoined = tokenOf(middle) === "from" || tokenOf(middle) === "in";
  const span = mentionOf(isJoined ? right : middle);
  const days = span?.kind === "span" && daysBetween(span.first, span.last) < 7 ? datesFrom(span.first, span.last) : [];
  const [day, ...others] = days.filter((date) => weekdayNumber(date) === weekday);
  return day === undefined || others.length > 0 ? undefined : { mention: dayMention(day), length: isJoined ? 3 : 2 };
}

/** "entre lundi et mercredi", "from Monday to Wednesday". */
function rangeBetween(
  [op, left, joins, right]: readonly DateItem[],
  { isMove, facts }: Surrounding,
): Relation | undefined {
  const joint = tokenOf(op) === "between" ? "and" : "to";
  const isRange = tokenOf(joins) === joint && !(joint === "to" && isMove);
  return isRange ? rangeOf(mentionOf(left), mentionOf(right), { today: facts.today, length: 4 }) : undefined;
}

/** "two days after Christmas", "the Monday after Easter", "the week before Christmas". */
function countedFrom(op: "after" | "before", right: Mention, { before, facts }: Surrounding): Relation | undefined {
  const sign = op === "after" ? 1 : -1;
  const day = right.kind === "day" ? right : undefined;
  const last = before.at(-1);
  const near = day?.justPast === undefined ? undefined : countedFromDate(day.justPast, sign, { before, facts });
  if (near !== undefined && (edgesOf(near.mention)[0] ?? "") >= facts.today) return near;
  const [date] = edgesOf(day);
  if (date !== undefined && tokenOf(last) === "close") return daysClose(date, sign, facts.today);
  return date === undefined || last === undefined ? undefined : countedFromDate(date, sign, { before, facts });
}

/** "right after Easter", "a few days before Christmas". */
function daysClose(date: WallDate, sign: number, today: WallDate): Relation {
  const [first, last] =
    sign > 0 ? [addDays(date, 1), addDays(date, closeDays)] : [addDays(date, -closeDays), addDays(date, -1)];
  return { mention: spanMention(first < today && today <= last ? today : first, last), length: 2, consumed: 1 };
}

const closeDays = 5;

function countedFromDate(
  date: WallDate,
  sign: number,
  { before, facts }: Pick<Surrounding, "before" | "facts">,
): Relation | undefined {
  const last = before.at(-1);
  const weekday = weekdayOf(mentionOf(last));
  if (weekday !== undefined) {
    const from = addDays(date, sign > 0 ? 1 : -7);
    return { mention: dayMention(upcoming(weekday, from)), length: 2, consumed: 1 };
  }
  const unit = unitOf(tokenOf(last));
  const count = countOf(tokenOf(before.at(-2)));
  if (unit === "w" && count === undefined) return { ...week(date, sign, facts.today), length: 2, consumed: 1 };
  if (unit === undefined || count === undefined) return undefined;
  return { mention: dayMention(shifted(date, sign * count, unit)), length: 2, consumed: 2 };
}

function weekdayOf(mention: Mention | undefined): number | undefined {
  return mention?.kind === "day" ? mention.weekday : undefined;
}

function shifted(date: WallDate, count: number, unit: string): WallDate {
  const days = { d: 1, w: 7, f: 14 }[unit];
  return days === undefined ? addMonths(date, count) : addDays(date, count * days);
}

function unitOf(token: string | undefined): string | undefined {
  return /^U([dwfm])$/u.exec(token ?? "")?.[1];
}

function countOf(token: string | undefined): number | undefined {
  if (token === "A") return 1;
  const digits = /^N(\d{1,3})$/u.exec(token ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function week(date: WallDate, weeks: number, today: WallDate): { readonly mention: Mention } {
  const first = weekdayOfWeek(1, date, weeks);
  return { mention: spanMention(first < today ? today : first, addDays(first, 6)) };
}

/** "the week of the 7th". */
function weekOf(
  mention: Mention | undefined,
  items: readonly DateItem[],
  { facts }: Surrounding,
): Relation | undefined {
  const [date] = mention?.kind === "day" ? mention.dates : [];
  if (date === undefined) return undefined;
  return { ...week(date, 0, facts.today), length: mentionOf(items[1]) === undefined ? 3 : 2 };
}

const afterDays = 14;

function boundedBy(op: Bound, mention: Mention, today: WallDate): Relation | undefined {
  const [first, last] = edgesOf(mention);
  if (first === undefined || last === undefined) return undefined;
  const spans = {
    after: spanMention(addDays(last, 1), addDays(last, afterDays)),
    onwards: spanMention(first, addDays(first, openDays)),
    before: spanMention(today, addDays(first, -1)),
    by: spanMention(today, last),
  };
  const span = spans[op];
  if (span.kind === "span" && span.last < span.first) return undefined;
  return { mention: span.kind === "span" ? { ...span, bound: sideOf(op) } : span, length: 2 };
}

function rangeOf(
  left: Mention | undefined,
  right: Mention | undefined,
  { today, length }: { readonly today: WallDate; readonly length: number },
): Relation | undefined {
  const [first] = edgesOf(left);
  const [, last] = edgesOf(right);
  if (first === undefined || last === undefined) return undefined;
  if (first <= last) return { mention: spanMention(first, last), length };
  return weekdayRange(weekdayOf(left), weekdayOf(right), { today, length });
}

/** "du lundi au vendredi", said on a Thursday: Monday to Friday of any week. */
function weekdayRange(
  from: number | undefined,
  to: number | undefined,
  { today, length }: { readonly today: WallDate; readonly length: number },
): Relation | undefined {
  if (from === undefined || to === undefined || to < from) return undefined;
  const weekdays = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return { mention: spanMention(today, addDays(today, openDays), weekdays), length };
}

function edgesOf(mention: Mention | undefined): readonly (WallDate | undefined)[] {
  if (mention?.kind === "day") return [mention.dates[0], mention.dates.at(-1)];
  return mention?.kind === "span" ? [mention.first, mention.last] : [];
}

function moved(mention: Extract<Mention, { kind: "day" }>, days: number): Mention {
  return dayMention(...mention.dates.map((date) => addDays(date, days)));
}

function isDay(mention: Mention | undefined): mention is Extract<Mention, { kind: "day" }> {
  return mention?.kind === "day";
}
