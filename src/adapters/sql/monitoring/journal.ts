import type { Kysely } from "kysely";
import type { FleetSchema } from "../schema.ts";
import { z } from "zod";
import type { Clock } from "../../../clock.ts";
import type { Facts, Journal, JournalEntry } from "../../../domain/journal/journal.ts";

const factsSchema = z.record(z.string(), z.string());

export class SqlJournal implements Journal {
  readonly #database: Kysely<FleetSchema>;
  readonly #clock: Clock;

  constructor(database: Kysely<FleetSchema>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async entries(subject: string): Promise<readonly JournalEntry[]> {
    const rows = await this.#database.selectFrom("journal").selectAll().where("subject", "=", subject).execute();
    return rows.map(({ step, state, facts }) => ({ step, state, facts: factsSchema.parse(JSON.parse(facts)) }));
  }

  async intend(subject: string, step: string): Promise<void> {
    await this.#write({ subject, step, state: "intended", facts: {} });
  }

  async complete(subject: string, entry: { readonly step: string; readonly facts: Facts }): Promise<void> {
    await this.#write({ subject, state: "done", ...entry });
  }

  async forget(subject: string): Promise<void> {
    await this.#database.deleteFrom("journal").where("subject", "=", subject).execute();
  }

  async #write(entry: JournalEntry & { readonly subject: string }): Promise<void> {
    const change = { state: entry.state, facts: JSON.stringify(entry.facts), changedAt: this.#clock.now() };
    await this.#database
      .insertInto("journal")
      .values({ subject: entry.subject, step: entry.step, ...change })
      .onConflict((conflict) => conflict.columns(["subject", "step"]).doUpdateSet(change))
      .execute();
  }
}
