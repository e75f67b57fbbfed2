import { isActive, moveAppointment, type Appointment } from "../booking/appointment.ts";
import { claimedPatients, type PatientClaim } from "../booking/patient-match.ts";
import { patientPhone } from "../booking/patient-phone.ts";
import { changeContact } from "./change-contact.ts";
import type { Contact } from "./contact.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

/** Somebody in a call says that they will come. */
export interface Confirmation {
  /** null: the appointment is kept elsewhere, and the number tells which contact it is. */
  readonly appointmentId: string | null;
  /** E.164 of the patient's end of the line. */
  readonly callerNumber: string | null;
  /** How the caller proves whose appointment it is; undefined: by the number alone. */
  readonly claim: PatientClaim | undefined;
}

export type Confirmed =
  | { readonly kind: "confirmed"; readonly startsAt: number; readonly repeated: boolean }
  /** Cancelled, moved or past: nothing to confirm. */
  | { readonly kind: "not_active"; readonly startsAt: number }
  /** No appointment of this person. */
  | { readonly kind: "unknown" };

/** Confirms the appointment in the book and with its contact, together. */
export async function confirmByCaller(given: Confirmation, ports: OutreachPorts): Promise<Confirmed> {
  const callerNumber = given.callerNumber === null ? null : patientPhone(given.callerNumber);
  const confirmation = { ...given, callerNumber };
  return ports.database.transact((stores) =>
    given.appointmentId === null
      ? confirmContact(callerNumber, stores, ports)
      : confirmBooked(confirmation, given.appointmentId, { stores, ports }),
  );
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: Pick<OutreachPorts, "clock">;
}

async function confirmBooked(
  { callerNumber, claim }: Confirmation,
  appointmentId: string,
  { stores, ports }: Surroundings,
): Promise<Confirmed> {
  const appointment = await stores.appointments.find(appointmentId);
  const contact = await stores.contacts.ofAppointment(appointmentId);
  if (appointment === undefined) return { kind: "unknown" };
  const isContact = contact !== undefined && contact.phone === callerNumber;
  if (!isContact && !(await isClaimed(appointment, claim, stores))) return { kind: "unknown" };
  const { startsAt, status } = appointment;
  const at = ports.clock.now();
  if (!isActive(appointment) || startsAt <= at) return { kind: "not_active", startsAt };
  if (status === "scheduled")
    await stores.appointments.update(moveAppointment(appointment, { status: "confirmed", at }));
  if (contact !== undefined) await settle(contact, at, stores);
  return { kind: "confirmed", startsAt, repeated: status === "confirmed" };
}

async function isClaimed(
  { patientId }: Appointment,
  claim: PatientClaim | undefined,
  stores: OutreachStores,
): Promise<boolean> {
  if (claim === undefined) return false;
  return (await claimedPatients(claim, stores)).some(({ id }) => id === patientId);
}

/** Of an appointment that the clinic's book does not have: the next one that the number was called about. */
async function confirmContact(
  callerNumber: string | null,
  stores: OutreachStores,
  { clock }: Pick<OutreachPorts, "clock">,
): Promise<Confirmed> {
  const at = clock.now();
  const known = callerNumber === null ? [] : await stores.contacts.withPhone(callerNumber);
  const [next] = known
    .flatMap((contact) => {
      const { appointmentAt: startsAt } = contact;
      return startsAt === null || startsAt <= at ? [] : [{ contact, startsAt }];
    })
    .toSorted((one, other) => one.startsAt - other.startsAt);
  if (next === undefined) return { kind: "unknown" };
  const { contact, startsAt } = next;
  if (contact.state === "cancelled" || contact.state === "rescheduled") return { kind: "not_active", startsAt };
  await settle(contact, at, stores);
  return { kind: "confirmed", startsAt, repeated: contact.state === "confirmed" };
}

async function settle(contact: Contact, at: number, { contacts }: OutreachStores): Promise<void> {
  if (contact.state !== "confirmed") await contacts.update(changeContact(contact, { state: "confirmed", at }));
}
