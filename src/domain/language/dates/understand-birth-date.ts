import { type WallDate, isWallDate } from "../../time/wall-date.ts";
import { type Language, otherLanguages } from "../language.ts";
import { speechTokens } from "./speech-tokens.ts";

const YEAR = "(?:N(?<y>\\d{4})|N(?<century>19|20) N(?<yy>\\d{1,2}))(?= |$)";

/** "le 3 mai 85". Only at the end: elsewhere such a number is an hour or an age. */
const SHORT_YEAR = "N(?<short>\\d{2})(?: ,)*$";

const patterns: readonly RegExp[] = [
  /(?:^| )D(?<iso>\d{4}-\d{2}-\d{2})(?= |$)/u,
  /(?:^| )N(?<compact>(?:19|20)\d{6})(?= |$)/u,
  ...[YEAR, SHORT_YEAR].flatMap((year) => [
    new RegExp(`(?:^| )[NO](?<d>\\d{1,2})(?: from)? (?:the )?M(?<m>\\d{1,2})(?: ,)? (?:in |en |from )?${year}`, "u"),
    new RegExp(`(?:^| )M(?<m>\\d{1,2}) (?:the )?[NO](?<d>\\d{1,2})(?: ,)? (?:in |en )?${year}`, "u"),
  ]),
  // "née en 83, le deux octobre"
  ...[YEAR, "N(?<short>\\d{2})"].map(
    (year) =>
      new RegExp(
        `(?:^| )bg (?:in |en )?${year}(?: ,)? (?:the )?[NO](?<d>\\d{1,2})(?: from)? (?:the )?M(?<m>\\d{1,2})(?= |$)`,
        "u",
      ),
  ),
];

const slashes = /(?:^| )S(?<a>\d{1,2})\/(?<b>\d{1,2})\/(?:(?<y>\d{4})|(?<short>\d{2}))(?= |$)/u;

/** "zéro quatre zéro sept quatre-vingt-quatre", "oh seven oh four eighty four": three numbers and nothing else. */
const spokenNumbers =
  /^(?:N0 )?N(?<a>\d{1,2}) (?:N0 )?N(?<b>\d{1,2}) (?:N(?<y>\d{4})|N(?<century>19|20) N(?<yy>\d{1,2})|N(?<short>\d{2})|N0 N(?<digit>\d))$/u;

/** "le quatre sept mille neuf cent…" sounds like seven thousand. */
const thousands = /(?<=^(?:N0 )?N\d{1,2} )N(\d{1,2})(9\d{2})(?= |$)/u;

/** "1980/02/03": the only order that begins with the year. */
const yearFirst = /(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)/gu;

interface BirthFacts {
  readonly today: WallDate;
  readonly language: Language;
  readonly country: string;
}

/** A birth date, with its year and not after today: "le 3 mai 1990", "May third, nineteen ninety", "3/5/90". */
export function understandBirthDate(text: string, { today, language, country }: BirthFacts): WallDate | undefined {
  const dates = tokensIn(text, language).flatMap((tokens) => datesIn(tokens, { today, country }));
  return dates.find((each) => isWallDate(each) && each <= today && each > "1900-01-01");
}

/** Whether the text mentions a date at all, understood or not: "je ne sais pas" does not. */
export function mentionsDate(text: string, language: Language): boolean {
  return tokensIn(text, language).some((tokens) => /(?:^| )[NOSDCM]\d/u.test(tokens));
}

/** The text's tokens in the clinic's language, then in the others. */
function tokensIn(text: string, language: Language): readonly string[] {
  const ordered = text.replaceAll(yearFirst, (_, y: string, m: string, d: string) => isoDate(y, m, d));
  return [language, ...otherLanguages(language)].map((each) => speechTokens(ordered, each).tokens.join(" "));
}

function datesIn(tokens: string, facts: Omit<BirthFacts, "language">): readonly WallDate[] {
  const written = slashes.exec(tokens)?.groups ?? saidInNumbers(tokens);
  if (written !== undefined) return slashedDate(written, facts);
  return patterns.flatMap((pattern) => {
    const { iso, compact, d = "", m = "", ...year } = pattern.exec(tokens)?.groups ?? {};
    if (iso !== undefined) return [iso];
    if (compact !== undefined) return [isoDate(compact.slice(0, 4), compact.slice(4, 6), compact.slice(6))];
    return d === "" ? [] : [isoDate(wholeYear(year, facts.today), m, d)];
  });
}

function saidInNumbers(tokens: string): Groups | undefined {
  const spoken = tokens
    .replace(/^.*bg /u, "")
    .replace(/^(?:the )?(N\d{1,2}) from (?=N\d{1,2} )/u, "$1 ")
    .replaceAll(/(?<=^| )(?:,|the)(?: |$)/gu, "")
    .replace(/(?: \?)+$/u, "")
    .replaceAll(/(?<=^| )A(?= )/gu, "N1");
  const numbers = spoken.replace(thousands, "N$1 N1$2").trim();
  const { digit, ...said } = spokenNumbers.exec(numbers)?.groups ?? {};
  if (said["a"] === undefined) return undefined;
  return digit === undefined ? said : { ...said, short: `0${digit}` };
}

type Groups = Readonly<Record<string, string | undefined>>;

/** No one is born after today, so "30" means 1930 until 2030. */
function wholeYear({ y, century = "", yy = "", short }: Groups, today: WallDate): string {
  if (y !== undefined) return y;
  if (short === undefined) return `${century}${yy.padStart(2, "0")}`;
  return `${short <= today.slice(2, 4) ? "20" : "19"}${short}`;
}

/** Empty if the country uses both orders and the numbers fit either. */
function slashedDate(
  { a = "", b = "", ...said }: Groups,
  { today, country }: Omit<BirthFacts, "language">,
): readonly WallDate[] {
  const y = wholeYear(said, today);
  if (Number(a) > 12) return [isoDate(y, b, a)];
  if (Number(b) > 12) return [isoDate(y, a, b)];
  if (country === "CA" && a !== b) return [];
  return [country === "US" ? isoDate(y, a, b) : isoDate(y, b, a)];
}

function isoDate(year: string, month: string, day: string): WallDate {
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
