import { type WallDate, daysBetween, isWallDate, weekdayNumber } from "../../time/wall-date.ts";
import { addMonths } from "../../time/zoned-time.ts";
import { type DateFacts, type DateRule, type Groups, type Mention, dateRule, dayMention } from "./date-mention.ts";
import { dateOf, feastDate, feastJustPast, lastOfMonth, nthWeekday } from "./feasts.ts";
import { languageWords } from "../all-words.ts";
import { upcoming } from "./relative-dates.ts";

const WEEKDAY = "(?:W(?<w>\\d)(?: ,)? )?";

const ARTICLE = "(?:the )?";

const NUMBER = "[NO](?<d>\\d{1,2})";

const MONTH = "M(?<m>\\d{1,2})";

const YEAR =
  "(?:(?: ,)? (?:in |en |from )?(?:N(?<y>\\d{4})|N20 N(?<yy>\\d{2})|(?:the )?(?<ny>Uy next|next Uy|Uy coming|coming Uy)))?";

/** A date without a year that was up to this many days ago is a slip; if it was longer ago, next year's is meant. */
const slipDays = 90;

/** Calendar dates: "mardi 10 mars", "March 3rd 2026", "the 31st", "3/12", "first Monday in December", "Easter". */
export const calendarRules: readonly DateRule[] = [
  [
    dateRule("D(?<iso>\\d{4}-\\d{2}-\\d{2})(?: [XC]\\S*)?"),
    ({ iso = "" }, facts) => (isWallDate(iso) ? withYear(iso, facts) : noSuchDay),
  ],
  [dateRule(`${WEEKDAY}${ARTICLE}S(?<a>\\d{1,2})/(?<b>\\d{1,2})(?:/(?<y>\\d{2,4}))?`), slashDate],
  [dateRule(`${WEEKDAY}${ARTICLE}${NUMBER}(?: from)? (?:the )?${MONTH}${YEAR}`), dayOfMonthNamed],
  [dateRule(`${WEEKDAY}${ARTICLE}${MONTH} ${ARTICLE}${NUMBER}${YEAR}`), dayOfMonthNamed],
  // "en janvier, le quinze", "in January, on the 15th"
  [dateRule(`(?:in|en|to|at) ${ARTICLE}(?:Um )?${MONTH}(?: ,)? (?:on )?the ${NUMBER}(?! U)`), dayOfMonthNamed],
  [dateRule(`${WEEKDAY}the A (?:from )?${MONTH}${YEAR}`), (said, facts) => dayOfMonthNamed({ ...said, d: "1" }, facts)],
  [dateRule("(?:W(?<w>\\d)(?: ,)? )?(?:the )?N(?<a>\\d{1,2}) N(?<b>\\d{1,2}) N(?<y>20\\d{2})"), slashDate],
  [dateRule(`W(?<w>\\d)(?: ,)? ${ARTICLE}${NUMBER}(?! h| am| pm| N)`), dayOfMonth],
  [dateRule(`the ${NUMBER}(?! people)(?:(?: ,)? W(?<w>\\d))?`), dayOfMonth],
  // "le matin du 10", "décaler du 10 au 12": after these words a number is a day, in languages that express days this
  // way.
  [dateRule(`(?<=(?:^| )Q[mae][<>]? )from ${NUMBER}(?! h| am| pm| N| to)`), dayWithoutArticle],
  [dateRule(`(?<=(?:^| )move )from ${NUMBER}(?= to N)`), () => ({ kind: "aside" })],
  [dateRule(`(?<=(?:^| )move (?:(?:from|the) \\S+ )?)to ${NUMBER}(?! h| am| pm| N)`), dayWithoutArticle],
  [dateRule(`O(?<d>\\d{1,2})`), ({ d }, facts) => (Number(d) > 3 ? dayOfMonth({ d }, facts) : undefined)],
  [
    dateRule(`${ARTICLE}${NUMBER} (?:from )?(?:current|mid|(?:the )?this Um)`),
    ({ d }, { today }) => validDay(Number(today.slice(0, 4)), Number(today.slice(5, 7)), d),
  ],
  [
    dateRule(`${ARTICLE}${NUMBER} (?:from )?${ARTICLE}(?:Um next|next Um)`),
    ({ d }, { today }) => {
      const next = addMonths(`${today.slice(0, 7)}-01`, 1);
      return validDay(Number(next.slice(0, 4)), Number(next.slice(5, 7)), d);
    },
  ],
  [
    dateRule(`(?:the )?${NUMBER}(?:(?: ,)? or|(?: ,)? and) ${ARTICLE}[NO](?<d2>\\d{1,2}) ${MONTH}${YEAR}`),
    (said, facts) => eitherDay(said, facts),
  ],
  [
    dateRule(
      `${ARTICLE}(?:O(?<n>[1-5])|last) W(?<w>\\d) (?:in |en |from )?${ARTICLE}(?:${MONTH}${YEAR}|(?<next>Um next|next Um)|(?:this )?Um|current)`,
    ),
    weekdayOfMonth,
  ],
  [dateRule("O1 W(?<w>\\d)"), ({ w }, { today }) => dayMention(upcoming(Number(w), today))],
  [
    dateRule(`${ARTICLE}O1 Ud (?:from |in |en )?${ARTICLE}(?:Um )?${MONTH}`),
    ({ m }, facts) => dayOfMonthNamed({ d: "1", m }, facts),
  ],
  [
    dateRule(`${ARTICLE}last Ud (?:from |in |en )?${ARTICLE}(?:(?<next>Um next|next Um)|(?:this )?Um|current)`),
    ({ next }, { today }) => dayMention(endOfMonth(addMonths(`${today.slice(0, 7)}-01`, next === undefined ? 0 : 1))),
  ],
  [
    dateRule(`${ARTICLE}last Ud (?:from |in |en )?${ARTICLE}(?:this )?Uy`),
    (_, { today }) => dayMention(dateOf(Number(today.slice(0, 4)), 12, 31)),
  ],
  [
    dateRule(`${ARTICLE}last Ud (?:from |in |en )?(?:Um )?${ARTICLE}${MONTH}`),
    ({ m }, facts) => (Number(m) > 12 ? undefined : lastDay(Number(m), facts)),
  ],
  [
    dateRule(`${ARTICLE}F:(?<feast>[a-z-]+)${YEAR}`),
    ({ feast = "" }, { today, country }) => {
      const date = feastDate(feast, today, country);
      if (date === undefined) return undefined;
      return { kind: "day", dates: [date], justPast: feastJustPast(feast, today, country) };
    },
  ],
];

