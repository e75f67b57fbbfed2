import { type WallTime, minutesOfWallTime, minutesPerDay } from "../time/wall-time.ts";
import type { Language, Translated } from "./language.ts";

type Clock = (minutesOfDay: number) => string;

/** For the eye: "9 h 30", "9:30 AM". */
const writtenMinutes: Translated<Clock> = {
  fr: (minutesOfDay) => {
    const minutes = minutesOfDay % 60;
    const hours = `${Math.floor(minutesOfDay / 60)} h`;
    return minutes === 0 ? hours : `${hours} ${String(minutes).padStart(2, "0")}`;
  },
  en: (minutesOfDay) => {
    const hours = Math.floor((minutesOfDay % minutesPerDay) / 60);
    const minutes = String(minutesOfDay % 60).padStart(2, "0");
    return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? "AM" : "PM"}`;
  },
};

/** For the ear: a voice may read "9 h" as a letter. */
const spokenMinutes: Translated<Clock> = {
  fr: (minutesOfDay) => {
    const [hour, minutes] = [Math.floor(minutesOfDay / 60), minutesOfDay % 60];
    if (minutes === 0 && hour % 12 === 0) return hour === 12 ? "midi" : "minuit";
    return [`${hour} ${hour < 2 ? "heure" : "heures"}`, ...(minutes === 0 ? [] : [minutes])].join(" ");
  },
  en: writtenMinutes.en,
};

/** "9 heures 30" / "9:30 AM" of "09:30"; "24:00" is "minuit" / "12:00 AM". */
export function spokenWallTime(time: WallTime, language: Language): string {
  return spokenMinutes[language](minutesOfWallTime(time) ?? 0);
}

/** "9 h 30" / "9:30 AM" of "09:30". */
export function writtenWallTime(time: WallTime, language: Language): string {
  return writtenMinutes[language](minutesOfWallTime(time) ?? 0);
}
