import type { Language, Translated } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";

const format = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const formats: Translated<Intl.DateTimeFormat> = { fr: format("fr-FR"), en: format("en-US") };

/** "samedi 21 novembre 2026", "dimanche 1er mars 2026" / "Saturday, November 21, 2026". */
export function spokenToday(date: WallDate, language: Language): string {
  const spoken = formats[language].format(new Date(`${date}T00:00:00Z`));
  return language === "fr" ? spoken.replace(" 1 ", " 1er ") : spoken;
}
