import type { PageLanguage } from "./words/words.ts";
import { plainText } from "../domain/language/plain-text.ts";
import type { WallDate } from "../domain/time/wall-date.ts";
import type { Zone } from "../domain/time/zoned-time.ts";

const LOCALES: Readonly<Record<PageLanguage, string>> = { fr: "fr-FR", en: "en-GB" };

type Manner = "time" | "day" | "moment" | "zonedMoment" | "wholeDay";

const MOMENT = {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

const MANNERS: Readonly<Record<Manner, Intl.DateTimeFormatOptions>> = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", day: "numeric", month: "short" },
  moment: MOMENT,
  zonedMoment: { ...MOMENT, timeZoneName: "short" },
  wholeDay: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};

/** A format costs far more to make than to use, and a page uses one for every row. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(manner: Manner, language: PageLanguage, timeZone: Zone): Intl.DateTimeFormat {
  const key = `${manner} ${language} ${timeZone}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], { ...MANNERS[manner], timeZone });
  made.set(key, known);
  return known;
}

/** The first of a month is an ordinal in French: ven. 1er janv. */
function inOrder(written: string, language: PageLanguage): string {
  return language === "fr" ? written.replace(/(?<!\d)1 (?=\p{L})/u, "1er ") : written;
}

/** Mon 30 Nov, 14:05 */
export function moment(at: number, zone: Zone, language: PageLanguage): string {
  return inOrder(formatOf("moment", language, zone).format(at), language);
}

/** Sun 29 Nov, 14:05 GMT+1: for lists with times in several zones. */
export function zonedMoment(at: number, zone: Zone, language: PageLanguage): string {
  return inOrder(formatOf("zonedMoment", language, zone).format(at), language);
}

/** 14:05 */
export function timeOfDay(at: number, zone: Zone, language: PageLanguage): string {
  return formatOf("time", language, zone).format(at);
}

/** Mon 30 Nov */
export function day(date: WallDate, language: PageLanguage): string {
  return inOrder(formatOf("day", language, "UTC").format(new Date(`${date}T00:00:00Z`)), language);
}

/** Monday 30 November 2026 */
export function wholeDay(date: WallDate, language: PageLanguage): string {
  return inOrder(formatOf("wholeDay", language, "UTC").format(new Date(`${date}T00:00:00Z`)), language);
}

/** 2:05 */
export function duration(milliseconds: number | null): string {
  if (milliseconds === null) return "";
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function count(number: number, language: PageLanguage): string {
  return number.toLocaleString(LOCALES[language]);
}

/** $12.35; 12,35 $US: Retell is paid in US dollars. */
export function dollars(amount: number, language: PageLanguage): string {
  const money = { style: "currency", currency: "USD" } as const;
  return amount.toLocaleString(language === "fr" ? LOCALES.fr : "en-US", money);
}

export interface Bounded {
  readonly text: string;
  readonly isCut: boolean;
}

/** Text from a stranger, without control characters and cut to a readable length. */
export function bounded(text: string, most: number): Bounded {
  const plain = plainText(text.slice(0, most * 2));
  return { text: plain.slice(0, most), isCut: plain.length > most || text.length > most * 2 };
}

const SHORT = 200;

/** A name, a note: one line. */
export function short(text: string): string {
  const { text: plain, isCut } = bounded(text, SHORT);
  return `${plain.replaceAll(/\s+/gu, " ").trim()}${isCut ? "…" : ""}`;
}
