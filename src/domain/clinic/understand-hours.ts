import { minutesPerDay, wallTimeOfMinutes } from "../time/wall-time.ts";
import { foldText } from "../language/fold-text.ts";

type Pairs = readonly (readonly [string, string])[];

/** Pairs of times of each weekday, Monday first; an empty list is a closed day. */
type SaidWeek = readonly Pairs[];

type SaidTime = Extract<HoursToken, { kind: "time" }>;

interface Part {
  readonly days: number[];
  readonly times: SaidTime[];
  isClosed: boolean;
  isHolidays: boolean;
  isAlways: boolean;
  isRange: boolean;
  isExcept: boolean;
}

function newPart(): Part {
  return { days: [], times: [], isClosed: false, isHolidays: false, isAlways: false, isRange: false, isExcept: false };
}

/** The parts of a text: days, and what holds on them. */
function partsOf(tokens: readonly HoursToken[]): readonly Part[] {
  const parts = [newPart()];
  for (const token of tokens) {
    const current = parts.at(-1) ?? newPart();
    const part = token.kind === "part" || beginsNext(token, current) ? newPart() : current;
    if (part !== current) parts.push(part);
    take(token, part);
  }
  return parts.filter(
    ({ days, times, isAlways, isHolidays }) => [...days, ...times].length > 0 || isAlways || isHolidays,
  );
}

function beginsNext({ kind }: HoursToken, { days, times, ...part }: Part): boolean {
  if (kind !== "days" && kind !== "holidays" && kind !== "closed") return false;
  if (part.isAlways) return days.length > 0;
  return times.length > 0 || (part.isClosed && (days.length > 0 || part.isHolidays));
}

function take(token: HoursToken, part: Part): void {
  if (token.kind === "time") part.times.push(token);
  else if (token.kind === "closed") part.isClosed = true;
  else if (token.kind === "holidays") part.isHolidays = true;
  else if (token.kind === "always") part.isAlways = true;
  else if (token.kind === "to") part.isRange = part.times.length === 0 && part.days.length > 0;
  else if (token.kind === "except") part.isExcept = true;
  else if (token.kind === "days") takeDays(token.days, part);
}

/** Adds days to the part, or removes them after "except" ("tous les jours sauf le dimanche"). */
function takeDays(days: readonly number[], part: Part): void {
  if (part.isExcept) {
    const rest = part.days.filter((day) => !days.includes(day));
    part.days.splice(0, part.days.length, ...rest);
    return;
  }
  part.days.push(...(part.isRange ? daysUpTo(part.days.at(-1) ?? 0, days[0] ?? 0) : days));
  part.isRange = false;
}

function daysUpTo(first: number, last: number): readonly number[] {
  return Array.from({ length: (last - first + 7) % 7 }, (_, index) => (first + index + 1) % 7);
}

function pairsOf({ times, isAlways }: Part): Pairs | undefined {
  if (isAlways) return [["00:00", "24:00"]];
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index < times.length; index += 2) {
    const pair = pairOf(times[index], times[index + 1]);
    if (pair === undefined) return undefined;
    pairs.push(pair);
  }
  return pairs.length === 0 ? undefined : pairs;
}

const sevenOClock = 7 * 60;

/** "8-5pm" begins in the morning, "1-5pm" in the afternoon. */
function pairOf(opens: SaidTime | undefined, closes: SaidTime | undefined): readonly [string, string] | undefined {
  if (opens === undefined || closes === undefined) return undefined;
  const isAfterNoon = opens.half === null && closes.half === "pm" && opens.minutes < sevenOClock;
  const from = isAfterNoon ? opens.minutes + 720 : opens.minutes;
  const to = closes.minutes === 0 ? minutesPerDay : closes.minutes;
  if (Math.max(from, to) > minutesPerDay) return undefined;
  return [wallTimeOfMinutes(from), wallTimeOfMinutes(to)];
}

/** undefined: the part cannot be read; null: it says nothing about the week, such as "PH off". */
function meaningOf(part: Part): { readonly days: readonly number[]; readonly pairs: Pairs } | null | undefined {
  const isOff = part.isClosed && part.times.length === 0;
  if (part.isHolidays && !isOff) return undefined;
  if (part.isHolidays && part.days.length === 0) return null;
  const days = part.days.length === 0 && part.isAlways ? everyDay : part.days;
  const pairs = isOff ? [] : pairsOf(part);
  return pairs === undefined || days.length === 0 ? undefined : { days, pairs };
}

/**
 * Hours as people and registries write them: "du lundi au vendredi de 8h à 18h", "Mon-Fri 8am-5pm", "24/7", and
 * OpenStreetMap's "Mo-Fr 08:00-12:30,14:00-18:00; PH off". A later part that names fewer days overrides an earlier one.
 * undefined: the text cannot be read as hours, or says something that weekly hours cannot express, such as hours on
 * public holidays.
 */
export function understandHours(text: string): SaidWeek | undefined {
  const week = new Map<number, { readonly among: number; readonly pairs: Pairs }>();
  for (const part of partsOf(hoursTokens(text) ?? [])) {
    const meaning = meaningOf(part);
    if (meaning === null) continue;
    if (meaning === undefined) return undefined;
    const { days, pairs } = meaning;
    if (days.some((day) => (week.get(day)?.among ?? 8) <= days.length)) return undefined;
    for (const day of days) week.set(day, { among: days.length, pairs });
  }
  return week.size === 0 ? undefined : everyDay.map((day) => week.get(day)?.pairs ?? []);
}

