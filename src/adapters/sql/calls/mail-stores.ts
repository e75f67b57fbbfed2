import { type Kysely, sql } from "kysely";
import type { Mail, NewMail, OutboxStore } from "../../../domain/clinic/ports.ts";
import type { ClinicMail, MailEnd, MailFilter, MailQueue } from "../../../domain/mail/ports.ts";
import { aboutClinic, together } from "../clinic-scope.ts";
import { SqlJobOrders } from "./job-stores.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";

/** Listed by name, because the fleet's outbox reads the same columns from rows that also have a clinic. */
const mailColumns = [
  "id",
  "kind",
  "key",
  "recipient",
  "subject",
  "body",
  "html",
  "calendar",
  "calendarMethod",
  "patientId",
  "callId",
  "createdAt",
  "state",
  "attempts",
  "attemptedAt",
  "sentAt",
  "lastError",
] as const satisfies readonly (keyof Mail)[];

export class SqlOutboxStore implements OutboxStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  list(): Promise<readonly Mail[]> {
    return this.#clinic.selectFrom("outbox").select(mailColumns).orderBy("createdAt").orderBy("id").execute();
  }

  async has(kind: string, key: string): Promise<boolean> {
    const mail = this.#clinic.selectFrom("outbox").select("id").where("kind", "=", kind).where("key", "=", key);
    return (await mail.executeTakeFirst()) !== undefined;
  }

  /** Adds the mail and orders its sending, in the current transaction or in a new one. */
  async add(mail: NewMail): Promise<boolean> {
    return together(this.#clinic, (clinic) => addTo(clinic, mail));
  }
}

const fresh = { state: "waiting", attempts: 0, attemptedAt: null, sentAt: null, lastError: null } as const;

async function addTo(clinic: Kysely<ClinicSchema>, mail: NewMail): Promise<boolean> {
  const [added] = await clinic
    .insertInto("outbox")
    .values({ ...mail, ...fresh })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (added?.numInsertedOrUpdatedRows !== 1n) return false;
  const order = { kind: "send-mail", key: mail.id, payload: "{}", dueAt: mail.createdAt };
  await new SqlJobOrders(clinic).order(order);
  return true;
}

const latest: ListOrder = { by: sql.ref("outbox.createdAt"), id: sql.ref("outbox.id"), direction: "desc" };

const searched = ["outbox.id", "outbox.recipient", "outbox.subject", "outbox.kind", "clinics.slug"];

export class SqlMailQueue implements MailQueue {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  find(mailId: string): Promise<ClinicMail | undefined> {
    return this.#mails().where("outbox.id", "=", mailId).executeTakeFirst();
  }

  list({ clinicId, state, after, search, limit }: MailFilter): Promise<readonly ClinicMail[]> {
    let query = this.#mails(clinicId).orderBy("outbox.createdAt", "desc").orderBy("outbox.id", "desc").limit(limit);
    if (clinicId !== undefined) query = query.where("outbox.clinicId", "=", clinicId);
    if (state !== undefined) query = query.where("outbox.state", "=", state);
    if (after !== undefined) query = query.where(behind(latest, after));
    if (search !== undefined) query = query.where(containsText(searched, search));
    return query.execute();
  }

  async due(begunBefore: number, limit: number): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom("outbox")
      .select("id")
      .where((mail) =>
        mail.or([
          mail("state", "=", "waiting"),
          mail.and([mail("state", "=", "sending"), mail("attemptedAt", "<", begunBefore)]),
        ]),
      )
      .orderBy("createdAt")
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** One statement, so that only one of two senders begins. */
  async begin(mailId: string, { now, begunBefore }: { readonly now: number; readonly begunBefore: number }) {
    const { numUpdatedRows } = await this.#database
      .updateTable("outbox")
      .set((mail) => ({ state: "sending", attemptedAt: now, attempts: mail("attempts", "+", 1) }))
      .where("id", "=", mailId)
      .where((mail) =>
        mail.or([
          mail("state", "=", "waiting"),
          mail.and([mail("state", "=", "sending"), mail("attemptedAt", "<", begunBefore)]),
        ]),
      )
      .executeTakeFirst();
    return numUpdatedRows === 1n ? this.find(mailId) : undefined;
  }

  async settle({ id, attempts }: Mail, end: MailEnd): Promise<void> {
    await this.#database
      .updateTable("outbox")
      .set(end)
      .where("id", "=", id)
      .where("attempts", "=", attempts)
      .where("state", "in", ["sending", "waiting"])
      .execute();
  }

  async retry(mailId: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable("outbox")
      .set({ state: "waiting" })
      .where("id", "=", mailId)
      .where("state", "=", "failed")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** @param clinicId undefined: every clinic */
  #mails(clinicId?: string) {
    return aboutClinic(this.#database, clinicId)
      .selectFrom("outbox")
      .innerJoin("clinics", "clinics.id", "outbox.clinicId")
      .select(mailColumns.map((column) => `outbox.${column}` as const))
      .select(["outbox.clinicId", "clinics.slug as clinicSlug", "clinics.name as clinicName", "clinics.ownerEmail"]);
  }
}
