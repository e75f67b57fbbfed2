import { type WallDate, addDays, addMonths } from "../time/wall-date.ts";
import { type SaidClock, clockAt } from "./clock-times.ts";
import { type DateFacts, type DateRule, type Mention, dayMention, spanMention } from "./date-mention.ts";
import { openDays, spanRules, spanRulesOfWholeText } from "./date-spans.ts";
import {
  calendarRules,
  calendarRulesOfWholeText,
  relativeRules,
  relativeRulesOfWholeText,
  upcoming,
  weekdayOfWeek,
} from "./parse-date.ts";

/** What stands in a sentence, one after the other: days and periods, times, and the tokens that are neither. */
export type DateItem =
  | { readonly kind: "mention"; readonly mention: Mention }
  | { readonly kind: "clock"; readonly clock: SaidClock }
  | { readonly kind: "token"; readonly token: string };

const rules = [...calendarRules, ...relativeRules, ...spanRules];
/** "My knee has hurt for two weeks", "two kids": a number is a date only where nothing else is said. */
const sentenceRules = [...rules, ...spanRulesOfWholeText];
const wholeTextRules = [...sentenceRules, ...calendarRulesOfWholeText, ...relativeRulesOfWholeText];

export function dateItems(tokens: readonly string[], facts: DateFacts): readonly DateItem[] {
  const read = tokens.filter((token) => token !== "," && token !== "?");
  const among = tokens.includes("?") ? sentenceRules : wholeTextRules;
  const whole = mentionAt(read.join(" "), 0, { among, facts });
  if (whole !== undefined && whole.length === read.length) return [{ kind: "mention", mention: whole.mention }];
  return related(
    foundItems(tokens, facts).map(({ item }) => item),
    facts,
  );
}

/** The stretches of tokens that name a day, and whether a time is named: what a sentence is about, whatever it wants. */
export function namedIn(
  tokens: readonly string[],
  facts: DateFacts,
): { readonly days: readonly (readonly [number, number])[]; readonly hasTime: boolean } {
  const days: [number, number][] = [];
  let index = 0;
  let hasTime = false;
  for (const { item, length } of foundItems(tokens, facts)) {
    if (item.kind === "mention" && item.mention.kind === "day") days.push([index, index + length]);
    hasTime ||= item.kind === "clock";
    index += length;
  }
  return { days, hasTime };
}

interface FoundItem {
  readonly item: DateItem;
  /** In tokens. */
  readonly length: number;
}

function foundItems(tokens: readonly string[], facts: DateFacts): readonly FoundItem[] {
  const joined = tokens.join(" ");
  const items: FoundItem[] = [];
  for (let [index, at] = [0, 0]; index < tokens.length;) {
    const token = tokens[index] ?? "";
    const mention = mentionAt(joined, at, { among: rules, facts });
    const clock = clockAt(joined, at);
    const isClock = clock !== undefined && clock.length >= (mention?.length ?? 0) && saysTime(clock, tokens, index);
    const length = isClock ? clock.length : (mention?.length ?? 1);
    if (isClock) items.push({ item: { kind: "clock", clock }, length });
    else if (mention === undefined) items.push({ item: { kind: "token", token }, length });
    else items.push({ item: { kind: "mention", mention: mention.mention }, length });
    at += tokens.slice(index, index + length).join(" ").length + 1;
    index += length;
  }
  return items;
}

const timeCues: ReadonlySet<string> = new Set(["at", "around", "after", "before", "between", "onwards"]);
const opensHours: ReadonlySet<string> = new Set(["between", "from"]);
const joinsHours: ReadonlySet<string> = new Set(["and", "to", "plus"]);

/** A bare number is a time only where something says so: "at 3", "after 5", "neuf trente". */
function saysTime(clock: SaidClock & { readonly length: number }, tokens: readonly string[], index: number): boolean {
  const before = tokens[index - 1] ?? "";
  if (clock.isTime || isInRange(clock.length, tokens, index)) return true;
  return timeCues.has(before) || (clock.length > 1 && before !== "the" && !before.startsWith("M"));
}

/** "from 2 to 4", "between 2 and 4", "5 onwards". */
function isInRange(length: number, tokens: readonly string[], index: number): boolean {
  const [opening, joint, after] = [tokens[index - 3], tokens[index - 1], tokens[index + length]].map(
    (each) => each ?? "",
  );
  if (after === "onwards" || (joint === "from" && after === "to")) return true;
  return joinsHours.has(joint ?? "") && opensHours.has(opening ?? "");
}

