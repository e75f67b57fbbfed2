import { instantSaid } from "../../domain/booking/spoken-context.ts";
import { understandTime } from "../../domain/language/understand-time.ts";
import { ownNumber } from "../../domain/outreach/own-number.ts";
import { outreachPhrases } from "../../domain/outreach/phrases.ts";
import { requestCallback as request } from "../../domain/outreach/request-callback.ts";
import { addDays } from "../../domain/time/wall-date.ts";
import { instantOf, todayIn } from "../../domain/time/zoned-time.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";
import { dayMeant, type Meant } from "./meant.ts";
import { said } from "./said.ts";

/** The caller wants to be called, at a time or whenever it suits. */
export async function requestCallback(desk: Desk): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const { callId } = desk.request;
  const phone = ownNumber(desk.request.callerNumber);
  const words = outreachPhrases[spoken.language];
  if (phone === null) return { message: words.callbackNumberUnknown, requested: "false" };
  const wanted = timeWanted(desk);
  if ("question" in wanted) return { message: wanted.question.message, requested: "false" };
  const promise = await request({ callId, phone, wantedAt: wanted.value }, bookings);
  const message = promise.by === "staff" ? words.callbackByStaff : words.callbackAt(instantSaid(promise.at, spoken));
  return { message, requested: "true" };
}

/** By the clinic's clock. A time alone is its next coming, a day alone its beginning; null: neither was said. */
function timeWanted(desk: Desk): Meant<number | null> {
  const { zone, language } = desk.spoken;
  const [dateSaid, timeSaid] = [said(desk.request.args, "date"), said(desk.request.args, "time")];
  const time = timeSaid === undefined ? "00:00" : understandTime(timeSaid);
  if (time === undefined) return { question: { message: outreachPhrases[language].whichTime } };
  if (dateSaid !== undefined) {
    const day = dayMeant(desk);
    return "question" in day ? day : { value: instantOf(day.value.date, time, zone) };
  }
  if (timeSaid === undefined) return { value: null };
  const today = todayIn(zone, desk.bookings.clock);
  const next = instantOf(today, time, zone);
  return { value: next > desk.bookings.clock.now() ? next : instantOf(addDays(today, 1), time, zone) };
}
