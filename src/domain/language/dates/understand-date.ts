import { type WallDate, datesFrom, daysBetween, weekdayNumber } from "../../time/wall-date.ts";
import { boundedCache } from "../../bounded-cache.ts";
import type { DateFacts, DateItem, DateRule, Mention } from "./date-mention.ts";
import { openDays, openSpan, spanRules, spanRulesOfWholeText } from "./date-spans.ts";
import { type DateWish, type DayMention, type Sorted, type SpanMention, sortItems } from "./date-wish.ts";
import { foldText } from "../fold-text.ts";
import { type Language, otherLanguages, joinAlternatives, spokenChoices } from "../language.ts";
import { type Speech, type Understood, speechTokens } from "./speech-tokens.ts";
import { spokenDate } from "./spoken-date.ts";
import { languageWords } from "../all-words.ts";
import { type SaidClock, clockAt } from "./clock-times.ts";
import { related } from "./date-relations.ts";
import { calendarRules, calendarRulesOfWholeText } from "./calendar-dates.ts";
import { relativeRules, relativeRulesOfWholeText } from "./relative-dates.ts";

export type UnderstoodDate = Understood<DateWish>;

/** The same words recur in every turn of a call, and in the calls of every clinic. */
const understoodDates = boundedCache<UnderstoodDate>(5_000);

/**
 * The day or period in what a caller said or a language model passed on: "2026-03-03", "lundi prochain", "next Tuesday
 * afternoon", "la semaine prochaine sauf mardi". `today` is the clinic's. Two possible readings, a past day or a past
 * year lead to a question; nothing is guessed.
 */
export function understandDate(text: string, facts: DateFacts): UnderstoodDate {
  const key = `${facts.language} ${facts.country ?? ""} ${facts.today} ${text}`;
  return text.length > 2_000 ? understanding(text, facts) : understoodDates(key, () => understanding(text, facts));
}

function understanding(text: string, facts: DateFacts): UnderstoodDate {
  const own = { language: facts.language, speech: speechTokens(text, facts.language) };
  const others = otherLanguages(facts.language).map((language) => ({
    language,
    speech: speechTokens(text, language, true),
  }));
  // In the language that knows most of the words; in a tie, the clinic's own.
  const [first = own, ...rest] = [own, ...others].toSorted((a, b) => b.speech.known - a.speech.known);
  const asks = /\?\s*$/u.test(text);
  const understood = judgeIn({ ...first, asks }, facts);
  const [second] = rest;
  if (understood.kind !== "not_heard" || second === undefined || first.speech.known > second.speech.known) {
    return understood;
  }
  return judgeIn({ ...second, asks }, facts);
}

/** Models pass on English at every clinic. For a day in another language than the clinic's, the caller is asked. */
function judgeIn(
  { language, speech, asks }: { readonly language: Language; readonly speech: Speech; readonly asks: boolean },
  facts: DateFacts,
): UnderstoodDate {
  const sorted = sortItems(dateItems(speech.tokens, facts));
  const understood = judgeDate(asks ? askedFor(sorted) : sorted, facts);
  const isUsual = language === facts.language || language === "en";
  if (isUsual || understood.kind !== "understood") return understood;
  const question = languageWords[facts.language].dates.whichOf(understood.words);
  return { kind: "ask", question, candidates: [understood.value] };
}

/** "Vous n'avez pas mardi ?": a caller who asks whether a day is taken would like it, unless they name another. */
function askedFor(sorted: Sorted): Sorted {
  const { days, spans, excluded } = sorted;
  if (days.length > 0 || spans.length > 0) return sorted;
  return {
    ...sorted,
    days: excluded.filter((mention) => mention.kind === "day"),
    spans: excluded.filter((mention) => mention.kind !== "day"),
    excluded: [],
  };
}

function judgeDate(sorted: Sorted, facts: DateFacts): UnderstoodDate {
  const { days, spans } = sorted;
  const said = days.flatMap(({ dates }) => dates);
  const within = said.filter((date) => spans.some((span) => !isOpen(span) && span.first <= date && date <= span.last));
  // "le week-end prochain, samedi": the period decides which Saturday.
  const [only, ...more] = within;
  if (said.length > 1 && only !== undefined && more.length === 0)
    return judgeDay({ kind: "day", dates: [only] }, sorted, facts);
  if (said.length > 1) return askWhich(said, sorted, facts);
  const [day] = days;
  if (day !== undefined) return judgeDay(day, sorted, facts);
  const span = spans.length === 0 ? wishWithoutDay(sorted, facts) : united(spans);
  return span === undefined ? { kind: "not_heard" } : judgeSpan(span, sorted, facts);
}

