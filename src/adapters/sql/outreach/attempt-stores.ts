import { HOUR_MS } from "../../../clock.ts";
import type { Kysely } from "kysely";
import type { AttemptState, CallAttempt, AttemptStore, AttemptSpending } from "../../../domain/outreach/attempt.ts";
import type { AttemptTraffic } from "../../../domain/outreach/attempts/attempt-ports.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";
import { clinicStatement, expectOne, refusingDuplicates } from "../statement.ts";

export class SqlAttemptStore implements AttemptStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(attemptId: string): Promise<CallAttempt | undefined> {
    return this.#all().where("id", "=", attemptId).executeTakeFirst();
  }

  withKey(key: string): Promise<CallAttempt | undefined> {
    return this.#all().where("key", "=", key).executeTakeFirst();
  }

  ofCall(callId: string): Promise<CallAttempt | undefined> {
    return this.#all().where("callId", "=", callId).where("requestedAt", "is not", null).executeTakeFirst();
  }

  alsoInCall(callId: string): Promise<readonly CallAttempt[]> {
    return this.#all().where("callId", "=", callId).where("requestedAt", "is", null).orderBy("id").execute();
  }

  ofContact(contactId: string): Promise<readonly CallAttempt[]> {
    return attemptsOf(this.#clinic, { contactId });
  }

  inStates(states: readonly AttemptState[]): Promise<readonly CallAttempt[]> {
    return this.#all()
      .where("state", "in", [...states])
      .orderBy("dueAt")
      .orderBy("id")
      .execute();
  }

  askedSince(instant: number): Promise<readonly CallAttempt[]> {
    return this.#all().where("requestedAt", ">=", instant).orderBy("requestedAt").orderBy("id").execute();
  }

  async spentSince(instant: number): Promise<AttemptSpending> {
    const { calls, priced, cents } = await this.#clinic
      .selectFrom("dials")
      .leftJoin("calls", "calls.callId", "dials.callId")
      .select(({ fn }) => [
        fn.countAll<number>().as("calls"),
        fn.count<number>("calls.costCents").as("priced"),
        fn.sum<number | null>("calls.costCents").as("cents"),
      ])
      .where("dials.requestedAt", ">=", instant)
      .executeTakeFirstOrThrow();
    return { calls, priced, cents: cents ?? 0 };
  }

  async add(attempt: CallAttempt): Promise<void> {
    await refusingDuplicates(this.#clinic, `The call ${attempt.key} is already planned.`, () =>
      this.#clinic.insertInto("dials").values(attempt).execute(),
    );
  }

  async update(attempt: CallAttempt): Promise<void> {
    const result = await this.#clinic.updateTable("dials").set(attempt).where("id", "=", attempt.id).executeTakeFirst();
    expectOne(result.numUpdatedRows, `call attempt ${attempt.id}`);
  }

  #all() {
    return this.#clinic.selectFrom("dials").selectAll();
  }
}

const attemptsOf = clinicStatement<CallAttempt, { readonly contactId: string }>((clinic, param) =>
  clinic.selectFrom("dials").selectAll().where("contactId", "=", param("contactId")).orderBy("createdAt").orderBy("id"),
);

/** No call lasts longer (docs/retell.md 12.5): an older attempt ended without an event. */
const longestCallMs = 2 * HOUR_MS;

/** Retell may take this long to count a new call. */
const justBegunMs = 15_000;

/** The traffic of the clinics with that account; null: of those on the installation's account. */
export function sqlAttemptTraffic(fleet: Kysely<FleetSchema>, account: string | null): AttemptTraffic {
  const dials = () =>
    fleet
      .selectFrom("dials")
      .innerJoin("clinics", "clinics.id", "dials.clinicId")
      .where("clinics.retellAccount", account === null ? "is" : "=", account);
  return {
    at: async (now) => {
      const begun = await dials()
        .select(["dials.clinicId", "requestedAt"])
        .where("state", "in", ["dialling", "placed"])
        .where("requestedAt", ">", now - longestCallMs)
        .execute();
      const due = await dials()
        .select("dials.clinicId")
        .distinct()
        .where("state", "=", "planned")
        .where("dueAt", "<=", now)
        .execute();
      const asked = await dials()
        .select("requestedAt")
        .where("requestedAt", ">", now - 1000)
        .orderBy("requestedAt")
        .execute();
      const inUse = new Map<string, number>();
      for (const { clinicId } of begun) inUse.set(clinicId, (inUse.get(clinicId) ?? 0) + 1);
      return {
        inUse,
        justBegun: begun.filter(({ requestedAt }) => (requestedAt ?? 0) > now - justBegunMs).length,
        waiting: new Set(due.map(({ clinicId }) => clinicId)),
        askedAt: asked.flatMap(({ requestedAt }) => (requestedAt === null ? [] : [requestedAt])),
      };
    },
  };
}

/** A call of any clinic, by Retell's call id or by the attempt's own. */
export async function reportedCall(
  sessionId: string,
  fleet: Kysely<FleetSchema>,
): Promise<{ readonly callId: string; readonly clinicId: string } | undefined> {
  const row = await fleet
    .selectFrom("dials")
    .select(["callId", "clinicId"])
    .where((where) => where.or([where("callId", "=", sessionId), where("id", "=", sessionId)]))
    .executeTakeFirst();
  return row === undefined || row.callId === null ? undefined : { callId: row.callId, clinicId: row.clinicId };
}
