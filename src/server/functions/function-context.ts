import type { Caller } from "../../domain/booking/actor.ts";
import type { SpokenContext } from "../../domain/booking/speech.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../../domain/outreach/ports.ts";
import type { FunctionRequest } from "../ports.ts";

/** Hands out the bookings of one clinic and of no other, with its calls to patients. */
export type OpenBookings = (clinic: Clinic) => OutreachPorts;

/** What every function works with: the request, its clinic's bookings, and how that clinic speaks. */
export interface FunctionContext {
  readonly request: FunctionRequest;
  readonly bookings: OutreachPorts;
  readonly spoken: SpokenContext;
}

export async function openFunctionContext(
  request: FunctionRequest,
  openBookings: OpenBookings,
): Promise<FunctionContext> {
  const bookings = openBookings(request.clinic);
  const doctors = await bookings.database.stores.doctors.list();
  const { language, timezone: zone } = request.clinic;
  return { request, bookings, spoken: { language, zone, doctors } };
}

export function callerOf({ request }: FunctionContext): Caller {
  return { kind: "caller", callId: request.callId };
}
