import { type WallDate, addDays, isWallDate, weekdayNumber } from "../../time/wall-date.ts";
import { addMonths } from "../../time/zoned-time.ts";
import {
  type DateFacts,
  type DateRule,
  type Groups,
  type Mention,
  dateRule,
  dayMention,
  spanMention,
} from "./date-mention.ts";
import { dateOf, feastDate, lastOfMonth } from "./feasts.ts";
import { yearSaid } from "./calendar-dates.ts";
import { upcoming, weekdayOfWeek } from "./relative-dates.ts";
import { languageWords } from "../all-words.ts";

const THE = "(?:the )?";

const EDGE = "(?:(?<edge>start|mid|end) )?";

const WEEKDAY = "(?:(?:any |A )?W(?<w>\\d) (?:in |en |from )?)?";

const YEAR = "(?: N(?<y>\\d{4})|(?: from| in| en)? (?:the )?(?<ny>Uy next|next Uy|Uy coming|coming Uy))?";

/** How far ahead an open wish reaches; the clinic's horizon may end it sooner. */
export const openDays = 90;

/** Periods: "la semaine prochaine", "mi-décembre", "the week after next", "as soon as possible", "any Monday". */
export const spanRules: readonly DateRule[] = [
  [dateRule("asap|open"), (_, { today }) => ({ ...openSpan(today), isEarliest: true })],
  [dateRule("in some Ud"), (_, { today }) => spanMention(addDays(today, 1), addDays(today, 7))],
  [dateRule(`within (?<the>the )?(?:next )?(?:(?:[NO](?<count>\\d{1,3})|A) )?(?:next )?U(?<unit>[dwfm])`), within],
  [dateRule(`${THE}O1 Ud`), (_, { today }) => ({ ...openSpan(today), isEarliest: true })],
  [dateRule("(?:any|A) W(?<w>\\d)"), ({ w }, { today }) => spanMention(today, addDays(today, openDays), [Number(w)])],
  [
    dateRule("(?:any|A) W(?<w>\\d) (?:or|and) (?:the |any |A )*W(?<w2>\\d)"),
    ({ w, w2 }, { today }) =>
      spanMention(
        today,
        addDays(today, openDays),
        [Number(w), Number(w2)].toSorted((a, b) => a - b),
      ),
  ],
  [dateRule("(?:any )?workdays"), (_, { today }) => spanMention(today, addDays(today, openDays), [1, 2, 3, 4, 5])],
  [dateRule("any Ud"), (_, { today }) => openSpan(today)],
  [dateRule(`${THE}(?:any|A) we`), (_, { today }) => spanMention(today, addDays(today, openDays), [6, 7])],
  [dateRule(`${THE}we (?:from )?${THE}[NO](?<d>\\d{1,2})(?: (?:from )?M(?<m>\\d{1,2}))?`), weekendOfDay],
  [dateRule(`${THE}(?:this )?we`), (_, { today }) => weekend(today, 0)],
  [dateRule(`${THE}(?:we next|next we|we coming|coming we)`), (_, { today }) => nextWeekend(today)],
  [dateRule(`${THE}(?:we following|following we|we after)`), (_, { today }) => weekend(today, 1)],
  [dateRule(`${THE}we after next`), (_, { today }) => weekend(today, weekdayNumber(today) >= 6 ? 2 : 1)],
  [
    dateRule(
      `(?:in )?${EDGE}${WEEKDAY}${THE}(?:next Uw|Uw next|Uw following|following Uw|Uw coming|coming Uw)(?: (?<end2>start|end))?`,
    ),
    (said, { today }) => week(said, today, 1),
  ],
  [
    dateRule(`${EDGE}${THE}Uw (?:after next|(?:after|following) ${THE}(?:next Uw|Uw next))`),
    (said, { today }) => week(said, today, 2),
  ],
  [dateRule(`${THE}O(?<n>[12]) N2 Uw (?:from |in |en )?${THE}(?:Um )?M(?<m>\\d{1,2})${YEAR}`), halfOfMonth],
  [
    dateRule(`notthis Uw(?: ,)? (?:contrast )?${THE}(?:other|following|next Uw|Uw next|Uw after|next)`),
    (said, { today }) => week(said, today, 1),
  ],
  [dateRule(`(?:in )?${THE}F:(?<feast>[a-z-]+) Uw`), weekOfFeast],
  [
    dateRule(
      `(?:in )?${THE}Uw from (?<the>${THE})[NO](?<d>\\d{1,2}) to ${THE}[NO](?<d2>\\d{1,2})(?: (?:from )?M(?<m>\\d{1,2}))?(?! h| am| pm)`,
    ),
    daysOfMonth,
  ],
  [dateRule(`(?:in )?${THE}Uw (?:from )?${THE}[NO](?<d>\\d{1,2})(?: (?:from )?M(?<m>\\d{1,2}))?`), weekOfDay],
  [dateRule(`${THE}(?:O(?<n>[1-4])|last) Uw (?:from |in |en )?${THE}(?:Um )?M(?<m>\\d{1,2})${YEAR}`), weekOfMonth],
  [dateRule(`(?:in|en|to|at) ${THE}(?:Um )?M(?<m>\\d{1,2})(?: ,)? ${THE}(?:O(?<n>[1-4])|last) Uw`), weekOfMonth],
  [dateRule(`${EDGE}(?:in )?this Uw|in ${THE}Uw`), (said, { today }) => week(said, today, 0)],
  [
    dateRule(`${EDGE}${THE}Uw`),
    (said, { today }) => (said["edge"] === undefined ? undefined : comingPart(said, today)),
  ],
  [dateRule(`end (?:from )?${THE}(?:this )?Uy`), (_, { today }) => endOfYear(today)],
  [dateRule("endweek(?: (?<next>next|following|after))?|end from the Uw(?: (?<next2>next))?"), endOfWeek],
  [
    dateRule(`${EDGE}${WEEKDAY}(?:from )?${THE}(?:next Um|Um next|Um coming|coming Um|Um following|following Um)`),
    (said, facts) => month(said, facts, 1),
  ],
  [dateRule(`${EDGE}${WEEKDAY}(?:from )?(?:this Um|current)|in ${THE}Um`), (said, facts) => month(said, facts, 0)],
  [dateRule(`(?<edge>start|mid|end) (?:from )?${THE}Um`), (said, facts) => month(said, facts, 0)],
  [dateRule(`${THE}(?<edge>start|mid|end) (?:in |en |from )?${THE}(?:Um )?M(?<m>\\d{1,2})${YEAR}`), monthNamed],
  [dateRule(`${WEEKDAY}(?:in|en|this|next|current)(?: Um)?(?: any)? ${THE}M(?<m>\\d{1,2})${YEAR}`), monthNamed],
  [dateRule(`(?:(?:in|en|to|current) )?${THE}Um M(?<m>\\d{1,2})${YEAR}`), monthNamed],
  [dateRule(`(?<=(?:^| )(?:after|before|around|by|onwards|from|between|and|to) )M(?<m>\\d{1,2})${YEAR}`), monthNamed],
  [dateRule(`(?:any |A )W(?<w>\\d) (?:from )?M(?<m>\\d{1,2})${YEAR}`), monthNamed],
  [dateRule(`M(?<m>\\d{1,2}) next`), monthNamed],
  [
    dateRule(
      `(?<!move )(?:from|between) (?<the>the )?[NO](?<d>\\d{1,2}) (?:to|and) ${THE}[NO](?<d2>\\d{1,2})(?: (?:from )?M(?<m>\\d{1,2}))?(?! h| am| pm)`,
    ),
    daysOfMonth,
  ],
  [
    dateRule("S(?<d>\\d{1,2})/(?<d2>\\d{1,2}) M(?<m>\\d{1,2})|M(?<m2>\\d{1,2}) S(?<d3>\\d{1,2})/(?<d4>\\d{1,2})"),
    hyphenated,
  ],
  [
    dateRule(`${THE}(?:next|coming) (?:some )?Ud|${THE}Ud (?:next|coming)(?! U[wm])`),
    (_, { today }) => spanMention(addDays(today, 1), addDays(today, 7)),
  ],
];

