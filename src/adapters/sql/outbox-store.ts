import type { Kysely } from "kysely";
import type { Mail, OutboxStore } from "../../domain/clinic/outbox.ts";
import type { ClinicSchema } from "./schema.ts";

export class SqlOutboxStore implements OutboxStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  list(): Promise<readonly Mail[]> {
    return this.#clinic
      .selectFrom("outbox")
      .select(["id", "kind", "recipient", "subject", "body", "state", "createdAt"])
      .orderBy("createdAt")
      .execute();
  }

  async add(mail: Mail): Promise<void> {
    await this.#clinic.insertInto("outbox").values(mail).execute();
  }
}
