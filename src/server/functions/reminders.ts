import { isPatientsNumber } from "../../domain/booking/patients/patient.ts";
import { spokenWhen } from "../../domain/booking/speech/speech.ts";
import { languageWords } from "../../domain/language/all-words.ts";
import { type DateWish, inWorkingMinutes } from "../../domain/language/dates/date-wish.ts";
import { isOneDay } from "../../domain/language/dates/understand-date.ts";
import { understandTime } from "../../domain/language/dates/understand-time.ts";
import {
  type Confirmed,
  confirmByCaller,
  requestCallback as requestCallbackOf,
} from "../../domain/outreach/outcomes/caller-requests.ts";
import { ownNumber } from "../../domain/outreach/contact.ts";
import { optOutNumber } from "../../domain/outreach/contact-changes.ts";
import { outreachPhrases } from "../../domain/outreach/reminders/outreach-phrases.ts";
import { addDays } from "../../domain/time/wall-date.ts";
import { type WallTime, wallTimeOfMinutes } from "../../domain/time/wall-time.ts";
import { instantOf, todayIn } from "../../domain/time/zoned-time.ts";
import type { FunctionAnswer } from "../ports.ts";
import { calledPatient } from "./called-patient.ts";
import type { FunctionContext } from "./function-context.ts";
import { identified } from "./identified.ts";
import { readArgument } from "./read-argument.ts";
import { type Resolved, resolveDay } from "./resolve.ts";

/**
 * The patient will come. A person called by the clinic needs no more proof; without an id, the appointment is the one
 * that their number was called about. A person who calls in must prove whose appointment it is.
 */
export async function confirmAppointment(context: FunctionContext): Promise<FunctionAnswer> {
  const { request, bookings } = context;
  const appointmentId = readArgument(request.args, "appointment_id") ?? null;
  const dialled = request.isOutbound ? request.callerNumber : null;
  const isCalled =
    appointmentId === null ? dialled !== null : (await calledPatient(appointmentId, context)) !== undefined;
  const caller = isCalled ? null : await identified(context);
  if (caller?.kind === "unproven") return { ...caller.answer, confirmed: "false" };
  const outcome = await confirmByCaller({ appointmentId, dialled, patient: caller?.patient ?? null }, bookings);
  return { message: confirmationSpoken(outcome, context), confirmed: String(outcome.kind === "confirmed") };
}

function confirmationSpoken(outcome: Confirmed, context: FunctionContext): string {
  const words = outreachPhrases[context.spoken.language];
  if (outcome.kind === "unknown") return words.noAppointment;
  const time = spokenWhen(outcome.startsAt, context.spoken);
  return outcome.kind === "confirmed" ? words.confirmed(time) : words.notActive(time);
}

/**
 * Stops calls only to the patient's end of the line, whatever number is mentioned: no caller can opt out another
 * number.
 */
export async function optOut({ request, bookings, spoken }: FunctionContext): Promise<FunctionAnswer> {
  const { callId } = request;
  const phone = ownNumber(request.callerNumber);
  const words = outreachPhrases[spoken.language];
  if (phone === null) return { message: words.numberUnknown, opted_out: "false" };
  const entry = { phone, source: "call", callId, reason: null, createdAt: bookings.clock.now() } as const;
  await bookings.database.transact((stores) => optOutNumber(entry, stores));
  return { message: words.optedOut, opted_out: "true" };
}

/** The caller asks for a callback, at a certain time or at any time. */
export async function requestCallback(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken } = context;
  const { callId } = context.request;
  const phone = ownNumber(context.request.callerNumber);
  const words = outreachPhrases[spoken.language];
  // A person who calls a premium number back would pay for it just as a machine would.
  if (phone === null || !(await isPatientsNumber(phone, bookings))) {
    return { message: words.callbackNumberUnknown, requested: "false" };
  }
  const wanted = timeWanted(context);
  if ("question" in wanted) return { message: wanted.question.message, requested: "false" };
  const promise = await requestCallbackOf({ callId, phone, wantedAt: wanted.value }, bookings);
  const message = promise.by === "staff" ? words.callbackByStaff : words.callbackAt(spokenWhen(promise.at, spoken));
  return { message, requested: "true" };
}

/** In the clinic's time zone. A time alone means its next occurrence, a day alone its start; null: neither was said. */
function timeWanted(context: FunctionContext): Resolved<number | null> {
  const { zone, language } = context.spoken;
  const [dateSaid, timeSaid] = [readArgument(context.request.args, "date"), readArgument(context.request.args, "time")];
  const time = timeSaid === undefined ? "00:00" : timeIn(timeSaid, context);
  if (time === undefined) return { question: { message: outreachPhrases[language].whichTime } };
  if (dateSaid !== undefined) {
    const day = resolveDay(context);
    if ("question" in day) return day;
    if (!isOneDay(day.value)) return { question: { message: languageWords[language].dates.whichDate } };
    return { value: instantOf(day.value.first, timeSaid === undefined ? timeOfDay(day.value) : time, zone) };
  }
  if (timeSaid === undefined) return { value: null };
  const today = todayIn(zone, context.bookings.clock);
  const next = instantOf(today, time, zone);
  return { value: next > context.bookings.clock.now() ? next : instantOf(addDays(today, 1), time, zone) };
}

function timeIn(text: string, { request: { clinic }, spoken }: FunctionContext): WallTime | undefined {
  const understood = understandTime(text, { language: spoken.language, country: clinic.country });
  if (understood.kind !== "understood" || understood.value.kind !== "at") return undefined;
  return wallTimeOfMinutes(inWorkingMinutes(understood.value.minutes));
}

/** "demain à 9 h", passed on as the date, also contains the time. */
function timeOfDay({ hours: { clock } }: DateWish): WallTime {
  return clock === null ? "00:00" : wallTimeOfMinutes(inWorkingMinutes(clock.minutes));
}