/** "22-28 juin", "June 22-28". */
function hyphenated({ d, d2, m, d3, d4, m2 }: Groups, facts: DateFacts): Mention | undefined {
  return daysOfMonth({ d: d ?? d3, d2: d2 ?? d4, m: m ?? m2 }, facts);
}

/** "du 5 au 10", "from the 5th to the 10th of July"; in English, bare numbers are hours ("from 9 to 5"). */
function daysOfMonth(said: Groups, { today, language }: DateFacts): Mention | undefined {
  const isDays = languageWords[language].habits.rangesAreDays || said["m"] !== undefined || said["the"] !== undefined;
  if (!isDays) return undefined;
  const [present, day] = [Number(today.slice(5, 7)), Number(today.slice(8))];
  const named = Number(said["m"] ?? (Number(said["d2"]) >= day ? present : (present % 12) + 1));
  const year = Number(today.slice(0, 4)) + (named < present ? 1 : 0);
  const [first, last] = [dateOf(year, named, Number(said["d"])), dateOf(year, named, Number(said["d2"]))];
  if (!isWallDate(first) || !isWallDate(last) || last < first || last < today) return undefined;
  return spanMention(later(first, today), last);
}

/** "le week-end du 12". */
function weekendOfDay(said: Groups, facts: DateFacts): Mention | undefined {
  const around = weekOfDay(said, facts);
  if (around?.kind !== "span") return undefined;
  return spanMention(later(addDays(around.last, -1), facts.today), around.last);
}

