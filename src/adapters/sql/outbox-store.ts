import type { Kysely } from "kysely";
import type { Mail, NewMail, OutboxStore } from "../../domain/clinic/outbox.ts";
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

  async add(mail: NewMail): Promise<boolean> {
    const fresh = { state: "waiting", attempts: 0, attemptedAt: null, sentAt: null, lastError: null } as const;
    const result = await this.#clinic
      .insertInto("outbox")
      .values({ ...mail, ...fresh })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  }
}