/** As the whole text, a number is a day of the month: "15", "quinze". */
export const calendarRulesOfWholeText: readonly DateRule[] = [[dateRule(NUMBER), dayOfMonth]];

function dayWithoutArticle(said: Groups, facts: DateFacts): Mention | undefined {
  return languageWords[facts.language].habits.rangesAreDays ? dayOfMonth(said, facts) : undefined;
}

function lastDay(month: number, { today }: DateFacts): Mention | undefined {
  const year = Number(today.slice(0, 4)) + (month < Number(today.slice(5, 7)) ? 1 : 0);
  return dayMention(lastOfMonth(year, month));
}

function endOfMonth(first: WallDate): WallDate {
  return lastOfMonth(Number(first.slice(0, 4)), Number(first.slice(5, 7)));
}

function validDay(year: number, month: number, day: string | undefined): Mention | undefined {
  const date = dateOf(year, month, Number(day));
  return isWallDate(date) ? dayMention(date) : undefined;
}

/** A past year is a slip of a model that does not know the date: the same day in the future is proposed. */
function withYear(date: WallDate, { today }: DateFacts): Mention {
  const year = Number(date.slice(0, 4));
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))];
  if (date >= today || year >= Number(today.slice(0, 4)) || year < Number(today.slice(0, 4)) - 3)
    return dayMention(date);
  const coming = comingDate({ month, day }, today, 0);
  return coming === undefined ? dayMention(date) : { kind: "day", dates: [coming], pastYear: year };
}

/**
 * "03/04" is the third of April in French and most of English, but March the fourth in the US; some countries use both.
 */
function slashDate(said: Groups, facts: DateFacts): Mention | undefined {
  const [a, b] = [Number(said["a"]), Number(said["b"])];
  const orders = { dayFirst: { d: said["a"], m: said["b"] }, monthFirst: { d: said["b"], m: said["a"] } };
  const year = said["y"] === undefined ? undefined : said["y"].padStart(4, "20");
  const read = (order: Groups) => dayOfMonthNamed({ ...order, y: year, w: said["w"] }, facts);
  if (b > 12) return read(orders.monthFirst);
  if (a > 12 || a === b) return read(orders.dayFirst);
  const both = languageWords[facts.language].habits.eitherOrder.has(facts.country ?? "");
  if (!both) return read(facts.country === "US" ? orders.monthFirst : orders.dayFirst);
  const dates = [read(orders.dayFirst), read(orders.monthFirst)].flatMap((mention) =>
    mention?.kind === "day" ? mention.dates : [],
  );
  return dayMention(...dates);
}

