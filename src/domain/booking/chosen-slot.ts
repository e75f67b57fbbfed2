import { inWorkingMinutes } from "../language/date-wish.ts";
import type { Language } from "../language/language.ts";
import { languageWords } from "../language/all-words.ts";
import type { TimeWish } from "../language/understand-time.ts";
import { minutesOfWallTime } from "../time/wall-time.ts";
import { type Zone, wallTimeAt } from "../time/zoned-time.ts";
import type { Slot } from "./slot.ts";

/** How to read a time: by the clinic's clock and language. */
export interface ClockReading {
  readonly zone: Zone;
  readonly language: Language;
}

/**
 * The time of day meant, given what is free: "3:30" is half past three in the afternoon when only that is free, "the
 * last one" the last. Returns several when two fit equally well.
 */
export function minutesChosen(wish: TimeWish, free: readonly Slot[], reading: ClockReading): readonly number[] {
  if (wish.kind === "hours") return [];
  if (wish.kind === "position") {
    const slot = distinctTimes(free).at(wish.position);
    return slot === undefined ? [] : [minuteOf(slot, reading.zone)];
  }
  const [likeliest, ...others] = wish.minutes;
  if (likeliest === undefined || others.length === 0) return wish.minutes;
  const freeMinutes = new Set(free.map((slot) => minuteOf(slot, reading.zone)));
  const possible = wish.minutes.filter((minute) => freeMinutes.has(minute));
  if (possible.length === 0) return [inWorkingMinutes(wish.minutes)];
  // By the 24-hour clock "neuf heures" means the evening only when the morning is not free.
  return languageWords[reading.language].habits.hasTwentyFourHours ? possible.slice(0, 1) : possible;
}

/** One slot per time, so that a time offered by several doctors counts once. */
export function distinctTimes(slots: readonly Slot[]): readonly Slot[] {
  const seen = new Set<number>();
  return slots.filter(({ startsAt }) => !seen.has(startsAt) && seen.add(startsAt));
}

/** Minutes since 00:00 at which the slot begins, by the clinic's clock. */
export function minuteOf({ startsAt }: Slot, zone: Zone): number {
  return minutesOfWallTime(wallTimeAt(startsAt, zone)) ?? 0;
}
