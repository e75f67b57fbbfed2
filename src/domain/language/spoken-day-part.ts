import type { DayPart } from "../time/day-part.ts";
import { dateWords } from "./date-words.ts";
import type { Language } from "./language.ts";

const clockTime =
  /(?:\b(?:at|around|about|by|a|vers) )?\b(?<hour>\d{1,2})(?:(?: ?h ?| heures? ?|:)(?<minute>\d{2})?)?(?: ?(?<half>a\.?m\b\.?|p\.?m\b\.?|o'clock))?/gu;

/** Takes the part of day out of folded text: words for it ("matin", "tonight") or a time of day ("à 14 h", "3 pm"). */
export function takeDayPart(
  text: string,
  language: Language,
): { readonly rest: string; readonly dayPart: DayPart | null } {
  const { dayParts, thisPart, today } = dateWords[language];
  let rest = text.replaceAll(/\btonight\b/gu, "today evening");
  let dayPart: DayPart | null = null;
  for (const [pattern, part] of dayParts) {
    const without = rest.replaceAll(pattern, " ");
    if (without !== rest) dayPart = part;
    rest = without;
  }
  rest = rest.replaceAll(clockTime, (whole, ...captures: readonly unknown[]) => {
    const part = partOfTime(captures.at(-1), whole);
    if (part === undefined) return whole;
    dayPart ??= part;
    return " ";
  });
  rest = rest.replaceAll(/\s+/gu, " ").trim();
  return { rest: thisPart.test(rest) && dayPart !== null ? today : rest, dayPart };
}

function partOfTime(groups: unknown, whole: string): DayPart | undefined {
  if (typeof groups !== "object" || groups === null) return undefined;
  const { hour, minute, half }: { hour?: unknown; minute?: unknown; half?: unknown } = groups;
  const isTime = half !== undefined || minute !== undefined || /\d ?h\b|heure/u.test(whole);
  if (!isTime) return undefined;
  const isAfternoonHalf = typeof half === "string" && half.startsWith("p") && Number(hour) < 12;
  return partOfHour(Number(hour) + (isAfternoonHalf ? 12 : 0));
}

function partOfHour(hour: number): DayPart | undefined {
  if (hour > 24) return undefined;
  if (hour < 12) return "morning";
  return hour < 18 ? "afternoon" : "evening";
}