/** The 30th of February: a day was named, so the caller must be asked for another. */
const noSuchDay: Mention = { kind: "day", dates: [] };

function dayOfMonthNamed(said: Groups, facts: DateFacts): Mention | undefined {
  const [day, month] = [Number(said["d"]), Number(said["m"])];
  const year = yearSaid(said, facts.today);
  if (year === undefined) {
    const date = comingDate({ month, day }, facts.today, slipDays);
    return date === undefined ? noSuchDay : fittingWeekday(dayMention(date), said["w"], facts.today);
  }
  const date = dateOf(Number(year), month, day);
  return isWallDate(date) ? fittingWeekday(withYear(date, facts), said["w"], facts.today) : noSuchDay;
}

/** "2027", "twenty twenty-seven", "de l'année prochaine". */
export function yearSaid({ y, yy, ny }: Groups, today: WallDate): string | undefined {
  if (ny !== undefined) return String(Number(today.slice(0, 4)) + 1);
  return y ?? (yy === undefined ? undefined : `20${yy}`);
}

function comingDate(
  { month, day }: { readonly month: number; readonly day: number },
  today: WallDate,
  slip: number,
): WallDate | undefined {
  const year = Number(today.slice(0, 4));
  return [year, year + 1]
    .map((each) => dateOf(each, month, day))
    .find((date) => isWallDate(date) && daysBetween(date, today) <= slip);
}

/**
 * The next such day of a month, today included; if a weekday does not fit it, the caller is asked about both readings.
 */
function dayOfMonth(said: Groups, { today }: DateFacts): Mention | undefined {
  const day = (said["d"] ?? "").padStart(2, "0");
  const months = [0, 1, 2].map((ahead) => `${addMonths(`${today.slice(0, 7)}-01`, ahead).slice(0, 7)}-${day}`);
  const date = months.find((candidate) => isWallDate(candidate) && candidate >= today);
  return date === undefined ? undefined : fittingWeekday(dayMention(date), said["w"], today);
}

function fittingWeekday(mention: Mention, weekday: string | undefined, today: WallDate): Mention {
  if (mention.kind !== "day" || weekday === undefined) return mention;
  const fits = mention.dates.every((date) => weekdayNumber(date) === Number(weekday));
  return fits ? mention : dayMention(...mention.dates, upcoming(Number(weekday), today));
}

/** "le 5 ou le 6 janvier": one month for both days. */
function eitherDay(said: Groups, facts: DateFacts): Mention | undefined {
  const mentions = [said, { ...said, d: said["d2"] }].map((each) => dayOfMonthNamed(each, facts));
  const dates = mentions.flatMap((mention) => (mention?.kind === "day" ? mention.dates : []));
  return dates.length === 2 ? dayMention(...dates) : undefined;
}

function weekdayOfMonth(said: Groups, { today }: DateFacts): Mention | undefined {
  const nth = said["n"] === undefined ? -1 : Number(said["n"]);
  const months = [0, 1, 2, 12, 13].map((ahead) => addMonths(`${today.slice(0, 7)}-01`, ahead));
  const dates = months
    .map((first) => ({ year: Number(first.slice(0, 4)), month: Number(first.slice(5, 7)) }))
    .filter(({ year }) => said["y"] === undefined || Number(said["y"]) === year)
    .map((month) => ({ month: month.month, date: nthWeekday(month, Number(said["w"]), nth) }));
  if (said["m"] !== undefined) {
    const wanted = inMonth(said, today, nth);
    return wanted === undefined ? undefined : dayMention(wanted);
  }
  if (said["next"] !== undefined) return dayMention(dates[1]?.date ?? today);
  const coming = dates.find(({ date }) => date >= today);
  return coming === undefined ? undefined : dayMention(coming.date);
}

function inMonth(said: Groups, today: WallDate, nth: number): WallDate | undefined {
  const year = Number(yearSaid(said, today) ?? today.slice(0, 4));
  return [year, year + 1]
    .map((each) => nthWeekday({ year: each, month: Number(said["m"]) }, Number(said["w"]), nth))
    .find((date) => date >= today);
}
