import { bookAppointment as book } from "../../domain/booking/book-appointment.ts";
import { spokenBooked } from "../../domain/booking/spoken-appointments.ts";
import { spokenUnavailable } from "../../domain/booking/spoken-slots.ts";
import type { Unavailable } from "../../domain/booking/unavailable.ts";
import type { FunctionAnswer } from "../ports.ts";
import { offer } from "./check-availability.ts";
import { callerOf, type Desk } from "./clinic-desk.ts";
import { dayMeant, oneDoctorMeant, slotMeant, type Meant } from "./meant.ts";
import { patientDetails } from "./patient-said.ts";

/** Books, or says why not beside what else is free. `booked` and `reason` steer the flow; `message` is spoken. */
export async function bookAppointment(desk: Desk): Promise<FunctionAnswer> {
  const { bookings, spoken } = desk;
  const patient = patientDetails(desk);
  if ("question" in patient) return notBooked(patient.question.message);
  const choice = slotMeant(desk, () => doctorIdMeant(desk));
  if ("question" in choice) return notBooked(choice.question.message);
  if (choice.value === null) return offerTimes(desk);
  const outcome = await book({ choice: choice.value, patient: patient.value, by: callerOf(desk) }, bookings);
  if (outcome.kind === "booked") return { ...spokenBooked(outcome, spoken), booked: "true" };
  return { ...spokenUnavailable(outcome, spoken), booked: "false", reason: reasonOf(outcome) };
}

/** In the words of the flow's contract. */
export function reasonOf({ reason }: Unavailable): string {
  return reason === "taken" ? "slot_taken" : reason;
}

function doctorIdMeant(desk: Desk): Meant<string> {
  const doctor = oneDoctorMeant(desk);
  return "question" in doctor ? doctor : { value: doctor.value.id };
}

/** The time was not clear: the free ones are said again. */
async function offerTimes(desk: Desk): Promise<FunctionAnswer> {
  const [doctor, day] = [oneDoctorMeant(desk), dayMeant(desk)];
  if ("question" in doctor) return notBooked(doctor.question.message);
  if ("question" in day) return notBooked(day.question.message);
  return { ...(await offer(desk, [doctor.value.id], day.value)), booked: "false", reason: "unclear" };
}

function notBooked(message: string): FunctionAnswer {
  return { message, booked: "false", reason: "unclear", available_slots: [] };
}
