import { AscendiaError } from "../../errors.ts";
import { sameName } from "../booking/patient.ts";
import { refusedKindOf } from "../clinic/number-kind.ts";
import type { Language } from "../language/language.ts";
import type { Contact } from "./contact.ts";
import { newContact } from "./new-contact.ts";
import type { OutreachPorts } from "./ports.ts";

export interface ContactRequest extends Pick<
  Contact,
  "appointmentAt" | "appointmentType" | "provider" | "instructions" | "email"
> {
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly language: Language | null;
  /** How the person agreed to be called; null: not asked. */
  readonly consent: string | null;
}

/** @throws invalid for a number that is never called, or an appointment in the past */
export async function addContact(
  request: ContactRequest,
  ports: OutreachPorts,
): Promise<{ readonly contact: Contact; readonly repeated: boolean }> {
  await assertCallable(request, ports);
  const { consent, language, ...person } = request;
  return ports.database.transact(async (stores) => {
    const known = (await stores.contacts.withPhone(request.phone)).find(
      ({ name, appointmentAt }) => sameName(name, request.name) && appointmentAt === request.appointmentAt,
    );
    if (known !== undefined) return { contact: known, repeated: true };
    const isOptedOut = (await stores.optOuts.find(request.phone)) !== undefined;
    const state = isOptedOut ? "opted_out" : "open";
    const stated = { consent: consent !== null, consentBasis: "stated", state } as const;
    const contact = newContact({ ...person, language: language ?? ports.clinic.language, ...stated }, ports);
    await stores.contacts.add(contact);
    return { contact, repeated: false };
  });
}

async function assertCallable({ phone, appointmentAt }: ContactRequest, ports: OutreachPorts): Promise<void> {
  const kind = await refusedKindOf(phone);
  const hint = "Use the person's own number.";
  if (kind !== null) throw new AscendiaError("invalid", `--phone: ascendia never calls a ${kind} number.`, { hint });
  if (await ports.isRetellNumber(phone)) {
    throw new AscendiaError("invalid", "--phone: a clinic's own number at Retell, which its agent answers.", { hint });
  }
  if (appointmentAt === null || appointmentAt > ports.clock.now()) return;
  throw new AscendiaError("invalid", "--at: the appointment is in the past.", { hint: "Leave --at out." });
}
