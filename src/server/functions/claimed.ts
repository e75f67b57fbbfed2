import type { IdentifiedCaller } from "../../domain/booking/actor.ts";
import { spokenFound } from "../../domain/booking/spoken-appointments.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { FunctionAnswer } from "../ports.ts";
import { callerOf, type Desk } from "./clinic-desk.ts";
import { contactClaim } from "./contact-claim.ts";
import { patientClaim } from "./patient-said.ts";
import { said } from "./said.ts";

/** An appointment that the caller wants changed, and the proof that it is theirs. */
export interface ClaimedChange {
  readonly appointmentId: string;
  readonly by: IdentifiedCaller;
}

/** Does the change; who asks for an appointment that is not theirs, or of no clinic of this number, hears of none. */
export async function changeClaimed(
  desk: Desk,
  change: (claimed: ClaimedChange) => Promise<FunctionAnswer>,
): Promise<FunctionAnswer> {
  const appointmentId = said(desk.request.args, "appointment_id");
  if (appointmentId === undefined) return noAppointment(desk);
  const claim = (await contactClaim(appointmentId, desk)) ?? patientClaim(desk);
  if (claim === undefined) return noAppointment(desk);
  try {
    return await change({ appointmentId, by: { ...callerOf(desk), claim } });
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_found") return noAppointment(desk);
    throw error;
  }
}

function noAppointment({ spoken }: Desk): FunctionAnswer {
  return { ...spokenFound([], spoken), reason: "not_found" };
}
