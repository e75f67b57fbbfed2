import { sameName } from "../booking/patients/patient.ts";
import type { BookingPorts, Patient } from "../booking/ports.ts";
import { isActive } from "../booking/appointment.ts";
import { leaveWaitlist } from "../booking/visits/waitlist.ts";
import { cancelAttempts } from "./cancel-attempts.ts";
import { type Contact, changeContact } from "./contact.ts";
import { newContact } from "./new-contact.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

export type Deceased = Pick<Contact, "name" | "phone" | "language">;

/**
 * Someone said in a call that the patient has died: no call about them goes out any more, and they leave the waitlist.
 * Appointments stay until staff have verified it. Within a transaction. @returns the upcoming appointments
 */
export async function recordDeath(person: Deceased, stores: OutreachStores, ports: OutreachPorts): Promise<number> {
  const at = ports.clock.now();
  const known = (await stores.contacts.withPhone(person.phone)).filter(({ name }) => sameName(name, person.name));
  for (const contact of known) await stores.contacts.update(changeContact(contact, { state: "deceased", at }));
  if (known.length === 0) {
    const contact = newContact({ ...person, consent: false, consentBasis: "stated", state: "deceased" }, ports);
    await stores.contacts.add(contact);
  }
  await cancelAttempts(known, { reason: "DECEASED", at }, stores);
  const patients = await patientsNamed(person, stores);
  const waiting = (await stores.waitlist.inLine()).filter(({ patientId }) =>
    patients.some(({ id }) => id === patientId),
  );
  for (const { id } of waiting) await leaveWaitlist(id, stores, ports);
  return comingOf(patients, stores, ports);
}

async function patientsNamed({ name, phone }: Deceased, { patients }: OutreachStores): Promise<readonly Patient[]> {
  return (await patients.withPhone(phone)).filter((patient) => sameName(patient.name, name));
}

async function comingOf(
  patients: readonly Patient[],
  { appointments }: OutreachStores,
  { clock }: Pick<BookingPorts, "clock">,
): Promise<number> {
  const all = await Promise.all(patients.map(({ id }) => appointments.ofPatient(id)));
  return all.flat().filter((each) => isActive(each) && each.startsAt > clock.now()).length;
}
