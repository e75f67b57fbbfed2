import type { Kysely } from "kysely";
import { sameName } from "../../domain/booking/patient-match.ts";
import { patientPhone } from "../../domain/booking/patient-phone.ts";
import type { Person } from "../../domain/privacy/person.ts";
import type { FleetSchema } from "./schema.ts";

export type PersonNamed = { readonly patientId: string } | { readonly phone: string };

interface PersonPlace {
  readonly fleet: Kysely<FleetSchema>;
  readonly clinicId: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string | null;
}

/** The one patient of that id, or everybody of that number; what they share with others is told apart. */
export async function findPerson(by: PersonNamed, place: PersonPlace): Promise<Person | undefined> {
  const patients = await everybody("patients", place);
  const contacts = await everybody("contacts", place);
  const isMeant = "phone" in by ? samePhone(by.phone) : ({ id }: Named) => id === by.patientId;
  const meant = "phone" in by ? [...patients, ...contacts].filter(isMeant) : patients.filter(isMeant);
  if (meant.length === 0) return "phone" in by ? caller(by.phone, place) : undefined;
  const names = [...new Set(meant.map(({ name }) => name))].filter((name) => name !== "");
  const phones = [...new Set(meant.map(({ phone }) => phone))].filter((phone) => phone !== "");
  const isThem = ({ id, name, phone }: Named): boolean =>
    meant.some((one) => one.id === id) || (phones.includes(phone) && names.some((own) => sameName(own, name)));
  const others = [...patients, ...contacts].filter((one) => !isThem(one));
  const isShared = (phone: string) => others.some((other) => other.phone === phone);
  return {
    patientIds: patients.filter(isThem).map(({ id }) => id),
    contactIds: contacts.filter(isThem).map(({ id }) => id),
    names,
    phones: phones.filter((phone) => !isShared(phone)).flatMap(formsOf),
    sharedPhones: phones.filter(isShared),
    emails: [...patients, ...contacts].filter(isThem).flatMap(({ email }) => (email === null ? [] : [email])),
    sharedNames: names.filter((name) => others.some((other) => sameName(other.name, name))),
  };
}

function everybody(table: "patients" | "contacts", { fleet, clinicId }: PersonPlace): Promise<readonly Named[]> {
  return fleet.selectFrom(table).select(["id", "name", "phone", "email"]).where("clinicId", "=", clinicId).execute();
}

/** Someone of whom the clinic has calls or a refusal to be called, and nothing else. */
async function caller(given: string, { fleet, clinicId }: PersonPlace): Promise<Person | undefined> {
  const phones = formsOf(patientPhone(given));
  const called = await fleet
    .selectFrom("calls")
    .select("callId")
    .where("patientNumber", "in", phones)
    .where((call) => call.or([call("clinicId", "=", clinicId), call("clinicId", "is", null)]))
    .executeTakeFirst();
  const optOuts = fleet.selectFrom("optOuts").select("phone").where("clinicId", "=", clinicId);
  const refused = await optOuts.where("phone", "in", phones).executeTakeFirst();
  if (called === undefined && refused === undefined) return undefined;
  return { patientIds: [], contactIds: [], names: [], phones, sharedPhones: [], emails: [], sharedNames: [] };
}

function samePhone(phone: string): (named: Named) => boolean {
  const wanted = patientPhone(phone);
  return (named) => patientPhone(named.phone) === wanted;
}

/** Carriers still send Benin's old form (patient-phone.ts), and calls are kept as they came. */
function formsOf(phone: string): readonly string[] {
  const old = phone.replace(/^\+22901(?=\d{8}$)/u, "+229");
  return old === phone ? [phone] : [phone, old];
}
