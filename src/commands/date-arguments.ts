import type { Clock } from "../clock.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { type UnderstoodDate, isOneDay, understandDate } from "../domain/language/dates/understand-date.ts";
import { type WallDate, isWallDate } from "../domain/time/wall-date.ts";
import { type WallTime, minutesOfWallTime, wallTimeOfMinutes } from "../domain/time/wall-time.ts";
import { instantOf, todayIn } from "../domain/time/zoned-time.ts";
import { AscendiaError } from "../errors.ts";

interface ClinicDay {
  readonly clinic: Pick<Clinic, "timezone" | "language" | "country">;
  readonly clock: Clock;
  /** A period such as "next week" stands for its first day. */
  readonly takesPeriods?: boolean;
}

/** "2026-03-03", past dates included, or a phrase in French or English: "tomorrow", "lundi prochain". */
export function dateFrom(text: string, where: string, { clinic, clock, takesPeriods = false }: ClinicDay): WallDate {
  const written = text.trim();
  if (isWallDate(written)) return written;
  const today = todayIn(clinic.timezone, clock);
  const understood = understandDate(written, { today, language: clinic.language, country: clinic.country });
  const isFitting = understood.kind === "understood" && (takesPeriods || isOneDay(understood.value));
  if (isFitting) return understood.value.first;
  const candidates = understood.kind === "ask" ? understood.candidates.map(({ first }) => first) : [];
  throw new AscendiaError("invalid", `${where}: "${text}" ${problemOf(understood, candidates, today)}.`, {
    hint:
      candidates.length === 0
        ? "Write it as 2026-03-31, or tomorrow, lundi prochain."
        : `Use ${candidates.join(" or ")}.`,
  });
}

function problemOf({ kind }: UnderstoodDate, candidates: readonly WallDate[], today: WallDate): string {
  if (kind === "understood") return "is a period and not a date";
  if (kind === "not_heard" || candidates.length === 0) return "is not a date";
  if (candidates.every((date) => date < today)) return "is in the past";
  return candidates.length === 1 ? "is not certain" : "may mean more than one date";
}

/** "HH:MM" of "9:30", "09:30" or "9h30". */
export function timeFrom(text: string, where: string): WallTime {
  const minutes = minutesOfWallTime(text);
  if (minutes !== undefined && minutes < 24 * 60) return wallTimeOfMinutes(minutes);
  throw new AscendiaError("invalid", `${where}: "${text}" is not a time.`, { hint: "Write it as 09:30 or 9h30." });
}

/** From and to of "08:00-12:30"; the end may be 24:00. */
export function partOfDayFrom(text: string, where: string): { readonly fromTime: WallTime; readonly toTime: WallTime } {
  const [from, to, more] = text.split(/\s*[-–]\s*/u).map((part) => minutesOfWallTime(part));
  if (from !== undefined && to !== undefined && more === undefined && from < to) {
    return { fromTime: wallTimeOfMinutes(from), toTime: wallTimeOfMinutes(to) };
  }
  throw new AscendiaError("invalid", `${where}: "${text}" is not a time range.`, {
    hint: "Write it as 08:00-12:30, earlier time first. A range past midnight needs two entries.",
  });
}

/** A whole number from `least` to `most`. */
export function numberFrom(
  text: string,
  { where, least, most }: { readonly where: string; readonly least: number; readonly most: number },
): number {
  const number = Number(text);
  if (/^\d+$/u.test(text.trim()) && number >= least && number <= most) return number;
  throw new AscendiaError("invalid", `${where}: "${text}" is not a whole number from ${least} to ${most}.`, {
    hint: `Use a number such as ${Math.min(Math.max(30, least), most)}.`,
  });
}

/** A date of birth: a full date, not in the future. */
export function birthDateFrom(text: string, { timezone }: Pick<Clinic, "timezone">, clock: Clock): WallDate {
  const written = text.trim();
  if (isWallDate(written) && written <= todayIn(timezone, clock)) return written;
  throw new AscendiaError("invalid", `--birth-date: "${text}" is not a date of birth.`, {
    hint: "Write it as 1984-05-17.",
  });
}

/** A date and time at the clinic, still to come. */
export function instantFrom(text: string, clinic: Clinic, { clock }: { readonly clock: Clock }): number {
  const [, date = "", time = ""] = /^(.+?)(?:T|\s+(?:at\s+|à\s+)?)(\d[\dh:]*)$/u.exec(text.trim()) ?? [];
  if (time === "") {
    throw new AscendiaError("usage", `--at: "${text}" is not a date and time.`, {
      hint: 'Write it as "2027-03-28 09:30", in the clinic\'s time zone.',
    });
  }
  const day = dateFrom(date, "--at", { clinic, clock });
  const at = instantOf(day, timeFrom(time, "--at"), clinic.timezone);
  if (at > clock.now()) return at;
  throw new AscendiaError("usage", `--at: "${text}" is in the past.`, {
    hint: "Leave --at out, or give a later time.",
  });
}

/** The instant of an --at value at the clinic, such as "2026-03-03T09:00" or "tomorrow 9h30". */
export function momentArgument(text: string, clinic: Clinic, { clock }: { readonly clock: Clock }): number {
  const [date, time, more] = text.trim().split(/[T ]+/u);
  if (date === undefined || time === undefined || more !== undefined) {
    throw new AscendiaError("invalid", `--at: "${text}" is not a date and time.`, {
      hint: "Write it as 2026-03-31T09:30.",
    });
  }
  return instantOf(dateFrom(date, "--at", { clinic, clock }), timeFrom(time, "--at"), clinic.timezone);
}
