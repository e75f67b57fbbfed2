import { keepSlot } from "../../domain/booking/visits/book-appointment.ts";
import { activeVisits, isVisitChosen } from "../../domain/booking/patients/find-appointments.ts";
import type { PatientDetails } from "../../domain/booking/patients/patient.ts";
import { bookingPhrases } from "../../domain/booking/speech/phrases.ts";
import type { SlotChoice } from "../../domain/booking/slots/slot.ts";
import { doctorSaid, spokenWhen } from "../../domain/booking/speech/speech.ts";
import { spokenUnavailable } from "../../domain/booking/speech/spoken-slots.ts";
import { spokenNumber } from "../../domain/clinic/telephone/telephone.ts";
import { joinList } from "../../domain/language/language.ts";
import type { FunctionAnswer } from "../ports.ts";
import { movedVisit, offerNewTimes, offerTimes, reasonOf, visitWanted } from "./booking.ts";
import type { FunctionContext } from "./function-context.ts";
import { knownCaller } from "./identified.ts";
import { peopleIn, rowAt } from "./offer.ts";
import { patientsNamed } from "./patient-arguments.ts";
import { resolveSlot } from "./resolve.ts";
import { changeVerified } from "./verify-claim.ts";

/**
 * The sentence to read back before booking; the slot is held for the call meanwhile. `asks` names the only detail to
 * ask for again: the others are fine.
 */
export async function reviewBooking(context: FunctionContext): Promise<FunctionAnswer> {
  const { spoken, bookings, request } = context;
  const people = peopleIn(context);
  const named = await patientsNamed(context, people);
  if ("question" in named) return unclear(named.question.message, named.asks);
  const { patients } = named.value;
  const [patient] = patients;
  const choice = await resolveSlot(context, () => visitWanted(context));
  if ("question" in choice) return unclear(choice.question.message, "time");
  if (choice.value === null) return { ...(await offerTimes(context)), reviewed: "false", asks: "time" };
  const chosen = choice.value;
  if (!(await isOwnVisit(patient, chosen, context))) {
    const row = people === 1 ? undefined : await rowAt(chosen, people, context);
    if (people > 1 && row === undefined) return { ...(await offerTimes(context)), reviewed: "false", asks: "time" };
    const others = row?.slice(1) ?? [];
    const outcome = await keepSlot({ choice: chosen, others, patient, callId: request.callId }, bookings);
    if (outcome.kind === "unavailable") {
      return { ...spokenUnavailable(outcome, spoken), reviewed: "false", asks: "time", reason: reasonOf(outcome) };
    }
  }
  return { message: await readBack(chosen, patients, context), reviewed: "true" };
}

function unclear(message: string, asks: "name" | "phone" | "time"): FunctionAnswer {
  return { message, reviewed: "false", asks, reason: "unclear", available_slots: [] };
}

/** Lets a caller who was cut off and calls again find their own booking at that time. */
async function isOwnVisit(patient: PatientDetails, chosen: SlotChoice, context: FunctionContext): Promise<boolean> {
  const known = await knownCaller(patient, chosen, context);
  if (known === undefined) return false;
  return (await activeVisits(known.id, context.bookings)).some((visit) => isVisitChosen(visit, chosen));
}

async function readBack(
  { doctorId, startsAt, typeId }: SlotChoice,
  patients: readonly PatientDetails[],
  { spoken, bookings, request }: FunctionContext,
): Promise<string> {
  const type = typeId === null ? undefined : await bookings.database.stores.types.find(typeId);
  return bookingPhrases[spoken.language].readBack({
    type: type?.name[spoken.language] ?? null,
    when: spokenWhen(startsAt, spoken),
    doctor: doctorSaid(doctorId, spoken),
    patient: joinList(
      patients.map(({ name }) => name),
      spoken.language,
    ),
    phone: spokenNumber(patients[0]?.phone ?? "", request.clinic.country, spoken.language),
  });
}

/** The same before a move. */
export async function reviewMove(context: FunctionContext): Promise<FunctionAnswer> {
  const answer = await changeVerified(context, async ({ appointmentId, by: { claim } }) => {
    const { spoken, bookings, request } = context;
    const present = await bookings.database.stores.appointments.find(appointmentId);
    if (present === undefined) return { message: bookingPhrases[spoken.language].noAppointment };
    const choice = await resolveSlot(context, () => movedVisit(context, present));
    if ("question" in choice) return { message: choice.question.message, reason: "unclear" };
    if (choice.value === null) return offerNewTimes(context, present);
    const { startsAt, doctorId } = choice.value;
    const patient = { name: claim.name ?? "", phone: claim.phone ?? "" };
    const wanted = { choice: choice.value, patient, callId: request.callId, leaving: appointmentId };
    const kept = await keepSlot(wanted, bookings);
    if (kept.kind === "unavailable") return { ...spokenUnavailable(kept, spoken), reason: reasonOf(kept) };
    const now = bookingPhrases[spoken.language].withDoctor(spokenWhen(startsAt, spoken), doctorSaid(doctorId, spoken));
    const before = spokenWhen(present.startsAt, spoken);
    return { message: bookingPhrases[spoken.language].readBackMove(before, now), reviewed: "true" };
  });
  return { reviewed: "false", available_slots: [], ...answer };
}

/** The same before a cancellation. */
export async function reviewCancellation(context: FunctionContext): Promise<FunctionAnswer> {
  const answer = await changeVerified(context, async ({ appointmentId }) => {
    const { spoken, bookings } = context;
    const words = bookingPhrases[spoken.language];
    const present = await bookings.database.stores.appointments.find(appointmentId);
    if (present === undefined) return { message: words.noAppointment };
    const message = words.readBackCancellation(
      spokenWhen(present.startsAt, spoken),
      doctorSaid(present.doctorId, spoken),
    );
    return { message, reviewed: "true" };
  });
  return { reviewed: "false", ...answer };
}
