import { type DayPart, dayPartMinutes } from "../../time/wall-date.ts";
import { minutesPerDay, type WallTime, wallTimeOfMinutes } from "../../time/wall-time.ts";
import { boundedCache } from "../../bounded-cache.ts";
import { type SaidClock, clockAt } from "./clock-times.ts";
import type { DateItem } from "./date-mention.ts";
import { boundBefore, hoursIn, inWorkingDay } from "./date-wish.ts";
import { type Language, joinAlternatives, otherLanguages } from "../language.ts";
import { withoutPauses } from "../pauses.ts";
import { type Understood, speechTokens } from "./speech-tokens.ts";
import { spokenDayPart, spokenWallTime } from "./spoken-date.ts";
import { languageWords } from "../all-words.ts";

/** The time that the caller wants among the free ones. */
export type TimeWish =
  /** In minutes since 00:00, likeliest first; several if the half of the day was not said. */
  | { readonly kind: "at"; readonly minutes: readonly number[] }
  /** Position among the offered times: 0 is the first, -1 the last. */
  | { readonly kind: "position"; readonly position: number }
  /** Any time between two minutes (the second excluded), or in a part of the day. */
  | { readonly kind: "hours"; readonly dayPart: DayPart | null; readonly minutes: readonly [number, number] | null };

export type UnderstoodTime = Understood<TimeWish>;

interface TimeFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2: "half nine" is half past nine in Britain, and leads to a question elsewhere. */
  readonly country?: string | undefined;
}

const understoodTimes = boundedCache<UnderstoodTime>(5_000);

/**
 * "9 h 30", "quarter to ten", "la deuxième", "the last one", "after 5", "plutôt le matin"; dates in the text are
 * ignored.
 */
export function understandTime(text: string, facts: TimeFacts): UnderstoodTime {
  if (text.length > 2_000) return timeIn(text, facts);
  return understoodTimes(`${facts.language} ${facts.country ?? ""} ${text}`, () => timeIn(text, facts));
}

/** The one unambiguous time; undefined if morning and evening are both possible ("at 9"). */
export function clearTime(text: string, language: Language): WallTime | undefined {
  const clocks = bestScan(text, language).clocks;
  const [first, ...others] = clocks ?? [];
  if (first === undefined || others.length > 0 || !(first.isTime || first.isSure)) return undefined;
  return wallTimeOfMinutes(first.minutes[0] ?? 0);
}

/** Whether the text is just "two": an hour if times were offered, elsewhere perhaps a number of people. */
export function isBareHour(text: string, language: Language): boolean {
  const { clocks, joined } = bestScan(text, language);
  const [clock, ...others] = clocks ?? [];
  if (clock === undefined || others.length > 0 || clock.isTime || clock.isSure || clock.length > 1) return false;
  return (clock.minutes[0] ?? 0) % 60 === 0 && !/(?:at|around) N|Q/u.test(joined);
}

function timeIn(text: string, facts: TimeFacts): UnderstoodTime {
  const scan = bestScan(withoutPauses(text), facts.language);
  const { clocks, joined, items } = scan;
  if (clocks === undefined) return { kind: "not_heard" };
  const half = /(?:^| )half [NO](\d{1,2})$/u.exec(joined)?.[1];
  if (half !== undefined) return halfHour(Number(half), facts);
  const hours = hoursIn(items);
  const [clock, ...others] = clocks;
  if (clock !== undefined && others.length > 0 && !isAbout(clocks, joined)) return askTimes(clocks, facts.language);
  if (clock !== undefined && hours.clock !== null)
    return timeOf(clock, { dayPart: hours.dayPart, hasPart: / Q|^Q/u.test(joined), scan, facts });
  const position = positionIn(joined);
  if (position !== undefined) return understoodTime({ kind: "position", position }, facts.language);
  if (hours.minutes === null && hours.dayPart === null) return { kind: "not_heard" };
  return understoodTime({ kind: "hours", dayPart: hours.dayPart, minutes: hours.minutes }, facts.language);
}

