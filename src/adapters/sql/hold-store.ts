import type { Kysely } from "kysely";
import type { HoldStore } from "../../domain/booking/ports.ts";
import type { Hold } from "../../domain/booking/records.ts";
import type { Span } from "../../domain/time/spans.ts";
import { clinicStatement } from "./clinic-statement.ts";
import { earliestOverlap } from "./overlap.ts";
import type { ClinicSchema } from "./schema.ts";

export class SqlHoldStore implements HoldStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(holdId: string): Promise<Hold | undefined> {
    return allHolds(this.#clinic).where("id", "=", holdId).executeTakeFirst();
  }

  ofCall(callId: string): Promise<readonly Hold[]> {
    return ofCall(this.#clinic, { callId });
  }

  liveOverlapping(span: Span, now: number): Promise<readonly Hold[]> {
    return liveOverlapping(this.#clinic, { ...span, earliest: earliestOverlap(span), now });
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
}

function allHolds(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("holds").selectAll().orderBy("startsAt").orderBy("id");
}

const ofCall = clinicStatement<Hold, { readonly callId: string }>((clinic, given) =>
  allHolds(clinic).where("callId", "=", given("callId")),
);

const liveOverlapping = clinicStatement<Hold, Span & { readonly earliest: number; readonly now: number }>(
  (clinic, given) =>
    allHolds(clinic)
      .where("blockedFrom", ">", given("earliest"))
      .where("blockedFrom", "<", given("to"))
      .where("blockedTo", ">", given("from"))
      .where("expiresAt", ">", given("now")),
);