/** "Christmas week". */
function weekOfFeast({ feast = "" }: Groups, { today, country }: DateFacts): Mention | undefined {
  const date = feastDate(feast, today, country);
  if (date === undefined) return undefined;
  return spanMention(later(weekdayOfWeek(1, date, 0), today), weekdayOfWeek(7, date, 0));
}

/** "la semaine du 22", "the week of July 6". */
function weekOfDay({ d = "", m }: Groups, { today }: DateFacts): Mention | undefined {
  const months =
    m === undefined
      ? [0, 1].map((ahead) => addMonths(`${today.slice(0, 7)}-01`, ahead))
      : monthsNamed(Number(m), today);
  const date = months
    .map((first) => `${first.slice(0, 7)}-${d.padStart(2, "0")}`)
    .find((each) => isWallDate(each) && weekdayOfWeek(7, each, 0) >= today);
  if (date === undefined) return undefined;
  return spanMention(later(weekdayOfWeek(1, date, 0), today), weekdayOfWeek(7, date, 0));
}

function endOfYear(today: WallDate): Mention {
  const year = Number(today.slice(0, 4));
  return spanMention(later(dateOf(year, 12, 1), today), dateOf(year, 12, 31));
}

/** The first day of the month, this year and next. */
function monthsNamed(wanted: number, today: WallDate): readonly WallDate[] {
  const year = Number(today.slice(0, 4));
  return [year, year + 1].map((each) => dateOf(each, wanted, 1));
}

/** "la dernière semaine d'août": seven days from the first day or up to the last. */
function weekOfMonth(said: Groups, { today }: DateFacts): Mention | undefined {
  const { n, m } = said;
  const y = yearSaid(said, today);
  const spans = monthsNamed(Number(m), today).map((first): readonly [WallDate, WallDate] => {
    const last = lastOfMonth(Number(first.slice(0, 4)), Number(m));
    return n === undefined
      ? [addDays(last, -6), last]
      : [addDays(first, 7 * Number(n) - 7), addDays(first, 7 * Number(n) - 1)];
  });
  const [from, to] =
    spans.find(([first, last]) => last >= today && (y ?? first.slice(0, 4)) === first.slice(0, 4)) ?? [];
  return from === undefined || to === undefined ? undefined : spanMention(later(from, today), to);
}

/** "la première quinzaine de mars". */
function halfOfMonth(said: Groups, { today }: DateFacts): Mention | undefined {
  const wanted = Number(said["m"]);
  const halves = monthsNamed(wanted, today).map((first): readonly [WallDate, WallDate] => {
    const year = Number(first.slice(0, 4));
    return said["n"] === "1"
      ? [first, dateOf(year, wanted, 15)]
      : [dateOf(year, wanted, 16), lastOfMonth(year, wanted)];
  });
  const y = yearSaid(said, today);
  const [from, to] =
    halves.find(([first, last]) => last >= today && (y ?? first.slice(0, 4)) === first.slice(0, 4)) ?? [];
  return from === undefined || to === undefined ? undefined : spanMention(later(from, today), to);
}

/** As the whole text, a month is a period. */
export const spanRulesOfWholeText: readonly DateRule[] = [[dateRule(`M(?<m>\\d{1,2})${YEAR}`), monthNamed]];

export function openSpan(today: WallDate): Extract<Mention, { kind: "span" }> {
  return { kind: "span", first: today, last: addDays(today, openDays), weekdays: null };
}