/** "Around ten, ten fifteen": about the first of them. */
function isAbout(clocks: readonly FoundTime[], joined: string): boolean {
  const minutes = clocks.map(inWorkingDay);
  return /(?:^| )around /u.test(joined) && Math.max(...minutes) - Math.min(...minutes) <= 30;
}

interface ClockContext {
  readonly dayPart: DayPart | null;
  readonly hasPart: boolean;
  readonly scan: Scan;
  readonly facts: TimeFacts;
}

function timeOf(clock: FoundTime, { hasPart, dayPart, scan, facts }: ClockContext): UnderstoodTime {
  const inPart = hasPart && dayPart !== null ? within(clock.minutes, dayPartMinutes[dayPart]) : clock.minutes;
  const minutes = inPart.length > 0 ? inPart : clock.minutes;
  const wish: TimeWish = { kind: "at", minutes };
  // A bare number is an hour in English ("nine"); French needs "heures", or a preceding question.
  const isAsked =
    !languageWords[scan.language].habits.takesBareHours &&
    !clock.isTime &&
    !hasPart &&
    !/(?:at|around) N/u.test(scan.joined) &&
    clock.length === 1;
  return isAsked ? askTimes([clock], facts.language) : understoodTime(wish, facts.language);
}

function within(minutes: readonly number[], [from, to]: readonly [number, number]): readonly number[] {
  return minutes.filter((minute) => minute >= from && minute < to);
}

const saysHalfForHalfPast: ReadonlySet<string> = new Set(["GB", "IE", "AU", "NZ", "ZA", "NG", "GH", "KE"]);

function halfHour(hour: number, { country, language }: TimeFacts): UnderstoodTime {
  const minutes = [hour * 60 + 30, hour * 60 + 750].filter((minute) => minute < minutesPerDay);
  if (saysHalfForHalfPast.has(country ?? "")) return understoodTime({ kind: "at", minutes }, language);
  return askTimes([{ minutes, isTime: false, isSure: false }], language);
}

const positions: readonly (readonly [RegExp, number])[] = [
  [/(?:^| )(?:the )?lastbutone(?: |$)/u, -2],
  [/(?:^| )(?:the )?(?:last|latest)(?: |$)/u, -1],
  [/(?:^| )asap(?: |$)/u, 0],
  [ordinal("O1"), 0],
  [/^(?:\S+ ){0,2}start$/u, 0],
  // "The one at the end", but not "Testa with an A at the end".
  [/^(?:\S+ ){0,2}end$/u, -1],
  [ordinal("O2"), 1],
  [ordinal("O3"), 2],
  [ordinal("O4"), 3],
  [ordinal("O5"), 4],
];

/** "The second one", but neither "the second week" nor "the second Tuesday". */
function ordinal(tokens: string): RegExp {
  return new RegExp(`(?:^| )(?:the )?(?:${tokens})(?! U[dwm]| W\\d| M\\d)(?: |$)`, "u");
}

/** "The first one. No wait, the second one": the last one counts. */
function positionIn(joined: string): number | undefined {
  const latest = joined.split(/(?:^| )correct(?: |$)/u).at(-1) ?? joined;
  return positionNamed(latest) ?? positionNamed(joined);
}

function positionNamed(text: string): number | undefined {
  return positions.find(([pattern]) => pattern.test(text))?.[1];
}

interface FoundTime extends SaidClock {
  readonly length: number;
}

interface Scan {
  readonly language: Language;
  readonly items: readonly DateItem[];
  /** undefined: where a time is expected, the number is not one ("9 h 99", "13 pm"). */
  readonly clocks: readonly FoundTime[] | undefined;
  readonly joined: string;
}

/** Scanned in the language that knows more of the words. */
function bestScan(text: string, language: Language): Scan {
  const own = { language, speech: speechTokens(text, language) };
  const others = otherLanguages(language).map((each) => ({ language: each, speech: speechTokens(text, each, true) }));
  const [best = own] = [own, ...others].toSorted((a, b) => b.speech.known - a.speech.known);
  return scanned(best.speech.tokens, best.language);
}

