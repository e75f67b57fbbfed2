import type { Kysely } from "kysely";
import type { Mail, NewMail, OutboxStore } from "../../domain/clinic/outbox.ts";
import { SqlJobOrders } from "./job-orders.ts";
import type { ClinicSchema } from "./schema.ts";

/** Named, as an outbox of all clinics reads them too, where rows have a clinic. */
export const mailColumns = [
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

  /** With the order to send it, in the transaction there is or one of its own. */
  async add(mail: NewMail): Promise<boolean> {
    if (this.#clinic.isTransaction) return addTo(this.#clinic, mail);
    return this.#clinic.transaction().execute((transaction) => addTo(transaction, mail));
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
