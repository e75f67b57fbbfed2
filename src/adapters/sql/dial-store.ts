import type { Kysely } from "kysely";
import type { Dial, DialState } from "../../domain/outreach/dial/dial.ts";
import type { DialStore } from "../../domain/outreach/dial/ports.ts";
import { expectOne } from "./expect-one.ts";
import type { ClinicSchema } from "./schema.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlDialStore implements DialStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(dialId: string): Promise<Dial | undefined> {
    return this.#all().where("id", "=", dialId).executeTakeFirst();
  }

  withKey(key: string): Promise<Dial | undefined> {
    return this.#all().where("key", "=", key).executeTakeFirst();
  }

  ofCall(callId: string): Promise<Dial | undefined> {
    return this.#all().where("callId", "=", callId).executeTakeFirst();
  }

  ofContact(contactId: string): Promise<readonly Dial[]> {
    return this.#all().where("contactId", "=", contactId).orderBy("createdAt").orderBy("id").execute();
  }

  inStates(states: readonly DialState[]): Promise<readonly Dial[]> {
    return this.#all()
      .where("state", "in", [...states])
      .orderBy("dueAt")
      .orderBy("id")
      .execute();
  }

  askedSince(instant: number): Promise<readonly Dial[]> {
    return this.#all().where("requestedAt", ">=", instant).orderBy("requestedAt").orderBy("id").execute();
  }

  async add(dial: Dial): Promise<void> {
    await refusingDuplicates(`The call ${dial.key} is planned already.`, () =>
      this.#clinic.insertInto("dials").values(dial).execute(),
    );
  }

  async update(dial: Dial): Promise<void> {
    const result = await this.#clinic.updateTable("dials").set(dial).where("id", "=", dial.id).executeTakeFirst();
    expectOne(result.numUpdatedRows, `dial ${dial.id}`);
  }

  #all() {
    return this.#clinic.selectFrom("dials").selectAll();
  }
}