function askWhich(readings: readonly WallDate[], { hours }: Sorted, { today, language }: DateFacts): UnderstoodDate {
  const dates = [...new Set(readings)].filter((date) => date >= today).toSorted();
  const candidates = dates.map((date) => wishOf(date, hours));
  return { kind: "ask", question: whichDateQuestion(dates, language), candidates };
}

function judgeDay({ dates: [date], pastYear }: DayMention, { hours }: Sorted, facts: DateFacts): UnderstoodDate {
  const { today, language } = facts;
  if (date === undefined) return { kind: "ask", question: languageWords[language].dates.whichDate, candidates: [] };
  const wish = wishOf(date, hours);
  const words = languageWords[language].dates;
  if (pastYear !== undefined) {
    const question = words.pastYear(pastYear, spokenDate(date, language, true));
    return { kind: "ask", question, candidates: [wish] };
  }
  if (date < today) {
    return { kind: "ask", question: words.pastDate(spokenDate(date, language)), candidates: [wish] };
  }
  return { kind: "understood", value: wish, words: wishInWords(wish, today, language) };
}

function wishOf(date: WallDate, hours: DateWish["hours"]): DateWish {
  return { first: date, last: date, weekdays: null, without: [], isEarliest: false, hours };
}

/** "any day but Wednesday", "l'après-midi", "vers onze heures": a wish without a particular day. */
function wishWithoutDay({ excluded, hours, isHourAlone }: Sorted, { today }: DateFacts): SpanMention | undefined {
  const hasHours = hours.clock === null ? hours.dayPart !== null || hours.minutes !== null : isHourAlone;
  return excluded.length > 0 || hasHours ? openSpan(today) : undefined;
}

/** "avant la fin de l'année, plutôt fin décembre": the narrower period counts. */
function isWithin(inner: SpanMention, outer: SpanMention): boolean {
  const isSame = inner.first === outer.first && inner.last === outer.last;
  return !isSame && outer.first <= inner.first && inner.last <= outer.last;
}

function isOpen({ first, last }: SpanMention): boolean {
  return daysBetween(first, last) >= openDays;
}

function united(spans: readonly SpanMention[]): SpanMention | undefined {
  const narrow = firstNotEmpty(
    spans.filter((span) => !isOpen(span) && !spans.some((other) => isWithin(other, span))),
    spans.filter(({ isEarliest }) => isEarliest !== true),
    spans,
  );
  const [first] = narrow;
  if (first === undefined) return undefined;
  const ends = narrow.map(({ last }) => last).toSorted();
  const starts = narrow.map(({ first: start }) => start).toSorted();
  return {
    ...first,
    first: starts[0] ?? first.first,
    last: ends.at(-1) ?? first.last,
    weekdays: weekdaysOf(narrow) ?? weekdaysOf(spans),
    isEarliest: spans.every(({ isEarliest }) => isEarliest === true),
  };
}

/** "les mardis et les vendredis". */
function weekdaysOf(spans: readonly SpanMention[]): readonly number[] | null {
  const named = new Set(spans.flatMap(({ weekdays }) => weekdays ?? []));
  return named.size === 0 ? null : [...named].toSorted((a, b) => a - b);
}

/** "any weekday next week": the period counts, with the weekdays of the open wish. */
function firstNotEmpty<T>(...lists: readonly (readonly T[])[]): readonly T[] {
  return lists.find((list) => list.length > 0) ?? [];
}

function judgeSpan(span: SpanMention, { excluded, hours }: Sorted, { today, language }: DateFacts): UnderstoodDate {
  const first = span.first < today ? today : span.first;
  if (span.last < first) {
    return {
      kind: "ask",
      question: languageWords[language].dates.pastDate(spokenDate(span.last, language)),
      candidates: [],
    };
  }
  const denied = new Set(excluded.flatMap(deniedWeekdays));
  const allowed = span.weekdays ?? (denied.size === 0 ? null : [1, 2, 3, 4, 5, 6, 7]);
  const wish: DateWish = {
    first,
    last: span.last,
    weekdays: allowed?.filter((weekday) => !denied.has(weekday)) ?? null,
    without: excluded.flatMap(deniedDates).filter((date) => first <= date && date <= span.last),
    isEarliest: span.isEarliest === true && excluded.length === 0,
    hours,
  };
  return { kind: "understood", value: wish, words: wishInWords(wish, today, language) };
}

