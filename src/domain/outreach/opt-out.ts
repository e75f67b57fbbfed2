import { patientPhone } from "../clinic/telephone.ts";
import { cancelAttempts } from "./cancel-attempts.ts";
import { changeContact } from "./contact.ts";
import type { OptOut, OutreachStores } from "./ports.ts";

export interface OptedOut {
  /** Whether this opt-out is new. */
  readonly isNew: boolean;
  readonly contacts: number;
  readonly cancelledCalls: number;
}

/** From now on the clinic does not call the number, whoever answers it. Within a transaction. */
export async function optOutNumber(
  given: OptOut,
  stores: Pick<OutreachStores, "contacts" | "dials" | "optOuts">,
): Promise<OptedOut> {
  const phone = patientPhone(given.phone);
  const at = given.createdAt;
  const isNew = await stores.optOuts.add({ ...given, phone });
  const contacts = await stores.contacts.withPhone(phone);
  for (const contact of contacts) {
    if (contact.state !== "opted_out") await stores.contacts.update(changeContact(contact, { state: "opted_out", at }));
  }
  const cancelledCalls = await cancelAttempts(contacts, { reason: "OPTED_OUT", at }, stores);
  return { isNew, contacts: contacts.length, cancelledCalls };
}

/** Staff learned that the number may be called again. Its contacts become open. Within a transaction. */
export async function undoOptOut(
  given: string,
  at: number,
  stores: Pick<OutreachStores, "contacts" | "optOuts">,
): Promise<{ readonly wasOptedOut: boolean; readonly contacts: number }> {
  const phone = patientPhone(given);
  const isRemoved = await stores.optOuts.remove(phone);
  const marked = (await stores.contacts.withPhone(phone)).filter(
    ({ state }) => state === "opted_out" || state === "deceased",
  );
  for (const contact of marked) await stores.contacts.update({ ...contact, state: "open", updatedAt: at });
  return { wasOptedOut: isRemoved || marked.length > 0, contacts: marked.length };
}
