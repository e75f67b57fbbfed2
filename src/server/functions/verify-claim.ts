import type { IdentifiedCaller } from "../../domain/booking/patients/patient-identity.ts";
import type { Patient } from "../../domain/booking/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { FunctionAnswer } from "../ports.ts";
import { calledPatient } from "./called-patient.ts";
import { type FunctionContext, callerOf } from "./function-context.ts";
import { identified, noAppointment } from "./identified.ts";
import { readArgument } from "./read-argument.ts";

/** An appointment that the caller wants to change, and the proof that it is theirs. */
export interface VerifiedChange {
  readonly appointmentId: string;
  readonly by: IdentifiedCaller;
}

/** Makes the change. A caller who asks about an appointment of another patient or clinic learns nothing. */
export async function changeVerified(
  context: FunctionContext,
  change: (claimed: VerifiedChange) => Promise<FunctionAnswer>,
): Promise<FunctionAnswer> {
  const appointmentId = readArgument(context.request.args, "appointment_id");
  if (appointmentId === undefined) return noAppointment(context);
  const called = await calledPatient(appointmentId, context);
  const caller = called === undefined ? await identified(context) : ({ kind: "proved", patient: called } as const);
  if (caller.kind === "unproven") return caller.answer;
  try {
    return await change({ appointmentId, by: { ...callerOf(context), claim: claimOf(caller.patient) } });
  } catch (error) {
    if (error instanceof AscendiaError && error.code === "not_found") return noAppointment(context);
    throw error;
  }
}

/**
 * The claim of a caller who proved to be this patient. It includes the birth date, because father and son may differ
 * only in that.
 */
function claimOf({ phone, name, birthDate }: Patient): IdentifiedCaller["claim"] {
  return { phone, name, birthDate: birthDate ?? undefined };
}
