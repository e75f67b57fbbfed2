import type { Kysely } from "kysely";
import type { Contact } from "../../../domain/outreach/contact.ts";
import type { OutreachPolicy } from "../../../domain/outreach/policy.ts";
import type {
  AppliedOutcome,
  AppliedOutcomeStore,
  ContactStore,
  OptOut,
  OptOutStore,
  Pause,
  PauseStore,
  PolicyStore,
} from "../../../domain/outreach/ports.ts";
import { readMeta, writeMeta } from "../database.ts";
import type { ClinicSchema, ContactRow, FleetSchema, OutreachPolicyRow } from "../schema.ts";
import { keyedHash } from "../conditions.ts";
import { clinicStatement, expectOne, refusingDuplicates } from "../statement.ts";
import { together } from "../clinic-scope.ts";

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
    return (await contactsWithPhone(this.#clinic, { phone })).map(toContact);
  }

  async list(): Promise<readonly Contact[]> {
    return (await this.#all().execute()).map(toContact);
  }

  async add(contact: Contact): Promise<void> {
    await refusingDuplicates(this.#clinic, "The appointment already has a contact.", () =>
      this.#clinic.insertInto("contacts").values(toRow(contact)).execute(),
    );
  }

  async update(contact: Contact): Promise<void> {
    const result = await refusingDuplicates(this.#clinic, "The appointment already has a contact.", () =>
      this.#clinic.updateTable("contacts").set(toRow(contact)).where("id", "=", contact.id).executeTakeFirst(),
    );
    expectOne(result.numUpdatedRows, `contact ${contact.id}`);
  }

  #all() {
    return allContacts(this.#clinic);
  }
}

function allContacts(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("contacts").selectAll().orderBy("createdAt").orderBy("id");
}

const contactsWithPhone = clinicStatement<ContactRow, { readonly phone: string }>((clinic, param) =>
  allContacts(clinic).where("phone", "=", param("phone")),
);

export function toContact(row: ContactRow): Contact {
  return { ...row, consent: row.consent === 1 };
}

function toRow(contact: Contact): ContactRow {
  return { ...contact, consent: contact.consent ? 1 : 0 };
}

/** For an erased person, only the keyed hash of the number is stored; the opt-out still applies. */
export class SqlOptOutStore implements OptOutStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(phone: string): Promise<OptOut | undefined> {
    return optOutOf(this.#clinic, { phone }).then(([optOut]) => optOut);
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

const optOutOf = clinicStatement<OptOut, { readonly phone: string }>((clinic, param) =>
  clinic
    .selectFrom("optOuts")
    .selectAll()
    .where("phone", "in", [param("phone"), keyedHash(param("phone"))]),
);

export class SqlAppliedOutcomeStore implements AppliedOutcomeStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(callId: string): Promise<AppliedOutcome | undefined> {
    return this.#clinic.selectFrom("appliedOutcomes").selectAll().where("callId", "=", callId).executeTakeFirst();
  }

  async save(applied: AppliedOutcome): Promise<void> {
    await together(this.#clinic, async (clinic) => {
      const change = await clinic
        .updateTable("appliedOutcomes")
        .set(applied)
        .where("callId", "=", applied.callId)
        .executeTakeFirst();
      if (change.numUpdatedRows === 0n) await clinic.insertInto("appliedOutcomes").values(applied).execute();
    });
  }
}

export class SqlPolicyStore implements PolicyStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<OutreachPolicy | undefined> {
    const row = await this.#clinic.selectFrom("outreachPolicies").selectAll().executeTakeFirst();
    return row === undefined ? undefined : toPolicy(row);
  }

  async save(policy: OutreachPolicy): Promise<void> {
    const row = toSettingsRow(policy);
    await together(this.#clinic, async (clinic) => {
      const [result] = await clinic.updateTable("outreachPolicies").set(row).execute();
      if (result?.numUpdatedRows !== 1n) await clinic.insertInto("outreachPolicies").values(row).execute();
    });
  }
}

function toPolicy(row: OutreachPolicyRow): OutreachPolicy {
  return {
    ...row,
    enabled: row.enabled === 1,
    onSundays: row.onSundays === 1,
    onHolidays: row.onHolidays === 1,
    leadMinutes: wordsOf(row.leadMinutes).map(Number),
    typeIds: row.typeIds === null ? null : wordsOf(row.typeIds),
    countries: wordsOf(row.countries),
  };
}

function toSettingsRow(policy: OutreachPolicy): OutreachPolicyRow {
  return {
    ...policy,
    enabled: policy.enabled ? 1 : 0,
    onSundays: policy.onSundays ? 1 : 0,
    onHolidays: policy.onHolidays ? 1 : 0,
    leadMinutes: policy.leadMinutes.join(" "),
    typeIds: policy.typeIds?.join(" ") ?? null,
    countries: policy.countries.join(" "),
  };
}

function wordsOf(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}

export class SqlPauseStore implements PauseStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(): Promise<Pause | undefined> {
    return this.#clinic.selectFrom("outreachPauses").select(["reason", "pausedAt"]).executeTakeFirst();
  }

  async save(pause: Pause): Promise<void> {
    await together(this.#clinic, async (clinic) => {
      const [result] = await clinic.updateTable("outreachPauses").set(pause).execute();
      if (result?.numUpdatedRows !== 1n) await clinic.insertInto("outreachPauses").values(pause).execute();
    });
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("outreachPauses").execute();
  }
}

const key = "outreach_pause";

/** The pause of all clinics, including future ones. */
export class SqlFleetPauseStore implements PauseStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async find(): Promise<Pause | undefined> {
    const value = await readMeta(this.#database, key);
    if (value === undefined) return undefined;
    const { pauseSchema } = await import("../schema.ts");
    return pauseSchema.parse(JSON.parse(value));
  }

  async save(pause: Pause): Promise<void> {
    const value = JSON.stringify(pause);
    await writeMeta(this.#database, key, value);
  }

  async remove(): Promise<void> {
    await this.#database.deleteFrom("meta").where("key", "=", key).execute();
  }
}