function mentionAt(
  joined: string,
  at: number,
  { among, facts }: { readonly among: readonly DateRule[]; readonly facts: DateFacts },
): { readonly mention: Mention; readonly length: number } | undefined {
  let best: { readonly mention: Mention; readonly length: number } | undefined;
  for (const [pattern, read] of among) {
    pattern.lastIndex = at;
    const match = pattern.exec(joined);
    if (match === null) continue;
    const length = match[0].split(" ").length;
    if (length <= (best?.length ?? 0)) continue;
    const mention = read(match.groups ?? {}, facts);
    if (mention !== undefined) best = { mention, length };
  }
  return best;
}

/** Days said by other days: "the day after Christmas", "avant vendredi", "du 5 au 10 décembre". */
function related(items: readonly DateItem[], facts: DateFacts): readonly DateItem[] {
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
  return result;
}

interface Relation {
  readonly mention: Mention;
  readonly length: number;
  /** How many of the items before belong to it. */
  readonly consumed?: number;
}

interface Surrounding {
  readonly facts: DateFacts;
  /** An appointment is being moved: "from Monday to Tuesday" is no period. */
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
  return right === undefined ? boundOfLast(op, around) : boundedRelation(op, right, around);
}

/** "la veille de Noël", "l'avant-veille de Noël", "le lendemain". */
function besideDay(
  op: "eve" | "dayafter",
  [, second, third]: readonly DateItem[],
  { before }: Surrounding,
): Relation | undefined {
  const isTwice = tokenOf(second) === op;
  const day = mentionOf(isTwice ? third : second);
  const days = (op === "eve" ? -1 : 1) * (isTwice ? 2 : 1);
  if (isDay(day)) return { mention: moved(day, days), length: isTwice ? 3 : 2 };
  const last = op === "eve" ? undefined : before.map(mentionOf).findLast(isDay);
  return last === undefined ? undefined : { mention: moved(last, 1), length: 1 };
}

type Bound = "after" | "before" | "by" | "onwards";

function isBound(op: string): op is Bound {
  return op === "after" || op === "before" || op === "by" || op === "onwards";
}

/** "lundi au plus tard", "Monday onwards". */
function boundOfLast(op: Bound, { before, facts }: Surrounding): Relation | undefined {
  const last = mentionOf(before.at(-1));
  if (last === undefined || (op !== "by" && op !== "onwards")) return undefined;
  const bounded = boundedBy(op, last, facts.today);
  return bounded === undefined ? undefined : { ...bounded, length: 1, consumed: 1 };
}

function mentionAfterFrom(from: DateItem | undefined, day: DateItem | undefined): Mention | undefined {
  return tokenOf(from) === "from" ? mentionOf(day) : undefined;
}

function boundedRelation(op: Bound, right: Mention, around: Surrounding): Relation | undefined {
  const isCounted = (op === "after" || op === "before") && around.before.length > 0;
  const counted = isCounted ? countedFrom(op, right, around) : undefined;
  return counted ?? boundedBy(op, right, around.facts.today);
}

/** "lundi au mercredi", "de mardi à jeudi". */
function rangeFrom([left, to, right]: readonly DateItem[], { isMove, facts }: Surrounding): Relation | undefined {
  const first = mentionOf(left);
  const isJoined = tokenOf(to) === "to" || tokenOf(to) === "at";
  return isDay(first) && isJoined && !isMove
    ? rangeOf(first, mentionOf(right), { today: facts.today, length: 3 })
    : undefined;
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
  const [date] = edgesOf(right.kind === "day" ? right : undefined);
  const last = before.at(-1);
  if (date === undefined || last === undefined) return undefined;
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
  return { mention: span, length: 2 };
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

/** "du lundi au vendredi", said on a Thursday: any week's Monday to Friday. */
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

export function tokenOf(item: DateItem | undefined): string | undefined {
  return item?.kind === "token" ? item.token : undefined;
}

export function mentionOf(item: DateItem | undefined): Mention | undefined {
  return item?.kind === "mention" ? item.mention : undefined;
}

function isDay(mention: Mention | undefined): mention is Extract<Mention, { kind: "day" }> {
  return mention?.kind === "day";
}