type HoursToken =
  | { readonly kind: "days"; readonly days: readonly number[] }
  | { readonly kind: "time"; readonly minutes: number; readonly half: "am" | "pm" | null }
  | { readonly kind: "to" | "and" | "except" | "closed" | "part" | "always" | "holidays" };

/** From Monday to Sunday, folded. */
export const dayNames: readonly (readonly string[])[] = [
  ["monday", "mon", "mo", "lundi", "lun", "lu", "lunes"],
  ["tuesday", "tues", "tue", "tu", "mardi", "mar", "ma", "martes"],
  ["wednesday", "wed", "we", "mercredi", "mer", "me", "miercoles", "mie", "mier"],
  ["thursday", "thurs", "thur", "thu", "th", "jeudi", "jeu", "je", "jueves", "jue"],
  ["friday", "fri", "fr", "vendredi", "ven", "ve", "viernes", "vie", "vier"],
  ["saturday", "sat", "sa", "samedi", "sam", "sabado", "sab"],
  ["sunday", "sun", "su", "dimanche", "dim", "di", "domingo", "dom"],
];

const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** Longest first, so that "24/7" is not a time. */
const words: readonly (readonly [RegExp, (match: RegExpExecArray) => HoursToken | null])[] = [
  [
    /^(?:24 ?\/ ?7|24 ?h?(?:eures)? ?(?:\/|sur) ?24|(?:open )?24 ?h(?:ou)?rs?(?: a day)?|round the clock|las 24 horas|24 horas)\b/u,
    () => ({ kind: "always" }),
  ],
  [
    /^(?:tous les jours|chaque jour|todos los dias|every ?day|daily|7 ?j(?:ours)? ?(?:\/|sur) ?7|7 days(?: a week)?)\b/u,
    () => ({ kind: "days", days: everyDay }),
  ],
  [/^(?:en semaine|weekdays?|jours ouvres|entre semana)\b/u, () => ({ kind: "days", days: [0, 1, 2, 3, 4] })],
  [/^(?:week-?ends?|fin(?:es)? de semana)\b/u, () => ({ kind: "days", days: [5, 6] })],
  [/^(?:ph|jours feries|dias festivos|(?:public |bank )?holidays)\b/u, () => ({ kind: "holidays" })],
  [/^(?:sauf|hormis|excepte|except(?: for)?|but|menos|excepto|salvo)\b/u, () => ({ kind: "except" })],
  [/^(?:closed|off|fermee?s?|cerrad[oa]s?)\b/u, () => ({ kind: "closed" })],
  [/^(?:noon|midi|mediodia)\b/u, () => ({ kind: "time", minutes: 720, half: "pm" })],
  [/^(?:midnight|minuit|medianoche)\b/u, () => ({ kind: "time", minutes: minutesPerDay, half: "pm" })],
  [/^(\d{1,2})(?: ?[:.h] ?(\d{2})| ?h(?:eures?)?\b)?(?: ?([ap])\.?m\b\.?)?/u, timeOf],
  [/^(?:[-–—]|(?:au?|to|thru|through|until|till|jusqu'a|a(?: las?)?|al|hasta(?: las)?)\b)/u, () => ({ kind: "to" })],
  [/^(?:[,&+/]|(?:et|and|puis|then|y|e)\b)/u, () => ({ kind: "and" })],
  [/^(?:;|\n|\|)/u, () => ({ kind: "part" })],
  [
    /^(?:[:.\s]|l'|(?:du|des?|les?|la|los?|las|el|del?|from|on|the|between|entre|ouverte?|open|horaires?|hours|horas|hrs|abiert[oa]s?|horarios?)\b)/u,
    () => null,
  ],
];

function timeOf([, hourText, minuteText = "0", letter]: RegExpExecArray): HoursToken | null {
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  const half = letter === undefined ? null : letter === "a" ? "am" : "pm";
  const hours = half === null ? hour : (hour % 12) + (half === "pm" ? 12 : 0);
  return { kind: "time", minutes: minute < 60 ? hours * 60 + minute : Number.POSITIVE_INFINITY, half };
}

function dayToken(text: string): readonly [HoursToken, number] | undefined {
  const word = /^\p{L}+/u.exec(text)?.[0] ?? "";
  const day = dayNames.findIndex(
    (each) => each.includes(word) || (word.length > 5 && each.includes(word.replace(/s$/u, ""))),
  );
  if (day < 0) return undefined;
  return [{ kind: "days", days: [day] }, word.length];
}

/** undefined: the text has a word that does not occur in hours. */
function hoursTokens(written: string): readonly HoursToken[] | undefined {
  const tokens: HoursToken[] = [];
  let rest = foldText(written).replaceAll("’", "'");
  while (rest !== "") {
    const day = dayToken(rest);
    const found = day === undefined ? wordToken(rest) : day;
    if (found === undefined) return undefined;
    const [token, length] = found;
    if (token !== null) tokens.push(token);
    rest = rest.slice(length);
  }
  return tokens;
}

function wordToken(text: string): readonly [HoursToken | null, number] | undefined {
  for (const [pattern, read] of words) {
    const match = pattern.exec(text);
    if (match !== null) return [read(match), match[0].length];
  }
  return undefined;
}
