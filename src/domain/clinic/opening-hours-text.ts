import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";
import { intervalsOf } from "./opening-hours-intervals.ts";
import type { Interval, Weekday, WeeklyHours } from "./opening-hours.ts";
import { closedAllWeek, hasNoOpenDay, openDayRuns, weekdays } from "./opening-hours.ts";

const example = "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00";

const dayNames: Readonly<Record<Weekday, readonly string[]>> = {
  mon: ["mon", "monday", "lun", "lundi"],
  tue: ["tue", "tues", "tuesday", "mar", "mardi"],
  wed: ["wed", "wednesday", "mer", "mercredi"],
  thu: ["thu", "thur", "thurs", "thursday", "jeu", "jeudi"],
  fri: ["fri", "friday", "ven", "vendredi"],
  sat: ["sat", "saturday", "sam", "samedi"],
  sun: ["sun", "sunday", "dim", "dimanche"],
};

const closedWords: ReadonlySet<string> = new Set(["closed", "ferme", "fermee", "fermes"]);

const titles: Readonly<Record<Weekday, string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/**
 * Weekly hours from the terminal's form, `Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00`. Day names in English
 * or French; days not named are closed; "closed" / "fermé" says so. Throws `invalid` naming the part and the fix.
 */
export function parseOpeningHours(text: string): WeeklyHours {
  const parts = text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) throw problem("Opening hours: the text is empty.", `Write for example "${example}".`);
  if (parts.length === 1 && closedWords.has(foldText(text))) return closedAllWeek;
  const named = new Map<Weekday, readonly Interval[]>();
  for (const part of parts) {
    const { days, intervals } = parsePart(part);
    for (const day of days) {
      if (named.has(day)) {
        throw problem(`Opening hours: ${titles[day]} is given twice (again in "${part}").`, "Keep one of the two.");
      }
      named.set(day, intervals);
    }
  }
  return { ...closedAllWeek, ...Object.fromEntries(named) };
}

/** The text form that `parseOpeningHours` reads back to the same hours. */
export function formatOpeningHours(hours: WeeklyHours): string {
  if (hasNoOpenDay(hours)) return "closed";
  return openDayRuns(hours)
    .map(({ first, last, intervals }) => {
      const days = first === last ? titles[first] : `${titles[first]}-${titles[last]}`;
      return `${days} ${intervals.map(({ opens, closes }) => `${opens}-${closes}`).join(",")}`;
    })
    .join("; ");
}

function parsePart(part: string): { readonly days: readonly Weekday[]; readonly intervals: readonly Interval[] } {
  const match = /^(?<days>\p{L}[\p{L}.\s,–-]*?)\s*:?\s+(?<hours>\d.*|\p{L}+)$/u.exec(part);
  const daysText = match?.groups?.["days"];
  const hoursText = match?.groups?.["hours"];
  if (daysText === undefined || hoursText === undefined) {
    throw problem(`Opening hours: "${part}" is not days followed by hours.`, `Write for example "${example}".`);
  }
  const days = parseDays(daysText, part);
  if (closedWords.has(foldText(hoursText))) return { days, intervals: [] };
  const pairs = hoursText.split(",").map((pair) => parsePair(pair, daysText));
  return { days, intervals: intervalsOf(pairs, daysText) };
}

function parsePair(pair: string, where: string): readonly [string, string] {
  const [opens, closes, more] = pair.trim().split(/\s*[-–]\s*/u);
  if (opens !== undefined && closes !== undefined && more === undefined) return [opens, closes];
  throw problem(
    `Opening hours, ${where}: "${pair.trim()}" is not an interval.`,
    'Write the opening and the closing time with a hyphen between them, as in "08:00-12:30".',
  );
}

function parseDays(text: string, part: string): readonly Weekday[] {
  const days = text.split(",").flatMap((piece) => {
    const [first, last, more] = piece.trim().split(/\s*[-–]\s*/u);
    if (first === undefined || more !== undefined) throw unknownDay(piece, part);
    const from = weekdays.indexOf(parseDay(first, part));
    const to = weekdays.indexOf(parseDay(last ?? first, part));
    const length = ((to - from + 7) % 7) + 1;
    return Array.from({ length }, (_, offset) => weekdays[(from + offset) % 7] ?? "mon");
  });
  return days;
}

function parseDay(name: string, part: string): Weekday {
  const folded = foldText(name).replaceAll(".", "");
  const day = weekdays.find((candidate) => dayNames[candidate].includes(folded));
  if (day === undefined) throw unknownDay(name, part);
  return day;
}

function unknownDay(name: string, part: string): AscendiaError {
  return problem(
    `Opening hours: "${name.trim()}" in "${part}" is not a day of the week.`,
    "Use Mon Tue Wed Thu Fri Sat Sun, or lun mar mer jeu ven sam dim; a range is Mon-Fri.",
  );
}

function problem(message: string, hint: string): AscendiaError {
  return new AscendiaError("invalid", message, { hint });
}
