import type { CallFacts, OfferedSlot } from "./offered-slots.ts";
import { isOneDay, namesNoDay, understandDate } from "../language/dates/understand-date.ts";
import { type WallDate, addDays } from "../time/wall-date.ts";

/** The one day that a sentence names, first among the offered days; it may be past. */
export function dayNamed(line: string, slots: readonly OfferedSlot[], facts: CallFacts): WallDate | undefined {
  return offeredDay(line, slots, facts) ?? dayAlone(line, facts);
}

/**
 * The answer to "Thursday or Friday?" that names neither: "next week" leaves one of them, "after four" and "either"
 * leave both. undefined: no such question was asked, or a day was named.
 */
export function dayAmongAsked(line: string, asked: string, facts: CallFacts): string | undefined {
  const question = understandDate(asked, facts);
  const heard = understandDate(line, facts);
  if (question.kind !== "ask" || heard.kind !== "understood" || isOneDay(heard.value)) return undefined;
  const { first, last, isEarliest } = heard.value;
  const open = question.candidates.map((day) => day.first).filter((day) => first <= day && day <= last);
  const [earliest] = open;
  const latest = open.at(-1);
  if (question.candidates.length < 2 || earliest === undefined || latest === undefined) return undefined;
  if (open.length === 1 || isEarliest) return earliest;
  if (!namesNoDay(heard.value)) return undefined;
  return addDays(earliest, open.length - 1) === latest ? `${earliest} to ${latest}` : asked;
}

function dayAlone(line: string, facts: CallFacts): WallDate | undefined {
  const understood = understandDate(line, facts);
  if (understood.kind === "understood") return isOneDay(understood.value) ? understood.value.first : undefined;
  const [day, ...others] = understood.kind === "ask" ? understood.candidates : [];
  return day !== undefined && others.length === 0 && day.first < facts.today ? day.first : undefined;
}

/** After times on three days, "Tuesday" is the Tuesday among them, whatever today is; "tomorrow" names none of them. */
function offeredDay(line: string, slots: readonly OfferedSlot[], facts: CallFacts): WallDate | undefined {
  const offered = [...new Set(slots.flatMap(({ date }) => date ?? []))];
  if (offered.length < 2) return undefined;
  const named = offered.filter((date) =>
    // A day counted from today would differ if today were another day.
    [1, 2, 3].every((days) => means(line, date, { ...facts, today: addDays(date, -days) })),
  );
  return named.length === 1 ? named[0] : undefined;
}

function means(line: string, date: WallDate, facts: CallFacts): boolean {
  const understood = understandDate(line, facts);
  return understood.kind === "understood" && isOneDay(understood.value) && understood.value.first === date;
}
