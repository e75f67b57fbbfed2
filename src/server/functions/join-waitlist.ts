import { spokenWaitlist } from "../../domain/booking/spoken-appointments.ts";
import { joinWaitlist as join } from "../../domain/booking/waitlist.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";
import { dayMeant, doctorMeant } from "./meant.ts";
import { patientDetails } from "./patient-said.ts";

/** Puts the patient in line for the date asked for, with the doctor named or any. */
export async function joinWaitlist(desk: Desk): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const doctor = doctorMeant(desk);
  if ("question" in doctor) return notJoined(doctor.question.message);
  const day = dayMeant(desk);
  if ("question" in day) return notJoined(day.question.message);
  const patient = patientDetails(desk);
  if ("question" in patient) return notJoined(patient.question.message);
  const { date, dayPart } = day.value;
  const wish = { doctorId: doctor.value?.id ?? null, typeId: null, firstDate: date, lastDate: date, dayPart };
  const joined = await join({ ...wish, patient: patient.value }, bookings);
  return { ...spokenWaitlist(joined, spoken), joined: "true" };
}

function notJoined(message: string): FunctionAnswer {
  return { message, joined: "false" };
}
