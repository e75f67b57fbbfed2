import type { Doctor } from "../../domain/clinic/clinic.ts";
import { matchDoctor } from "../../domain/booking/match-doctor.ts";
import { readSlotId, type SlotChoice } from "../../domain/booking/slot.ts";
import type { SpokenReply } from "../../domain/booking/spoken-context.ts";
import { spokenDateQuestion, spokenDoctorQuestion } from "../../domain/booking/spoken-questions.ts";
import { understandDate } from "../../domain/language/understand-date.ts";
import { understandTime } from "../../domain/language/understand-time.ts";
import { dayParts, type DayPart } from "../../domain/time/day-part.ts";
import type { WallDate } from "../../domain/time/wall-date.ts";
import { instantOf, todayIn } from "../../domain/time/zoned-time.ts";
import type { Desk } from "./clinic-desk.ts";
import { said } from "./said.ts";

/** Either what the caller meant, or the question to ask back. */
export type Meant<T> = { readonly value: T } | { readonly question: SpokenReply };

/** By id, else by the name as heard; null where the caller named nobody. */
export function doctorMeant({ request, spoken }: Desk): Meant<Doctor | null> {
  const heard = [said(request.args, "doctor_id"), said(request.args, "doctor_name")].filter(
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
export function oneDoctorMeant(desk: Desk): Meant<Doctor> {
  const meant = doctorMeant(desk);
  if ("question" in meant) return meant;
  const { doctors, language } = desk.spoken;
  const doctor = meant.value ?? (doctors.length === 1 ? doctors[0] : undefined);
  if (doctor !== undefined) return { value: doctor };
  return { question: spokenDoctorQuestion({ kind: "none" }, doctors, language) };
}

export interface DayMeant {
  readonly date: WallDate;
  readonly dayPart: DayPart | null;
}

export function dayMeant({ request, bookings, spoken }: Desk): Meant<DayMeant> {
  const { language, zone } = spoken;
  const text = said(request.args, "date") ?? "";
  const understood = understandDate(text, { today: todayIn(zone, bookings.clock), language });
  if (understood.kind === "unclear") return { question: spokenDateQuestion(understood, language) };
  const asked = dayParts.find((part) => part === said(request.args, "part_of_day"));
  return { value: { date: understood.date, dayPart: asked ?? understood.dayPart } };
}

/**
 * The slot whose id was handed back, else the doctor's at the date and time; null where no time was clear. An id of a
 * doctor who is not (or no longer) the clinic's says nothing.
 */
export function slotMeant(desk: Desk, doctorId: () => Meant<string>): Meant<SlotChoice | null> {
  const { args } = desk.request;
  const [time, slotId] = [said(args, "time"), said(args, "slot_id")];
  const byId = [slotId, time]
    .map((text) => (text === undefined ? undefined : readSlotId(text)))
    .find((slot) => slot !== undefined && desk.spoken.doctors.some(({ id }) => id === slot.doctorId));
  if (byId !== undefined) return { value: byId };
  const [doctor, day] = [doctorId(), dayMeant(desk)];
  if ("question" in doctor) return doctor;
  if ("question" in day) return day;
  const wallTime = time === undefined ? undefined : understandTime(time);
  if (wallTime === undefined) return { value: null };
  const startsAt = instantOf(day.value.date, wallTime, desk.spoken.zone);
  return { value: { doctorId: doctor.value, startsAt, typeId: null } };
}
