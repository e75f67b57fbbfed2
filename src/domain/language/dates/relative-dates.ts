import { type WallDate, addDays, weekdayNumber } from "../../time/wall-date.ts";
import { addMonths } from "../../time/zoned-time.ts";
import { type DateFacts, type DateRule, type Groups, type Mention, dateRule, dayMention } from "./date-mention.ts";
import type { Language } from "../language.ts";
import { languageWords } from "../all-words.ts";

const W = "W(?<w>\\d)";

const COUNT = "(?:[NO](?<count>\\d{1,3})|A)";

const UNIT = "U(?<unit>[dwfmy])";

const THE = "(?:the )?";

const NEXT_WEEK = "(?:next Uw|Uw next|Uw following|following Uw|Uw coming|coming Uw)";

/** Idioms: eight days are a week in French and Spanish, fifteen a fortnight. */
const idiomDays: Readonly<Record<number, number>> = { 8: 7, 15: 14 };

/** Days said relative to today. */
export const relativeRules: readonly DateRule[] = [
  [dateRule("R(?<days>-?\\d)"), ({ days }, { today }) => dayMention(addDays(today, Number(days)))],
  [
    dateRule("R(?<days>\\d) en N(?<count>8|15)"),
    ({ days, count }, { today }) => dayMention(addDays(today, Number(days) + (idiomDays[Number(count)] ?? 0))),
  ],
  [
    dateRule(`(?:this |coming |next )?${W}(?: next| coming)? en N(?<count>8|15)`),
    (said, { today }) => dayMention(addDays(comingWeekday(said, today), idiomDays[Number(said["count"])] ?? 0)),
  ],
  [
    dateRule(`N(?<count>[1-9]) (?:any )?${W} from (?:now|R0)`),
    (said, { today }) => dayMention(addDays(afterToday(said, today), 7 * (Number(said["count"]) - 1))),
  ],
  [dateRule(W), ({ w }, { today }) => ({ ...bareWeekday(Number(w), today), weekday: Number(w) })],
  [dateRule(`this ${W}(?: coming)?`), ({ w }, { today }) => bareWeekday(Number(w), today)],
  [
    dateRule(`(?:coming|this coming) ${W}|(?<w2>W\\d) coming`),
    (said, { today }) => dayMention(afterToday(said, today)),
  ],
  [
    dateRule(`next ${W}|(?<w2>W\\d) next|${THE}next coming (?<w3>W\\d)`),
    (said, { today }) => nextWeekday(spokenWeekday(said), today),
  ],
  [
    dateRule(`following ${W}|(?<w2>W\\d) following`),
    (said, { today }) => {
      const coming = comingWeekday(said, today);
      return dayMention(coming, addDays(coming, 7));
    },
  ],
  [dateRule(`last ${W}|(?<w2>W\\d) last`), (said, { today }) => dayMention(addDays(afterToday(said, today), -7))],
  [
    dateRule(
      `${W}(?: ,)? (?:contrast )?(?:not this(?: Uw)?|notthis)(?: ,)? (?:contrast )?${THE}(?:other|next|following)`,
    ),
    (said, { today }) => dayMention(addDays(comingWeekday(said, today), 7)),
  ],
  [
    dateRule(`(?:notthis|not this) ${W}(?: ,)? (?:contrast )?${THE}(?:W\\k<w> )?(?:other|next|following)`),
    (said, { today }) => dayMention(addDays(comingWeekday(said, today), 7)),
  ],
  // "this Thursday, not next"
  [
    dateRule(`this ${W}(?: ,)? not (?:the )?(?:next|following|other)(?! W| U)`),
    (said, { today }) => dayMention(comingWeekday(said, today)),
  ],
  // "jeudi prochain, pas celui-ci"
  [
    dateRule(`(?:next ${W}|(?<w2>W\\d) next)(?: ,)? (?:not this(?: Uw)?|notthis)(?: W\\d)?`),
    (said, { today }) => dayMention(weekdayOfWeek(spokenWeekday(said), today, 1)),
  ],
  [
    dateRule(`(?:notthis|not this) ${W}(?: ,)? (?:contrast )?(?:next W\\k<w>|W\\k<w> next)`),
    (said, { today }) => dayMention(weekdayOfWeek(spokenWeekday(said), today, 1)),
  ],
  [dateRule(`${W} after next`), (said, { today }) => dayMention(addDays(comingWeekday(said, today), 7))],
  [dateRule(`${W} Uf`), (said, { today }) => dayMention(addDays(comingWeekday(said, today), 14))],
  [dateRule(`${W} Uw`), (said, { today }) => dayMention(addDays(comingWeekday(said, today), 7))],
  [
    dateRule(`${COUNT} U(?<unit>[wf]) (?:from |after |past )?${THE}(?:this |next |coming )?${W}`),
    (said, { today }) => dayMention(addDays(comingWeekday(said, today), daysOf(said))),
  ],
  [
    dateRule(
      `${W}(?: ,)? in ${COUNT} U(?<unit>[wf])|in [NO](?<count2>\\d{1,2}) U(?<unit2>[wf])(?: ,)? (?:any |A |the )?(?<w2>W\\d)`,
    ),
    (said, { today }) =>
      dayMention(
        addDays(
          comingWeekday(said, today),
          daysOf({ count: said["count"] ?? said["count2"], unit: said["unit"] ?? said["unit2"] }),
        ),
      ),
  ],
  [
    dateRule(`${W}(?: ,)? (?:in |from )?${THE}${NEXT_WEEK}|${THE}${NEXT_WEEK}(?: ,)? ${THE}(?<w2>W\\d)`),
    (said, { today }) => dayMention(weekdayOfWeek(spokenWeekday(said), today, 1)),
  ],
  [
    dateRule(`${W}(?: ,)? (?:in )?${THE}Uw after next|${THE}Uw after next(?: ,)? ${THE}(?<w2>W\\d)`),
    (said, { today }) => dayMention(weekdayOfWeek(spokenWeekday(said), today, 2)),
  ],
  [
    dateRule(`${W}(?: ,)? this Uw|this Uw(?: ,)? ${THE}(?<w2>W\\d)`),
    (said, { today }) => dayMention(weekdayOfWeek(spokenWeekday(said), today, 0)),
  ],
  [dateRule(`(?:in|by)(?: around)? ${COUNT} ${UNIT}`), later],
  [dateRule(`in (?:around )?(?:half )?${COUNT} h`), (_, { today }) => dayMention(today)],
  [dateRule(`${COUNT} U(?<unit>[wf]) R(?<from>\\d)|R(?<from2>\\d) U(?<unit2>[wf])`), weekFrom],
  [dateRule(`${COUNT} ${UNIT} (?:from|after|following) (?:(?:now|R(?<from>\\d)))`), later],
  [dateRule(`${COUNT} ${UNIT} later`), later],
  [
    dateRule(`ago ${COUNT} ${UNIT}|${COUNT.replace("count", "count2")} ${UNIT.replace("unit", "unit2")} ago`),
    () => ({ kind: "aside" }),
  ],
  [dateRule(`bg (?:in )?(?:some |${COUNT} )?${UNIT}`), () => ({ kind: "aside" })],
];

