import type { DayPart } from "../time/wall-date.ts";
import { type WallTime, minutesOfWallTime } from "../time/wall-time.ts";
import type { Language } from "./language.ts";
import { languageWords } from "./all-words.ts";

/** For the ear: "9 heures 30" / "9:30 AM" of "09:30"; "24:00" is "minuit" / "12:00 AM". A voice may read "9 h" as a letter. */
export function spokenWallTime(time: WallTime, language: Language): string {
  return languageWords[language].clock.spoken(minutesOfWallTime(time) ?? 0);
}

/** For the eye: "9 h 30" / "9:30 AM" of "09:30". */
export function writtenWallTime(time: WallTime, language: Language): string {
  return languageWords[language].clock.written(minutesOfWallTime(time) ?? 0);
}

/** "le matin" / "the morning" */
export function spokenDayPart(part: DayPart, language: Language): string {
  return languageWords[language].times.parts[part];
}
