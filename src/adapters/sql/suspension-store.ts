import type { Kysely } from "kysely";
import type { Suspension, SuspensionStore } from "../../domain/clinic/suspension.ts";
import type { ClinicSchema } from "./schema.ts";

export class SqlSuspensionStore implements SuspensionStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(): Promise<Suspension | undefined> {
    return this.#clinic
      .selectFrom("suspensions")
      .select(["answer", "message", "forwardTo", "suspendedAt"])
      .executeTakeFirst();
  }

  async save(suspension: Suspension): Promise<void> {
    const [result] = await this.#clinic.updateTable("suspensions").set(suspension).execute();
    if (result?.numUpdatedRows === 1n) return;
    await this.#clinic.insertInto("suspensions").values(suspension).execute();
  }

  async remove(): Promise<void> {
    await this.#clinic.deleteFrom("suspensions").execute();
  }
}
