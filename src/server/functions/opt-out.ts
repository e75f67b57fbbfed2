import { optOutNumber } from "../../domain/outreach/opt-out.ts";
import { ownNumber } from "../../domain/outreach/own-number.ts";
import { outreachPhrases } from "../../domain/outreach/phrases.ts";
import type { FunctionAnswer } from "../ports.ts";
import type { Desk } from "./clinic-desk.ts";

/** The patient's end of the line is not called again, whatever number is spoken of: nobody can opt another one out. */
export async function optOut({ request, bookings, spoken }: Desk): Promise<FunctionAnswer> {
  const { callId } = request;
  const phone = ownNumber(request.callerNumber);
  const words = outreachPhrases[spoken.language];
  if (phone === null) return { message: words.numberUnknown, opted_out: "false" };
  const given = { phone, source: "call", callId, reason: null, createdAt: bookings.clock.now() } as const;
  await bookings.database.transact((stores) => optOutNumber(given, stores));
  return { message: words.optedOut, opted_out: "true" };
}
