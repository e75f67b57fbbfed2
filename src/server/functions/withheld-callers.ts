import {
  type Booked,
  type BookingRequest,
  type Unavailable,
  bookAppointment as book,
} from "../../domain/booking/visits/book-appointment.ts";
import { type Caller, identifyCaller } from "../../domain/booking/patients/patient-identity.ts";
import { isKnownToTeam } from "../../domain/booking/patients/booking-limits.ts";
import type { PatientDetails } from "../../domain/booking/patients/patient.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import { manyOfNumberMail, withheldMail } from "../../domain/mail/contents/identity-mail.ts";
import { todayIn } from "../../domain/time/zoned-time.ts";
import type { FunctionContext } from "./function-context.ts";

/**
 * Books for a caller. All callers with a withheld number share one limit. Once strangers have used it up, a patient
 * known to the team who proves their identity within the allowed attempts can still book.
 */
export async function bookForCaller(
  request: BookingRequest & { readonly by: Caller },
  context: FunctionContext,
): Promise<Booked | Unavailable> {
  const { bookings } = context;
  const outcome = await book(request, bookings);
  if (outcome.kind === "booked" || outcome.reason !== "withheld") return outcome;
  if (!(await isPatientOfTeam(request.patient, context))) return outcome;
  return book({ ...request, by: { ...request.by, isKnownPatient: true } }, bookings);
}

/**
 * Whether the caller proves to be a patient known to the team. A number that no patient has does not count as an
 * attempt: newcomers would use up the attempts of the others.
 */
async function isPatientOfTeam(
  { name, phone, birthDate }: PatientDetails,
  { request, bookings }: FunctionContext,
): Promise<boolean> {
  const { database } = bookings;
  if ((await database.stores.patients.withPhone(patientPhone(phone))).length === 0) return false;
  const { verify: verification } = await database.stores.privacy.find();
  const claim = { phone, name, birthDate: birthDate ?? undefined };
  const attempt = { claim, isStated: true, callId: request.callId, caller: null, verification };
  const outcome = await database.transact((stores) => identifyCaller(attempt, stores, bookings));
  bookings.noteIdentity?.(outcome.kind);
  return outcome.kind === "proved" && (await isKnownToTeam(outcome.patient.id, bookings));
}

/**
 * Mails the clinic once a day: callers without a number are being refused, because there are many of them or because of
 * an attack.
 */
export async function mailWithheld({ request, bookings }: FunctionContext): Promise<void> {
  const { clinic, clock } = bookings;
  const today = todayIn(clinic.timezone, clock);
  const about = { clinic, callId: request.callId, id: bookings.newId(), createdAt: clock.now() };
  await bookings.database.transact(({ outbox }) => outbox.add(withheldMail(today, about)));
}

/** Mails the clinic once a day: the number of this call books beyond its limits. */
export async function mailManyOfNumber({ request, bookings }: FunctionContext): Promise<void> {
  const { clinic, clock } = bookings;
  const today = todayIn(clinic.timezone, clock);
  const { callId, callerNumber: caller } = request;
  const about = { clinic, callId, caller, id: bookings.newId(), createdAt: clock.now() };
  await bookings.database.transact(({ outbox }) => outbox.add(manyOfNumberMail(today, about)));
}
