import { type SpokenReply, spokenBooked } from "../../domain/booking/speech/speech.ts";
import { spokenUnavailable } from "../../domain/booking/speech/spoken-slots.ts";
import type { OfferedSlot, Patient } from "../../domain/booking/ports.ts";
import { patientPhone } from "../../domain/clinic/telephone/telephone.ts";
import { outreachPhrases } from "../../domain/outreach/reminders/outreach-phrases.ts";
import { acceptOffer, passOnOffer } from "../../domain/outreach/attempts/waitlist-calls.ts";
import type { FunctionAnswer } from "../ports.ts";
import { reasonOf } from "./booking.ts";
import type { FunctionContext } from "./function-context.ts";
import { readArgument } from "./read-argument.ts";

/** The patient accepts the freed slot that the clinic called about, and it is booked. */
export async function acceptSlot(context: FunctionContext): Promise<FunctionAnswer> {
  const { bookings, spoken, request } = context;
  const offered = await offeredInCall(context);
  if (offered === undefined) return { ...unknownOffer(context), booked: "false", reason: "not_found" };
  const outcome = await acceptOffer({ ...offered, callId: request.callId }, bookings);
  if (outcome.kind === "booked") return { ...spokenBooked(outcome, spoken), booked: "true" };
  const { slotGone } = outreachPhrases[spoken.language];
  const { message } = spokenUnavailable({ ...outcome, alternatives: { slots: [], nextDate: null } }, spoken);
  const isTaken = reasonOf(outcome) === "slot_taken";
  return { message: isTaken ? slotGone : message, booked: "false", reason: reasonOf(outcome) };
}

/** The patient declines the slot: the next in line is called, and the patient keeps their place for other slots. */
export async function declineSlot(context: FunctionContext): Promise<FunctionAnswer> {
  const offered = await offeredInCall(context);
  if (offered === undefined) return { ...unknownOffer(context), declined: "false" };
  const end = { offerId: offered.offer.id, state: "declined", reason: "SAID_IN_CALL" } as const;
  await passOnOffer(end, context.bookings);
  return { message: outreachPhrases[context.spoken.language].slotDeclined, declined: "true" };
}

/** Only a call from the clinic to the patient's own number can concern an offer. */
async function offeredInCall({
  request: { args, isOutbound, callerNumber },
  bookings,
}: FunctionContext): Promise<{ readonly offer: OfferedSlot; readonly patient: Patient } | undefined> {
  const offerId = readArgument(args, "offer_id");
  if (offerId === undefined || !isOutbound || callerNumber === null) return undefined;
  const { offered, patients } = bookings.database.stores;
  const offer = await offered.find(offerId);
  const patient = offer === undefined ? undefined : await patients.find(offer.patientId);
  if (offer === undefined || patient?.phone !== patientPhone(callerNumber)) return undefined;
  return { offer, patient };
}

function unknownOffer({ spoken }: FunctionContext): SpokenReply {
  return { message: outreachPhrases[spoken.language].slotGone };
}
