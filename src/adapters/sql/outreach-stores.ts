import type { Kysely } from "kysely";
import type { Contact } from "../../domain/outreach/contact.ts";
import type {
  AppliedOutcome,
  AppliedOutcomeStore,
  ContactStore,
  OptOut,
  OptOutStore,
} from "../../domain/outreach/ports.ts";
import { expectOne } from "./expect-one.ts";
import { keyedHash } from "./keyed-hash.ts";
import type { ClinicSchema, ContactRow } from "./schema.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlContactStore implements ContactStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(contactId: string): Promise<Contact | undefined> {
    const row = await this.#all().where("id", "=", contactId).executeTakeFirst();
    return row === undefined ? undefined : toContact(row);
  }

  async ofAppointment(appointmentId: string): Promise<Contact | undefined> {
    const row = await this.#all().where("appointmentId", "=", appointmentId).executeTakeFirst();
    return row === undefined ? undefined : toContact(row);
  }

  async withPhone(phone: string): Promise<readonly Contact[]> {
    return (await this.#all().where("phone", "=", phone).execute()).map(toContact);
  }

  async list(): Promise<readonly Contact[]> {
    return (await this.#all().execute()).map(toContact);
  }

  async add(contact: Contact): Promise<void> {
    await refusingDuplicates("The appointment has a contact already.", () =>
      this.#clinic.insertInto("contacts").values(toRow(contact)).execute(),
    );
  }

  async update(contact: Contact): Promise<void> {
    const result = await refusingDuplicates("The appointment has a contact already.", () =>
      this.#clinic.updateTable("contacts").set(toRow(contact)).where("id", "=", contact.id).executeTakeFirst(),
    );
    expectOne(result.numUpdatedRows, `contact ${contact.id}`);
  }

  #all() {
    return this.#clinic.selectFrom("contacts").selectAll().orderBy("createdAt").orderBy("id");
  }
}

function toContact(row: ContactRow): Contact {
  return { ...row, consent: row.consent === 1 };
}

function toRow(contact: Contact): ContactRow {
  return { ...contact, consent: contact.consent ? 1 : 0 };
}

/** Of a person who was erased the number is kept as its keyed hash alone; it is opted out all the same. */
export class SqlOptOutStore implements OptOutStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(phone: string): Promise<OptOut | undefined> {
    return this.#clinic
      .selectFrom("optOuts")
      .selectAll()
      .where("phone", "in", [phone, keyedHash(phone)])
      .executeTakeFirst();
  }

  list(): Promise<readonly OptOut[]> {
    return this.#clinic.selectFrom("optOuts").selectAll().orderBy("createdAt").orderBy("phone").execute();
  }

  async add(optOut: OptOut): Promise<boolean> {
    const result = await this.#clinic
      .insertInto("optOuts")
      .values(optOut)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return result.numInsertedOrUpdatedRows === 1n;
  }

  async remove(phone: string): Promise<boolean> {
    const own = this.#clinic.deleteFrom("optOuts").where("phone", "in", [phone, keyedHash(phone)]);
    return (await own.executeTakeFirst()).numDeletedRows > 0n;
  }
}

export class SqlAppliedOutcomeStore implements AppliedOutcomeStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(callId: string): Promise<AppliedOutcome | undefined> {
    return this.#clinic.selectFrom("appliedOutcomes").selectAll().where("callId", "=", callId).executeTakeFirst();
  }

  async save(applied: AppliedOutcome): Promise<void> {
    const change = await this.#clinic
      .updateTable("appliedOutcomes")
      .set(applied)
      .where("callId", "=", applied.callId)
      .executeTakeFirst();
    if (change.numUpdatedRows === 0n) await this.#clinic.insertInto("appliedOutcomes").values(applied).execute();
  }
}
