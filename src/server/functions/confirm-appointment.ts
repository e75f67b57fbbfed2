import { instantSaid } from "../../domain/booking/spoken-context.ts";
import { confirmByCaller, type Confirmed } from "../../domain/outreach/confirm-by-caller.ts";
import { outreachPhrases } from "../../domain/outreach/phrases.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";
import { patientClaim } from "./patient-said.ts";
import { said } from "./said.ts";

/** The caller will come. Without an id it is the appointment that their number was called about. */
export async function confirmAppointment(desk: Desk): Promise<FunctionAnswer> {
  const { request, bookings } = desk;
  const appointmentId = said(request.args, "appointment_id") ?? null;
  const { callerNumber } = request;
  const outcome = await confirmByCaller({ appointmentId, callerNumber, claim: patientClaim(desk) }, bookings);
  return { message: spoken(outcome, desk), confirmed: String(outcome.kind === "confirmed") };
}

function spoken(outcome: Confirmed, desk: Desk): string {
  const words = outreachPhrases[desk.spoken.language];
  if (outcome.kind === "unknown") return words.noAppointment;
  const time = instantSaid(outcome.startsAt, desk.spoken);
  return outcome.kind === "confirmed" ? words.confirmed(time) : words.notActive(time);
}
