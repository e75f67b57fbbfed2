import type { Appointment } from "../booking/appointment.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { CallHours } from "./call-hours.ts";
import type { Contact } from "./contact.ts";
import { purposeOf, type CallPurpose } from "./dial/dial-key.ts";
import { wasAsked, type Dial } from "./dial/dial.ts";
import type { OutreachSettings } from "./outreach-settings.ts";
import type { OptOut, OutreachStores, Pause } from "./ports.ts";
import type { OutreachPolicy } from "./policy.ts";

/** All that decides whether a contact may be called at an instant. */
export interface CallFacts {
  readonly at: number;
  readonly purpose: CallPurpose;
  /** Of the dial that is judged (dial-key.ts); null: a call in general. */
  readonly key: string | null;
  /** An operator overruled the hours. */
  readonly isForced: boolean;
  readonly clinic: Pick<Clinic, "status" | "country" | "timezone">;
  /** Whether the clinic has a number to call from. */
  readonly hasNumber: boolean;
  readonly contact: Contact;
  /** As the clinic's book has it; null: it is kept elsewhere, or there is none. */
  readonly appointment: Pick<Appointment, "startsAt" | "status" | "typeId" | "createdAt"> | null;
  readonly policy: OutreachPolicy;
  readonly pause: Pause | null;
  readonly optOut: OptOut | null;
  /** The contact's other dials, oldest first. */
  readonly dials: readonly Dial[];
  /** When the number was called, for whichever contact. */
  readonly calledAt: readonly number[];
  readonly hours: CallHours;
}

export function appointmentAt({ appointment, contact }: Pick<CallFacts, "appointment" | "contact">): number | null {
  return appointment?.startsAt ?? contact.appointmentAt;
}

/** Which call is judged: the dial itself where it is planned already, else the key that it would have. */
export interface JudgedCall {
  readonly contact: Contact;
  readonly at: number;
  readonly dial?: Pick<Dial, "id" | "key" | "forced"> | undefined;
  readonly key?: string | undefined;
  /** Taken from the key where there is one. */
  readonly purpose?: CallPurpose | undefined;
}

/** What the stores and the clinic's settings tell of it. Within or without a transaction. */
export async function readCallFacts(
  { contact, at, dial, ...judged }: JudgedCall,
  settings: OutreachSettings,
  stores: Pick<OutreachStores, "appointments" | "contacts" | "dials" | "optOuts">,
): Promise<CallFacts> {
  const key = dial?.key ?? judged.key ?? null;
  const { appointmentId, phone } = contact;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  const ofNumber = await dialsOfNumber(phone, stores);
  const { clinic, policy, pause, hasNumber } = settings;
  return {
    at,
    purpose: judged.purpose ?? (key === null ? "manual" : purposeOf(key)),
    key,
    isForced: typeof dial?.forced === "string",
    clinic,
    hasNumber,
    contact,
    appointment: appointment ?? null,
    policy,
    pause,
    optOut: (await stores.optOuts.find(phone)) ?? null,
    dials: ofNumber.filter(({ id, contactId }) => contactId === contact.id && id !== dial?.id),
    calledAt: ofNumber.flatMap((each) => (each.id === dial?.id || !wasAsked(each) ? [] : [each.requestedAt ?? 0])),
    hours: settings.hoursOf(contact),
  };
}

/** A family shares its number and its peace. */
async function dialsOfNumber(
  phone: string,
  { contacts, dials }: Pick<OutreachStores, "contacts" | "dials">,
): Promise<readonly Dial[]> {
  const sharing = await contacts.withPhone(phone);
  const found: Dial[] = [];
  for (const { id } of sharing) found.push(...(await dials.ofContact(id)));
  return found;
}
