import { type WallDate, isWallDate } from "../time/wall-date.ts";
import type { Language } from "./language.ts";
import { otherLanguage } from "./parse-date.ts";
import { speechTokens } from "./speech-tokens.ts";

const YEAR = "(?:N(?<y>\\d{4})|N(?<century>19|20) N(?<yy>\\d{1,2}))";

const patterns: readonly RegExp[] = [
  /(?:^| )D(?<iso>\d{4}-\d{2}-\d{2})(?= |$)/u,
  new RegExp(`(?:^| )[NO](?<d>\\d{1,2})(?: from)? (?:the )?M(?<m>\\d{1,2})(?: ,)? (?:in |en )?${YEAR}(?= |$)`, "u"),
  new RegExp(`(?:^| )M(?<m>\\d{1,2}) (?:the )?[NO](?<d>\\d{1,2})(?: ,)? (?:in |en )?${YEAR}(?= |$)`, "u"),
];
const slashes = /(?:^| )S(?<a>\d{1,2})\/(?<b>\d{1,2})\/(?<y>\d{4})(?= |$)/u;

/** A birth date, said with its year and not after today: "le 3 mai 1990", "May third, nineteen ninety". */
export function understandBirthDate(
  text: string,
  { today, language, country }: { readonly today: WallDate; readonly language: Language; readonly country: string },
): WallDate | undefined {
  const dates = [language, otherLanguage[language]].flatMap((each) =>
    datesIn(speechTokens(text, each).tokens.join(" "), country),
  );
  return dates.find((each) => isWallDate(each) && each <= today && each > "1900-01-01");
}

function datesIn(joined: string, country: string): readonly WallDate[] {
  const written = slashes.exec(joined)?.groups;
  if (written !== undefined) return slashedDate(written, country);
  return patterns.flatMap((pattern) => {
    const { iso, d = "", m = "", y, century = "", yy = "" } = pattern.exec(joined)?.groups ?? {};
    if (iso !== undefined) return [iso];
    return d === "" ? [] : [isoDate(y ?? `${century}${yy.padStart(2, "0")}`, m, d)];
  });
}

/** None where the country uses both orders and the numbers fit either. */
function slashedDate(
  { a = "", b = "", y = "" }: Readonly<Record<string, string>>,
  country: string,
): readonly WallDate[] {
  if (Number(a) > 12) return [isoDate(y, b, a)];
  if (Number(b) > 12) return [isoDate(y, a, b)];
  if (country === "CA" && a !== b) return [];
  return [country === "US" ? isoDate(y, a, b) : isoDate(y, b, a)];
}

function isoDate(year: string, month: string, day: string): WallDate {
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
