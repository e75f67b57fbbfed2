import type { Kysely } from "kysely";
import type { HoldStore } from "../../domain/booking/ports.ts";
import type { Hold } from "../../domain/booking/records.ts";
import type { Span } from "../../domain/time/spans.ts";
import type { ClinicSchema } from "./schema.ts";

export class SqlHoldStore implements HoldStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(holdId: string): Promise<Hold | undefined> {
    return this.#all().where("id", "=", holdId).executeTakeFirst();
  }

  ofCall(callId: string): Promise<readonly Hold[]> {
    return this.#all().where("callId", "=", callId).execute();
  }

  liveOverlapping(span: Span, now: number): Promise<readonly Hold[]> {
    return this.#all()
      .where("blockedFrom", "<", span.to)
      .where("blockedTo", ">", span.from)
      .where("expiresAt", ">", now)
      .execute();
  }

  async add(hold: Hold): Promise<void> {
    await this.#clinic.insertInto("holds").values(hold).execute();
  }

  async remove(holdId: string): Promise<void> {
    await this.#clinic.deleteFrom("holds").where("id", "=", holdId).execute();
  }

  /** An expired offer to someone on the waitlist stays, so that passing it on can tell who let it lapse. */
  async removeExpired(now: number): Promise<void> {
    await this.#clinic.deleteFrom("holds").where("callId", "is not", null).where("expiresAt", "<=", now).execute();
  }

  #all() {
    return this.#clinic.selectFrom("holds").selectAll().orderBy("startsAt").orderBy("id");
  }
}
