import type { Contact } from "./contact.ts";
import type { OutreachPorts } from "./ports.ts";

type Person = Pick<Contact, "name" | "phone" | "language" | "consent" | "consentBasis"> & Partial<Contact>;

/** A contact with nothing settled; fields that are not given are unknown. */
export function newContact(person: Person, { clock, newId }: Pick<OutreachPorts, "clock" | "newId">): Contact {
  const now = clock.now();
  return {
    id: newId(),
    timezone: null,
    appointmentId: null,
    appointmentAt: null,
    appointmentType: null,
    provider: null,
    instructions: null,
    email: null,
    state: "open",
    followUp: null,
    followUpAt: null,
    createdAt: now,
    updatedAt: now,
    ...person,
  };
}
