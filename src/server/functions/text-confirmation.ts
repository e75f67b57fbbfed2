import { bookingPhrases } from "../../domain/booking/speech/phrases.ts";
import type { Booked } from "../../domain/booking/visits/book-appointment.ts";
import { mayGetTexts } from "../../domain/clinic/telephone/number-kind.ts";
import { textConfirmationJob } from "../../domain/fleet/text-confirmation.ts";
import type { FunctionContext } from "./function-context.ts";

type Visit = Pick<Booked, "appointment" | "patient">;

interface Confirmation {
  /** Whether the flow's `sms` node sends it. */
  readonly sms_enabled: "true" | "false";
  readonly message: string;
}

/**
 * Adds how the booking is confirmed by text message. Retell's `sms` node writes to the patient's end of the call
 * (docs/retell.md 1.3). If the patient gave another number, the job queue sends the text there, provided that an agent
 * for text messages exists; otherwise the text goes to the line. A number that cannot receive texts is promised none.
 */
export async function withTextConfirmation<Answer extends { readonly message: string }>(
  answer: Answer,
  visits: readonly Visit[],
  context: FunctionContext,
): Promise<Answer & Confirmation> {
  const { request, bookings, spoken } = context;
  if (!request.clinic.smsEnabled) return { ...answer, sms_enabled: "false" };
  if ((await bookings.sendsTexts?.()) === true) {
    const isElsewhere = await isOtherNumber(visits, request.callerNumber);
    await orderTexts(isElsewhere ? ["patient", "clinic"] : ["clinic"], visits, context);
    const message = `${answer.message} ${bookingPhrases[spoken.language].texted}`;
    if (isElsewhere) return { ...answer, message, sms_enabled: "false" };
  }
  return { ...answer, sms_enabled: (await canRead(request.callerNumber)) ? "true" : "false" };
}

async function isOtherNumber([first]: readonly Visit[], callerNumber: string | null): Promise<boolean> {
  const number = first?.patient.phone ?? null;
  return number !== callerNumber && (await canRead(number));
}

async function canRead(number: string | null): Promise<boolean> {
  return number !== null && (await mayGetTexts(number));
}

async function orderTexts(
  readers: readonly ("patient" | "clinic")[],
  visits: readonly Visit[],
  { bookings: { database, clock } }: FunctionContext,
): Promise<void> {
  await database.transact(async ({ jobs }) => {
    for (const { appointment } of visits) {
      for (const to of readers) await jobs.order(textConfirmationJob(appointment.id, to, clock.now()));
    }
  });
}
