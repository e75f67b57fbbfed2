import { minutesPerDay } from "./wall-time.ts";

export const dayParts = ["morning", "afternoon", "evening"] as const;

export type DayPart = (typeof dayParts)[number];

/** From minute (included) to minute (excluded) of the day. Late afternoon is also what people call evening. */
export const dayPartMinutes: Readonly<Record<DayPart, readonly [number, number]>> = {
  morning: [0, 12 * 60],
  afternoon: [12 * 60, 18 * 60],
  evening: [17 * 60, minutesPerDay],
};
