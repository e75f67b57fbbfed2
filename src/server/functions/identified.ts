import { type Identified, identifyCaller, provenPatient } from "../../domain/booking/patients/patient-identity.ts";
import { activeVisits, isVisitChosen } from "../../domain/booking/patients/find-appointments.ts";
import type { PatientDetails } from "../../domain/booking/patients/patient.ts";
import { bookingPhrases } from "../../domain/booking/speech/phrases.ts";
import type { Patient } from "../../domain/booking/ports.ts";
import type { SlotChoice } from "../../domain/booking/slots/slot.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import type { Verification } from "../../domain/clinic/clinic.ts";
import { callbackMail, unprovenMail } from "../../domain/mail/contents/identity-mail.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { FunctionContext } from "./function-context.ts";
import { statedClaim } from "./patient-arguments.ts";

type Proved = Extract<Identified, { readonly kind: "proved" }>;

/** The answer to a caller who has not proved who they are; it mentions no patient. */
export interface Unproven {
  readonly kind: "unproven";
  readonly answer: FunctionAnswer;
}

/**
 * The patient that the caller proves to be, at this clinic and within the allowed attempts. All other callers get the
 * same answer, whether or not such a patient exists.
 */
export async function identified(context: FunctionContext): Promise<Proved | Unproven> {
  const { request, bookings } = context;
  const { database } = bookings;
  const { verify } = await database.stores.privacy.find();
  const attempt = {
    ...(await statedClaim(context)),
    callId: request.callId,
    caller: request.callerNumber,
    verification: verify,
  };
  const outcome = await database.transact(async (stores) => {
    const found = await identifyCaller(attempt, stores, bookings);
    const mail = mailAbout(found, context);
    if (mail !== null) await stores.outbox.add(mail);
    return found;
  });
  bookings.noteIdentity?.(outcome.kind);
  return outcome.kind === "proved" ? outcome : { kind: "unproven", answer: unprovenAnswer(outcome, verify, context) };
}

/**
 * The patient who calls from the number on file and proves the rest as the clinic requires. A new person may book too,
 * so this counts as an attempt only if a patient with that number already has a visit at that time, because the answer
 * would reveal it.
 */
export async function knownCaller(
  { name, phone, birthDate }: PatientDetails,
  choice: SlotChoice,
  { request, bookings }: FunctionContext,
): Promise<Patient | undefined> {
  const { callId, callerNumber: caller } = request;
  if (caller === null || patientPhone(caller) !== patientPhone(phone)) return undefined;
  const { database } = bookings;
  const { verify: verification } = await database.stores.privacy.find();
  const claim = { phone, name, birthDate: birthDate ?? undefined };
  const sharing = await database.stores.patients.withPhone(patientPhone(phone));
  if (!(await isVisitOf(sharing, choice, bookings))) {
    return provenPatient(claim, database.stores, verification, sharing);
  }
  const attempt = { claim, isStated: true, callId, caller, verification };
  const outcome = await database.transact((stores) => identifyCaller(attempt, stores, bookings));
  bookings.noteIdentity?.(outcome.kind);
  return outcome.kind === "proved" ? outcome.patient : undefined;
}

async function isVisitOf(
  patients: readonly Patient[],
  choice: SlotChoice,
  bookings: FunctionContext["bookings"],
): Promise<boolean> {
  const visits = await Promise.all(patients.map(({ id }) => activeVisits(id, bookings)));
  return visits.flat().some((visit) => isVisitChosen(visit, choice));
}

/** Answers that there is no appointment that this caller may hear about. */
export function noAppointment(context: FunctionContext, verification: Verification = "either"): FunctionAnswer {
  const words = bookingPhrases[context.spoken.language];
  const message = verification === "birth-date" ? words.noAppointmentBorn : words.noAppointment;
  return { message, appointments: [], reason: "not_found" };
}

function unprovenAnswer(
  { kind }: Exclude<Identified, Proved>,
  verification: Verification,
  context: FunctionContext,
): FunctionAnswer {
  const words = bookingPhrases[context.spoken.language];
  if (kind === "blocked") return { message: words.teamSeesToIt, appointments: [], reason: "too_many_tries" };
  if (kind === "callback") return { message: words.teamCallsBack, appointments: [], reason: "callback" };
  return noAppointment(context, verification);
}

/** One mail per call, and one per hour while a number or the whole clinic is under attack. */
function mailAbout(outcome: Identified, { request, bookings }: FunctionContext) {
  const { clinic, clock } = bookings;
  const about = { id: bookings.newId(), callId: request.callId, createdAt: clock.now() };
  if (outcome.kind === "blocked") return unprovenMail(outcome.by, { clinic, caller: request.callerNumber, ...about });
  if (outcome.kind === "callback" && outcome.patient !== null) {
    return callbackMail(outcome.patient, { clinic, caller: request.callerNumber, ...about });
  }
  return null;
}