/** "Sous huitaine": from tomorrow; "within two days" and "within the week" may mean today. */
function within(said: Groups, { today }: DateFacts): Mention {
  const [count, unit] = [Number(said["count"] ?? 1), said["unit"] ?? "d"];
  const days = { d: 1, w: 7, f: 14, m: 30 }[unit] ?? 1;
  const isFromToday = unit === "d" || (said["the"] !== undefined && said["count"] === undefined);
  return spanMention(isFromToday ? today : addDays(today, 1), addDays(today, Math.min(count * days, 366)));
}

function weekend(today: WallDate, weeks: number): Mention {
  const isWeekend = weekdayNumber(today) >= 6;
  const saturday = addDays(isWeekend && weeks === 0 ? today : upcoming(6, today), 7 * weeks);
  return spanMention(saturday, weekdayNumber(saturday) === 7 ? saturday : addDays(saturday, 1));
}

/** On a weekday, the coming weekend; on a weekend, the one after. */
function nextWeekend(today: WallDate): Mention {
  const saturday = upcoming(6, weekdayNumber(today) >= 6 ? addDays(today, 2) : today);
  return spanMention(saturday, addDays(saturday, 1));
}

/** Monday to Sunday; its beginning is Monday to Tuesday, its middle Tuesday to Thursday, its end Thursday to Sunday. */
function week(said: Groups, today: WallDate, weeks: number): Mention {
  const edges = { start: [1, 2], mid: [2, 4], end: [4, 7] } as const;
  const [from, to] = edges[edgeOf(said["edge"] ?? said["end2"]) ?? "start"];
  const isWhole = (said["edge"] ?? said["end2"]) === undefined;
  const first = weekdayOfWeek(isWhole ? 1 : from, today, weeks);
  const last = weekdayOfWeek(isWhole ? 7 : to, today, weeks);
  const weekdays = said["w"] === undefined ? null : [Number(said["w"])];
  return last < today
    ? spanMention(today, weekdayOfWeek(7, today, weeks))
    : { kind: "span", first: later(first, today), last, began: first, weekdays };
}

/** "en début de semaine": of this week, or of the next if that part is over. */
function comingPart(said: Groups, today: WallDate): Mention {
  const isOver = { start: 2, mid: 4, end: 7 }[edgeOf(said["edge"]) ?? "end"] < weekdayNumber(today);
  return week(said, today, isOver ? 1 : 0);
}

function edgeOf(text: string | undefined): "start" | "mid" | "end" | undefined {
  return text === "start" || text === "mid" || text === "end" ? text : undefined;
}

/** In Canada the weekend, elsewhere Thursday to Saturday. */
function endOfWeek(said: Groups, { today, country }: DateFacts): Mention {
  const weeks = said["next"] === undefined && said["next2"] === undefined ? 0 : 1;
  if (country === "CA") return weeks === 0 ? nextWeekend(today) : weekend(today, 1);
  const last = weekdayOfWeek(6, today, weeks);
  if (last > today) return spanMention(later(weekdayOfWeek(4, today, weeks), today), last);
  return spanMention(weekdayOfWeek(4, today, weeks + 1), weekdayOfWeek(6, today, weeks + 1));
}

function month(said: Groups, facts: DateFacts, ahead: number): Mention {
  const first = addMonths(`${facts.today.slice(0, 7)}-01`, ahead);
  return partOfMonth({ year: Number(first.slice(0, 4)), month: Number(first.slice(5, 7)) }, said, facts.today);
}

function monthNamed(said: Groups, { today }: DateFacts): Mention | undefined {
  const wanted = Number(said["m"]);
  const [year, present] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const named = Number(yearSaid(said, today) ?? year + (wanted < present ? 1 : 0));
  if (named < year) return undefined;
  return partOfMonth({ year: named, month: wanted }, said, today);
}

/** The first ten days, the next ten, or the rest. */
function partOfMonth(
  { year, month: wanted }: { readonly year: number; readonly month: number },
  said: Groups,
  today: WallDate,
): Mention {
  const last = lastOfMonth(year, wanted);
  const parts = {
    start: [dateOf(year, wanted, 1), dateOf(year, wanted, 10)],
    mid: [dateOf(year, wanted, 11), dateOf(year, wanted, 20)],
    end: [dateOf(year, wanted, 21), last],
  } as const;
  const edge = edgeOf(said["edge"]);
  const [from, to] = edge === undefined ? [dateOf(year, wanted, 1), last] : parts[edge];
  const weekdays = said["w"] === undefined ? null : [Number(said["w"])];
  if (to < today) return dayMention(to);
  return spanMention(later(from, today), to, weekdays);
}

function later(left: WallDate, right: WallDate): WallDate {
  return left > right ? left : right;
}
