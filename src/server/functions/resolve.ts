import { type SlotOffer, findSlots } from "../../domain/booking/slots/availability.ts";
import {
  type SlotChoice,
  distinctTimes,
  minuteOf,
  minutesChosen,
  readSlotId,
} from "../../domain/booking/slots/slot.ts";
import { type DoctorMatch, matchDoctor } from "../../domain/booking/names/match-doctor.ts";
import { type SpokenReply, spokenDateQuestion, spokenDoctorQuestion } from "../../domain/booking/speech/speech.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import {
  type UnderstoodDate,
  whichDateQuestion,
  isOneDay,
  understandDate,
} from "../../domain/language/dates/understand-date.ts";
import { languageWords } from "../../domain/language/all-words.ts";
import type { DateWish, WishedHours } from "../../domain/language/dates/date-wish.ts";
import { type TimeWish, type UnderstoodTime, understandTime } from "../../domain/language/dates/understand-time.ts";
import { isPlaceholder } from "../../domain/language/answers/understand-name.ts";
import { dayParts } from "../../domain/time/wall-date.ts";
import { wallTimeOfMinutes } from "../../domain/time/wall-time.ts";
import { dateAt, instantOf, todayIn } from "../../domain/time/zoned-time.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";

/** Either what the caller meant, or the question to ask back. */
export type Resolved<T> = { readonly value: T } | { readonly question: SpokenReply };

/** The doctor by id, otherwise by the name as heard; undefined if the caller named no doctor. */
export function doctorMatch({ request, spoken }: FunctionContext): DoctorMatch | undefined {
  const heard = [readArgument(request.args, "doctor_id"), readArgument(request.args, "doctor_name")].filter(
    (text): text is string => text !== undefined && !isPlaceholder(text),
  );
  const matches = heard.map((text) => matchDoctor(text, spoken.doctors));
  return matches.find(({ kind }) => kind === "one") ?? matches.find(({ kind }) => kind !== "none") ?? matches[0];
}

/** null if no doctor was named, any doctor will do, or the appointment's own doctor is meant. */
export function resolveDoctor(context: FunctionContext): Resolved<Doctor | null> {
  const match = doctorMatch(context);
  if (match === undefined || match.kind === "any" || match.kind === "last_seen") return { value: null };
  if (match.kind === "one") return { value: match.doctor };
  return { question: spokenDoctorQuestion(match, context.spoken.doctors, context.spoken.language) };
}

/**
 * The day or period in the `date` argument. A separate `part_of_day` argument takes precedence over one in the date.
 */
export function resolveDay(context: FunctionContext): Resolved<DateWish> {
  const understood = dateHeard(readArgument(context.request.args, "date") ?? "", context);
  if (understood.kind !== "understood") return { question: spokenDateQuestion(understood, context.spoken.language) };
  const asked = partOfDayHeard(context);
  if (asked === null) return { value: understood.value };
  return { value: { ...understood.value, hours: { ...understood.value.hours, ...asked } } };
}

/** "afternoon" or, in the caller's words, "plutôt l'après-midi" or "à 10 heures". */
function partOfDayHeard({ request, spoken }: FunctionContext): Partial<WishedHours> | null {
  const text = readArgument(request.args, "part_of_day");
  if (text === undefined) return null;
  const part = dayParts.find((each) => each === text);
  if (part !== undefined) return { dayPart: part, minutes: null };
  const heard = understandTime(text, { language: spoken.language, country: request.clinic.country });
  if (heard.kind !== "understood" || heard.value.kind === "position") return null;
  if (heard.value.kind === "hours") return { dayPart: heard.value.dayPart, minutes: heard.value.minutes };
  return { clock: { minutes: heard.value.minutes, isTime: true, isSure: heard.value.minutes.length === 1 } };
}

function dateHeard(text: string, { request, bookings, spoken }: FunctionContext): UnderstoodDate {
  const today = todayIn(spoken.zone, bookings.clock);
  return understandDate(text, { today, language: spoken.language, country: request.clinic.country });
}

/** Which doctors' times are wanted, and for which appointment type; null: any doctor, the doctor's default type. */
export interface Wanted {
  readonly doctorIds: readonly string[] | null;
  readonly typeId: string | null;
}

/**
 * The free slots that match the wish, soonest first, from the requested hour on. If nothing is free at the requested
 * minute, the search covers the whole part of the day.
 */
