import { type Kysely, type RawBuilder, sql } from "kysely";
import { sameName } from "../../domain/booking/patient.ts";
import { patientPhone } from "../../domain/clinic/telephone.ts";
import {
  type ListedPatient,
  type Person,
  type PersonRecords,
  type PersonStore,
  type Remains,
  personPattern,
  withoutPerson,
} from "../../domain/privacy/person.ts";
import { type PersonKeys, type Place, type PrivacyTable, nobody, privacyMap, privacyTables } from "./privacy-stores.ts";
import type { FleetSchema } from "./schema.ts";
import { keyedHash, matchesPattern } from "./sqlite.ts";

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

interface PersonParts {
  readonly fleet: Kysely<FleetSchema>;
  readonly clinicId: string;
  /** What the work writes is there whole or not at all. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
}

type Row = Readonly<Record<string, unknown>>;

/** Reads and erases by the privacy map. Calls and events that name no clinic are anybody's, so they are looked at too. */
export class SqlPersonStore implements PersonStore {
  readonly #parts: PersonParts;

  constructor(parts: PersonParts) {
    this.#parts = parts;
  }

  list(): Promise<readonly ListedPatient[]> {
    return this.#parts.fleet
      .selectFrom("patients")
      .select(["id", "name", "phone", "email", "birthDate", "createdAt"])
      .select((patient) =>
        patient
          .selectFrom("appointments")
          .whereRef("appointments.patientId", "=", "patients.id")
          .select(({ fn }) => fn.countAll<number>().as("count"))
          .$asScalar()
          .$notNull()
          .as("appointments"),
      )
      .where("clinicId", "=", this.#parts.clinicId)
      .orderBy("name")
      .orderBy("id")
      .execute();
  }

  find(by: PersonNamed): Promise<Person | undefined> {
    return findPerson(by, this.#parts);
  }

  async read(person: Person): Promise<PersonRecords> {
    const keys = await this.#keys(person);
    const records: Record<string, readonly unknown[]> = {};
    for (const table of privacyTables) {
      const whose = owned(privacyMap[table], keys);
      if (whose === null) continue;
      const { rows } =
        await sql<Row>`select * from ${sql.table(table)} where ${this.#ofClinic(table)} and (${whose})`.execute(
          this.#parts.fleet,
        );
      if (rows.length > 0) records[table] = rows;
    }
    return records;
  }

  erase(person: Person): Promise<Readonly<Record<string, number>>> {
    return this.#parts.atomically(async () => {
      const keys = await this.#keys(person);
      const erased: Record<string, number> = {};
      for (const table of privacyTables) {
        const count = (await this.#eraseRows(table, keys)) + (await this.#eraseMentions(table, person));
        if (count > 0) erased[table] = count;
      }
      return erased;
    });
  }

  async remains(person: Person): Promise<readonly Remains[]> {
    const pattern = patternOf(person);
    if (pattern === null) return [];
    const found: Remains[] = [];
    for (const [table, of] of this.#searched()) {
      const columns = sql.join(
        (await this.#columns(table)).map((column) => matchesPattern(sql.ref(column), pattern)),
        sql` or `,
      );
      const count = sql<{
        rows: number;
      }>`select count(*) as rows from ${sql.table(table)} where ${of} and (${columns})`;
      const { rows } = await count.execute(this.#parts.fleet);
      const named = rows[0]?.rows ?? 0;
      if (named > 0) found.push({ table, rows: named });
    }
    return found;
  }

  /** Tables that can hold somebody, and the logs of the whole installation. */
  #searched() {
    const holding = privacyTables.filter((table) => privacyMap[table] !== nobody);
    const logs = ["audit", "journal"].map((table) => [table, sql`1 = 1`] as const);
    return [...holding.map((table) => [table, this.#ofClinic(table)] as const), ...logs];
  }

  async #columns(table: string): Promise<readonly string[]> {
    const snake = table.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
    const tables = await this.#parts.fleet.introspection.getTables();
    return tables.find(({ name }) => name === snake)?.columns.map(({ name }) => name) ?? [];
  }

  async #keys(person: Person): Promise<PersonKeys> {
    const { fleet, clinicId } = this.#parts;
    const own = { patients: person.patientIds, phones: person.phones };
    const appointments = await fleet
      .selectFrom("appointments")
      .select(["id", "callId"])
      .where("clinicId", "=", clinicId)
      .where("patientId", "in", own.patients)
      .execute();
    const ids = appointments.map(({ id }) => id);
    const contacts = await fleet
      .selectFrom("contacts")
      .select("id")
      .where("clinicId", "=", clinicId)
      .where((is) => is.or([is("id", "in", person.contactIds), is("appointmentId", "in", ids)]))
      .execute();
    const contactIds = contacts.map(({ id }) => id);
    const dials = await fleet.selectFrom("dials").select("callId").where("contactId", "in", contactIds).execute();
    const waitlist = await fleet.selectFrom("waitlist").select("id").where("patientId", "in", own.patients).execute();
    const calls = await fleet
      .selectFrom("calls")
      .select("callId")
      .where("patientNumber", "in", own.phones)
      .where((call) => call.or([call("clinicId", "=", clinicId), call("clinicId", "is", null)]))
      .execute();
    const callIds = [...appointments, ...dials, ...calls].flatMap(({ callId }) => (callId === null ? [] : [callId]));
    return {
      ...own,
      contacts: contactIds,
      appointments: ids,
      waitlist: waitlist.map(({ id }) => id),
      calls: [...new Set(callIds)],
    };
  }

  async #eraseRows(table: PrivacyTable, keys: PersonKeys): Promise<number> {
    const { erased }: Place = privacyMap[table];
    const whose = owned(privacyMap[table], keys);
    if (whose === null) return 0;
    const where = sql`${this.#ofClinic(table)} and (${whose})`;
    const statement =
      erased === "rows"
        ? sql`delete from ${sql.table(table)} where ${where}`
        : sql`update ${sql.table(table)} set ${changes(erased)} where ${where}`;
    const { numAffectedRows } = await statement.execute(this.#parts.fleet);
    return Number(numAffectedRows ?? 0);
  }

  async #eraseMentions(table: PrivacyTable, person: Person): Promise<number> {
    const { texts = [] }: Place = privacyMap[table];
    const pattern = patternOf(person);
    if (pattern === null) return 0;
    let changed = 0;
    for (const column of texts) {
      const name = sql.ref(column);
      const stored = sql<{ text: string }>`select distinct ${name} as text from ${sql.table(table)}
        where ${this.#ofClinic(table)} and ${matchesPattern(name, pattern)}`;
      const { rows } = await stored.execute(this.#parts.fleet);
      for (const { text } of rows) {
        const update = sql`update ${sql.table(table)} set ${name} = ${withoutPerson(text, pattern)}
          where ${this.#ofClinic(table)} and ${name} = ${text}`;
        changed += Number((await update.execute(this.#parts.fleet)).numAffectedRows ?? 0);
      }
    }
    return changed;
  }

  #ofClinic(table: PrivacyTable): RawBuilder<unknown> {
    const { clinicId } = this.#parts;
    const mayBeNobodys = table === "calls" || table === "callEvents" || table === "jobs";
    return mayBeNobodys ? sql`(clinic_id = ${clinicId} or clinic_id is null)` : sql`clinic_id = ${clinicId}`;
  }
}

/** What somebody else has too is left to them. */
function patternOf({ names, sharedNames, phones, emails }: Person): RegExp | null {
  return personPattern({ names: names.filter((name) => !sharedNames.includes(name)), phones, emails });
}

/** null: no row of the table can be theirs. */
function owned({ of }: Place, keys: PersonKeys): RawBuilder<unknown> | null {
  const conditions = Object.entries(of).flatMap(([column, key]) => {
    const values = key === undefined ? [] : keys[key];
    return values.length === 0 ? [] : [sql`${sql.ref(column)} in (${sql.join(values)})`];
  });
  return conditions.length === 0 ? null : sql.join(conditions, sql` or `);
}

function changes(erased: Exclude<Place["erased"], "rows">): RawBuilder<unknown> {
  if (erased === "hash") return sql`phone = ${keyedHash(sql.ref<string>("phone"))}, call_id = null, reason = null`;
  return sql.join(Object.entries(erased).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
}
