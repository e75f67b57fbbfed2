import { type Kysely, sql } from "kysely";
import { HOUR_MS, DAY_MS, MINUTE_MS } from "../../../clock.ts";
import type {
  CallGroup,
  ClinicRecordStore,
  ClinicRecords,
  FleetCallGroup,
  FleetCosts,
  PricedCall,
} from "../../../domain/report/ports.ts";
import type { Span } from "../../../domain/time/spans.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";
import type { BusinessFigures } from "../../../domain/fleet/ports.ts";

const count = sql<number>`count(*)`.as("count");

const spoken = sql<number>`coalesce(sum(${sql.ref("durationMs")}), 0)`.as("durationMs");

const alike = ["direction", "status", "outcome", "costCents"] as const;

/** No call lasts longer, so everything that a call booked was written within this time after it began. */
const LONGEST_CALL_MS = 3 * HOUR_MS;

/** Each question is answered from an index alone, or from few rows: a clinic may have 100,000 calls in a week. */
export class SqlClinicRecords implements ClinicRecordStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async within(span: Span): Promise<ClinicRecords> {
    return {
      calls: await this.#calls(span),
      booked: (await this.#booked(span).select(count).executeTakeFirstOrThrow()).count,
      messages: (await this.#messages(span).select(count).executeTakeFirstOrThrow()).count,
      noShows: await this.#noShows(span),
      fruitfulAt: await this.#fruitfulAt(span),
    };
  }

  #calls({ from, to }: Span): Promise<readonly CallGroup[]> {
    return this.#clinic
      .selectFrom("calls")
      .select([...alike])
      .select([sql<number>`count(*)`.as("calls"), spoken])
      .where("calledAt", ">=", from)
      .where("calledAt", "<", to)
      .groupBy([...alike])
      .execute();
  }

  #booked({ from, to }: Span) {
    return this.#clinic
      .selectFrom("appointments")
      .where("createdAt", ">=", from)
      .where("createdAt", "<", to)
      .where("callId", "is not", null)
      .where("rescheduledFrom", "is", null);
  }

  #messages({ from, to }: Span) {
    return this.#clinic.selectFrom("messages").where("createdAt", ">=", from).where("createdAt", "<", to);
  }

  async #noShows({ from, to }: Span): Promise<number> {
    const visits = this.#clinic.selectFrom("appointments").where("startsAt", ">=", from).where("startsAt", "<", to);
    return (await visits.where("status", "=", "no_show").select(count).executeTakeFirstOrThrow()).count;
  }

  async #fruitfulAt({ from, to }: Span): Promise<readonly number[]> {
    const until = { from, to: to + LONGEST_CALL_MS };
    const rows = await this.#clinic
      .selectFrom("calls")
      .select("calledAt")
      .where("calledAt", ">=", from)
      .where("calledAt", "<", to)
      .where("direction", "!=", "outbound")
      .where((is) =>
        is.or([
          is("callId", "in", this.#booked(until).select("callId")),
          is("callId", "in", this.#messages(until).select("callId")),
        ]),
      )
      .execute();
    return rows.map(({ calledAt }) => calledAt);
  }
}

export class SqlFleetCosts implements FleetCosts {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  within({ from, to }: Span): Promise<readonly FleetCallGroup[]> {
    return this.#fleet
      .selectFrom("calls")
      .select(["clinicId", ...alike])
      .select([sql<number>`count(*)`.as("calls"), spoken])
      .where("calledAt", ">=", from)
      .where("calledAt", "<", to)
      .groupBy(["clinicId", ...alike])
      .execute();
  }

  async ofCalls(callIds: readonly string[]): Promise<readonly PricedCall[]> {
    if (callIds.length === 0) return [];
    return this.#fleet
      .selectFrom("calls")
      .select(["callId", "clinicId", "calledAt", "costCents"])
      .where("callId", "in", [...callIds])
      .execute();
  }

  async price(calls: readonly { readonly callId: string; readonly costCents: number }[]): Promise<void> {
    await this.#fleet.transaction().execute(async (transaction) => {
      for (const { callId, costCents } of calls) {
        await transaction.updateTable("calls").set({ costCents }).where("callId", "=", callId).execute();
      }
    });
  }
}

/** Each count is read from an index, so that a scrape costs milliseconds with 100,000 calls. */
export async function readBusinessFigures(database: Kysely<FleetSchema>, now: number): Promise<BusinessFigures> {
  const calls = await database
    .selectFrom("calls")
    .select(({ fn }) => ["direction", "outcome", fn.countAll<number>().as("count")])
    .where("calledAt", ">=", now - DAY_MS)
    .groupBy(["direction", "outcome"])
    .execute();
  const bookings = await database
    .selectFrom("appointments")
    .select(({ fn }) => [fn.countAll<number>().as("all"), fn.count<number>("callId").as("byCall")])
    .where("createdAt", ">=", now - DAY_MS)
    .executeTakeFirstOrThrow();
  const clinics = await database
    .selectFrom("clinics")
    .select(({ fn }) => ["status", fn.countAll<number>().as("count")])
    .groupBy("status")
    .execute();
  const jobs = database.selectFrom("jobs").select(({ fn }) => fn.countAll<number>().as("count"));
  const mails = database.selectFrom("outbox").select(({ fn }) => fn.countAll<number>().as("count"));
  const messages = database.selectFrom("messages").select(({ fn }) => fn.countAll<number>().as("count"));
  return {
    calls,
    clinics,
    bookings: { byCall: bookings.byCall, byStaff: bookings.all - bookings.byCall },
    openMessages: await countOf(messages.where("doneAt", "is", null)),
    deadJobs: await countOf(jobs.where("state", "=", "dead")),
    lateJobs: await countOf(jobs.where("state", "=", "waiting").where("dueAt", "<", now - MINUTE_MS)),
    waitingMails: await countOf(mails.where("state", "in", ["waiting", "sending"])),
    failedMails: await countOf(mails.where("state", "=", "failed")),
  };
}

async function countOf(query: { executeTakeFirstOrThrow(): Promise<{ readonly count: number }> }): Promise<number> {
  return (await query.executeTakeFirstOrThrow()).count;
}
