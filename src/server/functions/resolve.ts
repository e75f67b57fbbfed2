import { matchDoctor } from "../../domain/booking/find-by-name.ts";
import { type SlotChoice, readSlotId } from "../../domain/booking/slot.ts";
import { type SpokenReply, spokenDateQuestion, spokenDoctorQuestion } from "../../domain/booking/speech.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { understandDate, understandTime } from "../../domain/language/understand-date.ts";
import { type DayPart, type WallDate, dayParts } from "../../domain/time/wall-date.ts";
import { instantOf, todayIn } from "../../domain/time/zoned-time.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";

/** Either what the caller meant, or the question to ask back. */
export type Resolved<T> = { readonly value: T } | { readonly question: SpokenReply };

/** By id, else by the name as heard; null where the caller named nobody. */
export function resolveDoctor({ request, spoken }: FunctionContext): Resolved<Doctor | null> {
  const heard = [readArgument(request.args, "doctor_id"), readArgument(request.args, "doctor_name")].filter(
    (text) => text !== undefined,
  );
  const matches = heard.map((text) => matchDoctor(text, spoken.doctors));
  const match =
    matches.find(({ kind }) => kind === "one") ?? matches.find(({ kind }) => kind === "several") ?? matches[0];
  if (match === undefined) return { value: null };
  if (match.kind === "one") return { value: match.doctor };
  return { question: spokenDoctorQuestion(match, spoken.doctors, spoken.language) };
}

/** Any doctor will do where there is but one. */
export function resolveOneDoctor(desk: FunctionContext): Resolved<Doctor> {
  const meant = resolveDoctor(desk);
  if ("question" in meant) return meant;
  const { doctors, language } = desk.spoken;
  const doctor = meant.value ?? (doctors.length === 1 ? doctors[0] : undefined);
  if (doctor !== undefined) return { value: doctor };
  return { question: spokenDoctorQuestion({ kind: "none" }, doctors, language) };
}

export interface ResolvedDay {
  readonly date: WallDate;
  readonly dayPart: DayPart | null;
}

export function resolveDay({ request, bookings, spoken }: FunctionContext): Resolved<ResolvedDay> {
  const { language, zone } = spoken;
  const text = readArgument(request.args, "date") ?? "";
  const understood = understandDate(text, { today: todayIn(zone, bookings.clock), language });
  if (understood.kind === "unclear") return { question: spokenDateQuestion(understood, language) };
  const asked = dayParts.find((part) => part === readArgument(request.args, "part_of_day"));
  return { value: { date: understood.date, dayPart: asked ?? understood.dayPart } };
}

/**
 * The slot whose id was handed back, else the doctor's at the date and time; null where no time was clear. An id of a
 * doctor who is not (or no longer) the clinic's says nothing.
 */
export function resolveSlot(desk: FunctionContext, doctorId: () => Resolved<string>): Resolved<SlotChoice | null> {
  const { args } = desk.request;
  const [time, slotId] = [readArgument(args, "time"), readArgument(args, "slot_id")];
  const byId = [slotId, time]
    .map((text) => (text === undefined ? undefined : readSlotId(text)))
    .find((slot) => slot !== undefined && desk.spoken.doctors.some(({ id }) => id === slot.doctorId));
  if (byId !== undefined) return { value: byId };
  const [doctor, day] = [doctorId(), resolveDay(desk)];
  if ("question" in doctor) return doctor;
  if ("question" in day) return day;
  const wallTime = time === undefined ? undefined : understandTime(time);
  if (wallTime === undefined) return { value: null };
  const startsAt = instantOf(day.value.date, wallTime, desk.spoken.zone);
  return { value: { doctorId: doctor.value, startsAt, typeId: null } };
}
