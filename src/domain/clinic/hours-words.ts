import { foldText } from "../language/fold-text.ts";
import { minutesPerDay } from "../time/wall-time.ts";

export type HoursToken =
  | { readonly kind: "days"; readonly days: readonly number[] }
  | { readonly kind: "time"; readonly minutes: number; readonly half: "am" | "pm" | null }
  | { readonly kind: "to" | "and" | "except" | "closed" | "part" | "always" | "holidays" };

const names: readonly (readonly string[])[] = [
  ["monday", "mon", "mo", "lundi", "lun", "lu", "lunes"],
  ["tuesday", "tues", "tue", "tu", "mardi", "mar", "ma", "martes"],
  ["wednesday", "wed", "we", "mercredi", "mer", "me", "miercoles", "mie", "mier"],
  ["thursday", "thurs", "thur", "thu", "th", "jeudi", "jeu", "je", "jueves", "jue"],
  ["friday", "fri", "fr", "vendredi", "ven", "ve", "viernes", "vie", "vier"],
  ["saturday", "sat", "sa", "samedi", "sam", "sabado", "sab"],
  ["sunday", "sun", "su", "dimanche", "dim", "di", "domingo", "dom"],
];

export const everyDay = [0, 1, 2, 3, 4, 5, 6];

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
  const day = names.findIndex(
    (each) => each.includes(word) || (word.length > 5 && each.includes(word.replace(/s$/u, ""))),
  );
  if (day < 0) return undefined;
  return [{ kind: "days", days: [day] }, word.length];
}

/** undefined: it has a word that hours do not have. */
export function hoursTokens(written: string): readonly HoursToken[] | undefined {
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
