import type { WallTime } from "../time/wall-time.ts";
import { minutesOfWallTime, minutesPerDay } from "../time/wall-time.ts";
import type { Language } from "./language.ts";

const spokenMinutes: Readonly<Record<Language, (minutesOfDay: number) => string>> = {
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

/** "9 h 30" / "9:30 AM" of "09:30"; "24:00" is "24 h" / "12:00 AM". */
export function spokenWallTime(time: WallTime, language: Language): string {
  return spokenMinutes[language](minutesOfWallTime(time) ?? 0);
}