export async function freeIn(
  wish: DateWish,
  { doctorIds, typeId }: Wanted,
  { request, bookings, spoken }: FunctionContext,
): Promise<SlotOffer> {
  const { first: firstDate, last: lastDate, weekdays, without, hours } = wish;
  const { dayPart, minutes, clock } = hours;
  const search = { doctorIds, typeId, firstDate, lastDate, weekdays, without, dayPart, callId: request.callId };
  const found = await findSlots({ ...search, minutes }, bookings);
  const isSoft = minutes !== null && dayPart !== null;
  const offer = found.slots.length === 0 && isSoft ? await findSlots(search, bookings) : found;
  if (clock === null) return offer;
  const [minute = 0] = minutesChosen({ kind: "at", minutes: clock.minutes }, offer.slots, spoken);
  const minutesOf = offer.slots.map((slot) => minuteOf(slot, spoken.zone));
  // If the hour itself is not a slot, start at the slot just before it, which is as near as the next one.
  const from = minutesOf.includes(minute) ? minute : Math.max(...minutesOf.filter((each) => each < minute), -1);
  const near = offer.slots.filter((slot) => minuteOf(slot, spoken.zone) >= from);
  if (near.length === 0) return offer;
  const isNamed = clock.isTime && isOneDay(wish) && !minutesOf.includes(minute);
  return { ...offer, slots: near, ...(isNamed && { notFree: wallTimeOfMinutes(minute) }) };
}

/**
 * The slot whose id was passed back, otherwise the slot at the requested date and time; null if no time was clear. An
 * id is ignored if its doctor is not (or no longer) at the clinic.
 */
export async function resolveSlot(
  context: FunctionContext,
  wanted: () => Resolved<Wanted> | Promise<Resolved<Wanted>>,
): Promise<Resolved<SlotChoice | null>> {
  const { args } = context.request;
  const [time, slotId] = [readArgument(args, "time"), readArgument(args, "slot_id")];
  const byId = [slotId, time]
    .map((text) => (text === undefined ? undefined : readSlotId(text)))
    .find((slot) => slot !== undefined && context.spoken.doctors.some(({ id }) => id === slot.doctorId));
  if (byId !== undefined) return { value: byId };
  const [asked, day] = [await wanted(), dayOfVisit(context, time)];
  if ("question" in asked) return asked;
  if ("question" in day) return day;
  const understood = timeHeard(time, day.value, context);
  // A number that may not be a time at all ("neuf") is answered with the free times.
  if (understood.kind === "ask" && understood.candidates.length < 2) return { value: null };
  if (understood.kind === "ask") return { question: { message: understood.question } };
  if (understood.kind === "not_heard" || understood.value.kind === "hours") return { value: null };
  return slotAt(understood.value, day.value, asked.value, context);
}

/** "mardi à 9 h", passed on as the time, also names the day; "la deuxième" and "9" name none. */
function dayOfVisit(context: FunctionContext, time: string | undefined): Resolved<DateWish> {
  const withTime = time === undefined ? undefined : dateHeard(time, context);
  const namesDay = withTime?.kind === "understood" && isOneDay(withTime.value) && saysHours(withTime.value);
  return namesDay ? { value: withTime.value } : resolveDay(context);
}

function saysHours({ hours }: DateWish): boolean {
  return hours.clock !== null || hours.dayPart !== null || hours.minutes !== null;
}

function timeHeard(
  time: string | undefined,
  { hours }: DateWish,
  { request, spoken }: FunctionContext,
): UnderstoodTime {
  if (time !== undefined) return understandTime(time, { language: spoken.language, country: request.clinic.country });
  if (hours.clock === null) return { kind: "not_heard" };
  return { kind: "understood", value: { kind: "at", minutes: hours.clock.minutes }, words: "" };
}

async function slotAt(
  wish: TimeWish,
  day: DateWish,
  wanted: Wanted,
  context: FunctionContext,
): Promise<Resolved<SlotChoice | null>> {
  const { zone, language } = context.spoken;
  const anyTime = { ...day, hours: wish.kind === "at" ? noHours : day.hours };
  const { slots } = await freeIn(anyTime, wanted, context);
  const minutes = minutesChosen(wish, slots, context.spoken);
  const [minute, other] = minutes;
  if (minute === undefined) return { value: null };
  if (other !== undefined) {
    const asked = understandTime(minutes.map(wallTimeOfMinutes).join(languageWords[language].times.or), {
      language,
    });
    return asked.kind === "ask" ? { question: { message: asked.question } } : { value: null };
  }
  const fitting = distinctTimes(slots.filter((slot) => minuteOf(slot, zone) === minute));
  const [first, second] = wish.kind === "position" ? distinctTimes(slots).slice(wish.position).slice(0, 1) : fitting;
  if (second !== undefined) {
    const dates = fitting.map(({ startsAt }) => dateAt(startsAt, zone));
    return { question: { message: whichDateQuestion(dates, language) } };
  }
  const { typeId } = wanted;
  if (first !== undefined) return { value: { doctorId: first.doctorId, startsAt: first.startsAt, typeId } };
  const [doctorId] = wanted.doctorIds ?? [];
  if (doctorId === undefined || !isOneDay(day)) return { value: null };
  return { value: { doctorId, startsAt: instantOf(day.first, wallTimeOfMinutes(minute), zone), typeId } };
}

const noHours: DateWish["hours"] = { dayPart: null, minutes: null, clock: null };