/** As the whole text, "two weeks" means in two weeks; within a sentence it may be how long something has lasted. */
export const relativeRulesOfWholeText: readonly DateRule[] = [[dateRule(`${COUNT} U(?<unit>[dwfm])`), later]];

const unitDays: Readonly<Record<string, number>> = { d: 1, w: 7, f: 14 };

function daysOf({ count, unit }: Groups): number {
  return Number(count ?? 1) * (unitDays[unit ?? ""] ?? 7);
}

function later(said: Groups, { today, language }: DateFacts): Mention {
  const count = Number(said["count"] ?? 1);
  const from = addDays(today, Number(said["from"] ?? 0));
  const unit = said["unit"] ?? "d";
  if (unit === "m" || unit === "y") return dayMention(addMonths(from, unit === "m" ? count : 12 * count));
  const idiom = unit === "d" ? idiomOf(count, language) : undefined;
  return dayMention(addDays(from, idiom ?? count * (unitDays[unit] ?? 1)));
}

/** "A week today", "tomorrow week". */
function weekFrom({ count, unit, unit2, from, from2 }: Groups, { today }: DateFacts): Mention {
  return dayMention(addDays(today, Number(from ?? from2) + daysOf({ count, unit: unit ?? unit2 })));
}

function idiomOf(count: number, language: Language): number | undefined {
  return languageWords[language].habits.idiomDays[count];
}

function spokenWeekday({ w, w2, w3 }: Groups): number {
  return Number(w ?? (w2 ?? w3)?.slice(1));
}

/** The next such weekday, today included. */
export function upcoming(weekday: number, today: WallDate): WallDate {
  return addDays(today, (weekday - weekdayNumber(today) + 7) % 7);
}

function comingWeekday(said: Groups, today: WallDate): WallDate {
  return upcoming(spokenWeekday(said), today);
}

function afterToday(said: Groups, today: WallDate): WallDate {
  return upcoming(spokenWeekday(said), addDays(today, 1));
}

/** The weekday in the week (Monday to Sunday) that is `weeks` after this one. */
export function weekdayOfWeek(weekday: number, today: WallDate, weeks: number): WallDate {
  return addDays(today, weekday - weekdayNumber(today) + 7 * weeks);
}

/**
 * "Next Friday" said on a Wednesday may be this week's or next week's Friday: returns both, so that the caller is
 * asked.
 */
function nextWeekday(weekday: number, today: WallDate): Mention {
  const followingWeek = weekdayOfWeek(weekday, today, 1);
  return weekday > weekdayNumber(today)
    ? dayMention(addDays(followingWeek, -7), followingWeek)
    : dayMention(followingWeek);
}

/** If it is today's weekday, today or a week from today may be meant. */
function bareWeekday(weekday: number, today: WallDate): Extract<Mention, { kind: "day" }> {
  const date = upcoming(weekday, today);
  return { kind: "day", dates: date === today ? [today, addDays(today, 7)] : [date] };
}
