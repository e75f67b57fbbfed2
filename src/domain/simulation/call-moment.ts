import { AscendiaError } from "../errors.ts";
import { isWallDate, type WallDate } from "../time/wall-date.ts";
import { minutesOfWallTime, minutesPerDay, wallTimeOfMinutes, type WallTime } from "../time/wall-time.ts";
import { dateAt, instantOf, wallTimeAt } from "../time/zoned-time.ts";
import type { Zone } from "../time/zone.ts";
import type { Scenario } from "./scenario/schema.ts";

/** When calls come in, by each clinic's own clocks; `now`: at the very instant of the simulation. */
export type CallMoment = "now" | { readonly date: WallDate; readonly time: WallTime };

/** When calls come in that nobody gave a time, on the clinic's day of the simulation. */
const CALL_TIME: WallTime = "09:05";

interface TimedCall {
  readonly now: number;
  readonly moment?: CallMoment | undefined;
  readonly scenario?: Pick<Scenario, "clock">;
}

/** The instant at which a call comes in: what its scenario says, else the simulation's moment, else today at 09:05. */
export function callInstant({ now, moment, scenario }: TimedCall, zone: Zone): number {
  const [date, time] = scenario?.clock?.at.split("T") ?? [];
  if (date !== undefined && time !== undefined) return instantOf(date, time, zone);
  if (moment === undefined) return instantOf(dateAt(now, zone), CALL_TIME, zone);
  if (moment === "now") return instantOf(dateAt(now, zone), wallTimeAt(now, zone), zone);
  return instantOf(moment.date, moment.time, zone);
}

/** "2026-03-29", "2026-03-29T08:55" or "2026-03-29 08:55". @throws usage for anything else */
export function parseCallMoment(text: string): CallMoment {
  const [date = "", time = CALL_TIME, ...more] = text.trim().split(/[T ]+/);
  const minutes = minutesOfWallTime(time);
  if (isWallDate(date) && minutes !== undefined && minutes < minutesPerDay && more.length === 0) {
    return { date, time: wallTimeOfMinutes(minutes) };
  }
  throw new AscendiaError("usage", `--at: "${text}" is no date and time.`, {
    hint: "Write it as 2026-03-29T08:55, or 2026-03-29; it is meant by each clinic's own clocks.",
  });
}
