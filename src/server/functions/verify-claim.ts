import type { IdentifiedCaller } from "../../domain/booking/actor.ts";
import type { Patient } from "../../domain/booking/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { FunctionAnswer } from "../ports.ts";
import { calledPatient } from "./called-patient.ts";
import { type FunctionContext, callerOf } from "./function-context.ts";
import { identified, noAppointment } from "./identified.ts";
import { readArgument } from "./read-argument.ts";

/** An appointment that the caller wants changed, and the proof that it is theirs. */
export interface VerifiedChange {
  readonly appointmentId: string;
  readonly by: IdentifiedCaller;
}

/** Does the change; who asks for an appointment that is not theirs, or of no clinic of this number, hears of none. */
export async function changeVerified(
  desk: FunctionContext,
  change: (claimed: VerifiedChange) => Promise<FunctionAnswer>,
): Promise<FunctionAnswer> {
  const appointmentId = readArgument(desk.request.args, "appointment_id");
  if (appointmentId === undefined) return noAppointment(desk);
  const called = await calledPatient(appointmentId, desk);
  const caller = called === undefined ? await identified(desk) : ({ kind: "proved", patient: called } as const);
  if (caller.kind === "unproven") return caller.answer;
  try {
    return await change({ appointmentId, by: { ...callerOf(desk), claim: claimOf(caller.patient) } });
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_found") return noAppointment(desk);
    throw error;
  }
}

/** All that is known of somebody who proved to be this patient: father and son may differ by the birth date alone. */
function claimOf({ phone, name, birthDate }: Patient): IdentifiedCaller["claim"] {
  return { phone, name, birthDate: birthDate ?? undefined };
}
