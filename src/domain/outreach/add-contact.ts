import { AscendiaError } from "../../errors.ts";
import { sameName } from "../booking/patients/patient.ts";
import { refusedKindOf } from "../clinic/number-kind.ts";
import type { Language } from "../language/language.ts";
import type { Contact } from "./contact.ts";
import { newContact } from "./new-contact.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

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

export interface AddedContact {
  readonly contact: Contact;
  readonly repeated: boolean;
}

/** @throws invalid for a number that is never called, or an appointment in the past */
export async function addContact(request: ContactRequest, ports: OutreachPorts): Promise<AddedContact> {
  await assertCallable(request, ports);
  return ports.database.transact(async (stores) => {
    const added = await contactOf(request, stores, ports);
    if (!added.repeated) await stores.contacts.add(added.contact);
    return added;
  });
}

/** What `addContact` would return and refuse; changes nothing. */
export async function planContact(request: ContactRequest, ports: OutreachPorts): Promise<AddedContact> {
  await assertCallable(request, ports);
  return contactOf(request, ports.database.stores, ports);
}

async function contactOf(
  { consent, language, ...person }: ContactRequest,
  { contacts, optOuts }: Pick<OutreachStores, "contacts" | "optOuts">,
  ports: OutreachPorts,
): Promise<AddedContact> {
  const known = (await contacts.withPhone(person.phone)).find(
    ({ name, appointmentAt }) => sameName(name, person.name) && appointmentAt === person.appointmentAt,
  );
  if (known !== undefined) return { contact: known, repeated: true };
  const isOptedOut = (await optOuts.find(person.phone)) !== undefined;
  const stated = {
    consent: consent !== null,
    consentBasis: "stated",
    state: isOptedOut ? "opted_out" : "open",
  } as const;
  return {
    contact: newContact({ ...person, language: language ?? ports.clinic.language, ...stated }, ports),
    repeated: false,
  };
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
