import { foundOut } from "../call/analysis.ts";
import type { Call } from "../call/call.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { isWallDate } from "../time/wall-date.ts";
import { minutesOfWallTime } from "../time/wall-time.ts";
import { instantOf } from "../time/zoned-time.ts";

const pattern = /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2})/u;

/** When the caller wants to be called, as the analysis found out by the clinic's clock; null: it tells no such time. */
export function callbackTime({ analysisJson }: Pick<Call, "analysisJson">, { timezone }: Pick<Clinic, "timezone">) {
  const { date, time } = pattern.exec(foundOut(analysisJson, "callback_time") ?? "")?.groups ?? {};
  if (date === undefined || time === undefined) return null;
  return isWallDate(date) && minutesOfWallTime(time) !== undefined ? instantOf(date, time, timezone) : null;
}