interface Found {
  /** "plutôt dix heures": a later "que" then names what does not suit. */
  isPreference: boolean;
  readonly items: DateItem[];
  clocks: FoundTime[] | undefined;
  isNot: boolean;
}

function scanned(spoken: readonly string[], language: Language): Scan {
  const tokens = withoutDates(spoken);
  const joined = tokens.join(" ");
  const found: Found = { items: [], clocks: [], isNot: false, isPreference: false };
  for (let [index, at] = [0, 0]; index < tokens.length;) {
    const isArticle = tokens[index] === "A" && !saysHour(tokens, index);
    const clock = isArticle ? undefined : clockAt(joined, at);
    const length = clock?.length ?? 1;
    if (clock === undefined) takeToken(tokens, index, found);
    else takeClock(clock, { tokens, index }, found);
    at += tokens.slice(index, index + length).join(" ").length + 1;
    index += length;
  }
  const clocks = found.clocks === undefined ? undefined : distinctTimes(found.clocks);
  return { language, items: found.items, clocks, joined };
}

const endsDenials: ReadonlySet<string> = new Set([",", "contrast", "correct"]);

function takeToken(tokens: readonly string[], index: number, found: Found): void {
  const token = tokens[index] ?? "";
  found.items.push({ kind: "token", token });
  if (endsDenials.has(token)) found.isNot = false;
  if (token === "not") takeNot(tokens, index, found);
  if (token === "than" && isCompared(found)) found.isNot = true;
  if (token === "correct") found.isPreference = true;
  if (token === "correct" && hasClockAfter(tokens, index)) found.clocks &&= [];
  if (/^[NCX]\d/u.test(token)) found.clocks = undefined;
}

function takeNot(tokens: readonly string[], index: number, found: Found): void {
  if (endsClause(tokens, index)) denyClause(tokens, index, found);
  found.isNot = true;
}

/** Nothing that it could deny follows. */
function endsClause(tokens: readonly string[], at: number): boolean {
  const next = tokens.slice(at + 1).find((token) => token !== "?" && token !== "not");
  return next === undefined || next === "," || next === "contrast" || next === "correct";
}

/** "dix heures ça ne va pas", "10 is too early": what precedes it in the clause does not suit. */
function denyClause(tokens: readonly string[], index: number, found: Found): void {
  const start = Math.max(tokens.lastIndexOf(",", index), tokens.lastIndexOf("contrast", index));
  if (!hasClockAfter(tokens.slice(0, index), start) || found.clocks?.pop() === undefined) return;
  found.items.splice(
    found.items.findLastIndex(({ kind }) => kind === "clock"),
    1,
  );
}

/** "plutôt dix heures que neuf heures". */
function isCompared({ isPreference, clocks }: Found): boolean {
  return isPreference && clocks?.length !== 0;
}

function takeClock(
  clock: FoundTime,
  { tokens, index }: { readonly tokens: readonly string[]; readonly index: number },
  found: Found,
): void {
  found.items.push({ kind: "clock", clock });
  if (spoilsTime(clock, tokens[index + clock.length])) found.clocks = undefined;
  if (endsRange(found.items)) found.clocks?.pop();
  else if (!found.isNot && !isBound(boundBefore(found.items, found.items.length - 1))) found.clocks?.push(clock);
}

/** "de dix heures à midi", "from ten to twelve". */
function endsRange(items: readonly DateItem[]): boolean {
  const [start, joint] = items.slice(-3);
  return start?.kind === "clock" && joint?.kind === "token" && (joint.token === "at" || joint.token === "to");
}

/** "one" is an hour after "at", or when the time continues. */
function saysHour(tokens: readonly string[], index: number): boolean {
  const [before = "", next = ""] = [tokens[index - 1], tokens[index + 1]];
  const isWholeText = tokens.length === 1;
  return (
    /^(?:at|around|after|before|between|quarter|half|to)$/u.test(before) ||
    /^(?:h|am|pm|N\d{2}|Q.*)$/u.test(next) ||
    isWholeText
  );
}

