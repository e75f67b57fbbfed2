import type { Kysely } from "kysely";
import { DAY_MS, MINUTE_MS } from "../../clock.ts";
import type { BusinessFigures } from "../../domain/fleet/ports.ts";
import type { FleetSchema } from "./schema.ts";

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