/** "pas mercredi", "not Tuesdays", "sauf le week-end". */
function deniedWeekdays(mention: DayMention | SpanMention): readonly number[] {
  if (mention.kind === "day") return mention.weekday === undefined ? [] : [mention.weekday];
  return mention.weekdays ?? (isWeekend(mention) ? [6, 7] : []);
}

function deniedDates(mention: DayMention | SpanMention): readonly WallDate[] {
  if (deniedWeekdays(mention).length > 0) return [];
  if (mention.kind === "day") return mention.dates;
  return daysBetween(mention.first, mention.last) < openDays ? datesFrom(mention.first, mention.last) : [];
}

function isWeekend({ first, last }: SpanMention): boolean {
  return weekdayNumber(last) === 7 && daysBetween(first, last) <= 1;
}

/** "après seize heures", "plutôt le matin": hours on any day. */
export function namesNoDay({ first, last, weekdays, without, isEarliest, hours }: DateWish): boolean {
  const isAnyDay = daysBetween(first, last) >= openDays && weekdays === null && without.length === 0;
  return isAnyDay && !isEarliest && (hours.dayPart !== null || hours.minutes !== null);
}

/** Whether one day is meant, rather than a period. */
export function isOneDay({ first, last }: DateWish): boolean {
  return first === last;
}

const rules = [...calendarRules, ...relativeRules, ...spanRules];

/** "My knee has hurt for two weeks", "two kids": a number is a date only if nothing else is said. */
const sentenceRules = [...rules, ...spanRulesOfWholeText];

const wholeTextRules = [...sentenceRules, ...calendarRulesOfWholeText, ...relativeRulesOfWholeText];

function dateItems(tokens: readonly string[], facts: DateFacts): readonly DateItem[] {
  const read = tokens.filter((token) => token !== "," && token !== "?");
  const among = tokens.includes("?") ? sentenceRules : wholeTextRules;
  const whole = mentionAt(read.join(" "), 0, { among, facts });
  if (whole !== undefined && whole.length === read.length) return [{ kind: "mention", mention: whole.mention }];
  return related(
    foundItems(tokens, facts).map(({ item }) => item),
    facts,
  );
}

/** The runs of tokens that name a day, and whether a time is named: what a sentence is about, whatever it wants. */
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
  /** Number of tokens. */
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

/** A bare number is a time only if the context says so: "at 3", "after 5", "neuf trente". */
function saysTime(clock: SaidClock & { readonly length: number }, tokens: readonly string[], index: number): boolean {
  const before = tokens[index - 1] ?? "";
  // "elle a trois ans": how old someone is, or how long something lasts.
  if (/^U[dwfmy]$/u.test(tokens[index + clock.length] ?? "")) return false;
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

/** "lundi 3 mars ou mardi 4 mars ?" */
export function whichDateQuestion(dates: readonly WallDate[], language: Language): string {
  const words = languageWords[language].dates;
  const said = dates.slice(0, spokenChoices).map((date) => words.theDate(spokenDate(date, language)));
  return said.length === 0 ? words.whichDate : words.whichOf(joinAlternatives(said, language));
}

/** Beyond this many days, a date is said with its year. */
export const nearDays = 300;

export function wishInWords({ first, last, isEarliest }: DateWish, today: WallDate, language: Language): string {
  const words = languageWords[language].dates;
  if (isEarliest) return words.soonest;
  const said = (date: WallDate): string => spokenDate(date, language, Math.abs(daysBetween(today, date)) > nearDays);
  return first === last ? said(first) : words.span(said(first), said(last));
}

const longestSentence = 600;

/**
 * The day to which an appointment is moved, as YYYY-MM-DD, or in the caller's words if they include hours: "jeudi
 * matin" in "de mardi à jeudi matin". undefined: no day was said; the current day of the appointment does not count.
 */
export function dayMovedTo(text: string, facts: DateFacts): string | undefined {
  const { to, end } = languageWords[facts.language].movedTo;
  const parts = foldText(text.slice(0, longestSentence)).split(new RegExp(to, "gu")).slice(1);
  for (const part of parts.toReversed()) {
    const [words = ""] = part.split(end);
    const heard = understandDate(words, facts);
    if (heard.kind !== "understood" || namesNoDay(heard.value)) continue;
    const { dayPart, minutes, clock } = heard.value.hours;
    const isBare = dayPart === null && minutes === null && clock === null;
    return isBare && isOneDay(heard.value) ? heard.value.first : words.trim();
  }
  return undefined;
}
