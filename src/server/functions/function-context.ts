import type { Caller } from "../../domain/booking/patients/patient-identity.ts";
import { callersOwnNumber } from "../../domain/booking/patients/patient.ts";
import type { SpokenContext } from "../../domain/booking/speech/speech.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import type { OutreachPorts } from "../../domain/outreach/ports.ts";
import type { FunctionRequest } from "../ports.ts";
import { readArgument } from "./read-argument.ts";

/** Opens one clinic's bookings and its calls to patients, and no other clinic's. */
export type OpenBookings = (clinic: Clinic) => OutreachPorts;

/** What every function works with: the request, its clinic's bookings, and how that clinic speaks. */
export interface FunctionContext {
  readonly request: FunctionRequest;
  readonly bookings: OutreachPorts;
  readonly spoken: SpokenContext;
}

/** Removes a shared number, such as a switchboard's, because it identifies no patient. */
export async function openFunctionContext(
  asked: FunctionRequest,
  openBookings: OpenBookings,
): Promise<FunctionContext> {
  const bookings = openBookings(asked.clinic);
  const request = { ...asked, callerNumber: await callersOwnNumber(asked.callerNumber, bookings) };
  const doctors = await bookings.database.stores.doctors.list();
  const { language, timezone: zone } = request.clinic;
  const today = todayIn(zone, bookings.clock);
  return { request, bookings, spoken: { language, zone, doctors, today } };
}

export function callerOf({ request: { callId, callerNumber: number, args } }: FunctionContext): Caller {
  return { kind: "caller", callId, number, phoneConfirmed: readArgument(args, "phone_confirmed") === "true" };
}
