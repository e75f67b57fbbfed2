import type { Kysely } from "kysely";
import { sameName } from "../../../domain/booking/patients/patient.ts";
import { patientPhone } from "../../../domain/clinic/telephone/telephone.ts";
import type { Person } from "../../../domain/privacy/person.ts";
import type { ClinicRows } from "../clinic-scope.ts";
import type { ClinicSchema } from "../schema.ts";

export type PersonNamed = { readonly patientId: string } | { readonly phone: string };

/** Where a person is searched for: in the clinic, and in calls without a clinic, which may be anyone's. */
export interface PersonPlace {
  readonly clinic: Kysely<ClinicSchema>;
  readonly unattributed: Kysely<ClinicRows>;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string | null;
}

/**
 * The patient with that id, or everyone with that number; identifiers shared with other people are listed separately.
 */
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

function everybody(table: "patients" | "contacts", { clinic }: PersonPlace): Promise<readonly Named[]> {
  return clinic.selectFrom(table).select(["id", "name", "phone", "email"]).execute();
}

/** A person known to the clinic only from calls or an opt-out. */
async function caller(number: string, { clinic, unattributed }: PersonPlace): Promise<Person | undefined> {
  const phones = formsOf(patientPhone(number));
  const own = clinic.selectFrom("calls").select("callId").where("patientNumber", "in", phones);
  const unattributedCalls = unattributed.selectFrom("calls").select("callId").where("patientNumber", "in", phones);
  const refused = clinic.selectFrom("optOuts").select("phone").where("phone", "in", phones);
  const found = [own, unattributedCalls, refused].map((query) => query.executeTakeFirst());
  if ((await Promise.all(found)).every((row) => row === undefined)) return undefined;
  return { patientIds: [], contactIds: [], names: [], phones, sharedPhones: [], emails: [], sharedNames: [] };
}

function samePhone(phone: string): (named: Named) => boolean {
  const wanted = patientPhone(phone);
  return (named) => patientPhone(named.phone) === wanted;
}

/**
 * Carriers still send Benin's old number format (patient-phone.ts), and calls are stored with the number as received.
 */
function formsOf(phone: string): readonly string[] {
  const old = phone.replace(/^\+22901(?=\d{8}$)/u, "+229");
  return old === phone ? [phone] : [phone, old];
}
