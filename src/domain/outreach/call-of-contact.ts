import * as z from "zod";
import type { Call } from "../call/call.ts";
import type { Contact } from "./contact.ts";
import type { Dial } from "./dial/dial.ts";
import type { OutreachStores } from "./ports.ts";

const metadataSchema = z.object({
  dial_id: z.string().optional().catch(undefined),
  contact_id: z.string().optional().catch(undefined),
});

/** Whom an outbound call was about, and which attempt it was. */
export interface CalledContact {
  readonly dial: Dial | undefined;
  readonly contact: Contact | undefined;
}

/** By the call's id, else by the marks it was begun with: its events may come before Retell's answer does. */
export async function calledContact(
  { callId, metadataJson }: Pick<Call, "callId" | "metadataJson">,
  { dials, contacts }: Pick<OutreachStores, "dials" | "contacts">,
): Promise<CalledContact> {
  const marks = metadataJson === null ? {} : metadataSchema.catch({}).parse(JSON.parse(metadataJson));
  const dial =
    (await dials.ofCall(callId)) ?? (marks.dial_id === undefined ? undefined : await dials.find(marks.dial_id));
  const contactId = dial?.contactId ?? marks.contact_id;
  return { dial, contact: contactId === undefined ? undefined : await contacts.find(contactId) };
}