function hasClockAfter(tokens: readonly string[], index: number): boolean {
  return tokens.slice(index + 1).some((token) => /^[NC]\d|^(?:noon|midnight)$/u.test(token));
}

function spoilsTime(clock: SaidClock, next: string | undefined): boolean {
  return /^(?:am|pm|h|minus)$/u.test(next ?? "") || (clock.isTime && /^N\d/u.test(next ?? ""));
}

function isBound(before: string): boolean {
  return before === "after" || before === "before" || before === "between" || before === "by" || before === "onwards";
}

function distinctTimes(clocks: readonly FoundTime[]): readonly FoundTime[] {
  return clocks.filter((clock, index) => clocks.findIndex(({ minutes }) => minutes[0] === clock.minutes[0]) === index);
}

/** For texts that a model passes on, such as "mardi 1er décembre à 9 h": the day is not a time. */
function withoutDates(tokens: readonly string[]): readonly string[] {
  const joined = tokens.join(" ");
  const rest = joined
    .replaceAll(/(?<= |^)(?:W\d(?: ,)? )?(?:the )?[NO]\d{1,2} M\d{1,2}(?: N\d{4}| N20 N\d{2})?(?= |$)/gu, "?")
    .replaceAll(/(?<= |^)(?:W\d(?: ,)? )?M\d{1,2} (?:the )?[NO]\d{1,2}(?:(?: ,)? N\d{4})?(?= |$)/gu, "?")
    .replaceAll(/(?<= |^)W\d (?:the )?[NO]\d{1,2}(?= at | around | ,|$)/gu, "?")
    .replaceAll(/(?<= |^)[DS]\d\S*(?= |$)/gu, "?")
    // "le 8 à 9 h"
    .replaceAll(/(?<= |^)the N\d{1,2}(?= at N\d{1,2}(?: h|$))/gu, "?")
    // "la semaine du 14", "two Fridays from now", "in two weeks"
    .replaceAll(
      /(?<= |^)(?:Uw|we) (?:from )?(?:the )?[NO]\d{1,2}(?: to (?:the )?[NO]\d{1,2})?(?= |$)(?! h| am| pm)/gu,
      "?",
    )
    .replaceAll(/(?<= |^)N[1-9] (?:any )?W\d from (?:now|R0)(?= |$)/gu, "?")
    .replaceAll(/(?<= |^)(?:[NO]\d{1,3}|A) U[dwfmy](?= |$)/gu, "?")
    // "the first of the three"
    .replace(/(?<=(?:O\d|last)) (?:from )?(?:the )?N[2-9]$/u, "");
  return rest.split(" ").filter((token) => token !== "");
}

function askTimes(clocks: readonly SaidClock[], language: Language): UnderstoodTime {
  const minutes = clocks.map(inWorkingDay);
  const said = minutes.slice(0, 3).map((minute) => spokenWallTime(wallTimeOfMinutes(minute), language));
  const candidates = minutes.map((minute): TimeWish => ({ kind: "at", minutes: [minute] }));
  return { kind: "ask", question: languageWords[language].times.which(joinAlternatives(said, language)), candidates };
}

function understoodTime(value: TimeWish, language: Language): UnderstoodTime {
  return { kind: "understood", value, words: timeInWords(value, language) };
}

function timeInWords(wish: TimeWish, language: Language): string {
  const words = languageWords[language].times;
  const spoken = (minute: number): string => spokenWallTime(wallTimeOfMinutes(minute), language);
  if (wish.kind === "at") return joinAlternatives(wish.minutes.map(spoken), language);
  if (wish.kind === "position") {
    if (wish.position < 0) return wish.position === -1 ? words.last : words.lastButOne;
    return wish.position === 0 ? words.first : words.nth(wish.position + 1);
  }
  if (wish.minutes !== null) return words.between(spoken(wish.minutes[0]), spoken(wish.minutes[1]));
  return wish.dayPart === null ? "" : spokenDayPart(wish.dayPart, language);
}
