import { type Kysely, sql } from "kysely";
import { DAY_MS, MINUTE_MS } from "../../../clock.ts";
import type {
  AlertChanges,
  AlertSignals,
  AlertStore,
  DeadJobs,
  FailingCalls,
  FleetAlert,
  SlowAnswers,
  SlowCount,
} from "../../../domain/alert/ports.ts";
import type { CostSignals } from "../../../domain/alert/unusual-cost.ts";
import type { Span } from "../../../domain/time/spans.ts";
import { aboutClinic } from "../clinic-scope.ts";
import { orderFleetJob } from "../calls/job-stores.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";

export class SqlAlertStore implements AlertStore {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  open(clinicId?: string): Promise<readonly FleetAlert[]> {
    return openAlerts(this.#fleet, clinicId);
  }

  list({ clinicId, limit }: Parameters<AlertStore["list"]>[0]): Promise<readonly FleetAlert[]> {
    return alertsOf(this.#fleet, clinicId)
      .orderBy("raisedAt", "desc")
      .orderBy("alerts.id", "desc")
      .limit(limit)
      .execute();
  }

  ofRound(round: string): Promise<readonly FleetAlert[]> {
    return (
      alertsOf(this.#fleet)
        .where((of) => of.or([of("raisedRound", "=", round), of("endedRound", "=", round)]))
        .orderBy("kind")
        // Engines disagree on whether nulls sort first or last.
        .orderBy(sql`coalesce(${sql.ref("clinics.slug")}, '')`)
        .orderBy("alerts.id")
        .execute()
    );
  }

  rewrite(compare: (open: readonly FleetAlert[]) => AlertChanges): Promise<void> {
    return this.#fleet.transaction().execute(async (transaction) => {
      const { raised, ended, reworded, orders } = compare(await openAlerts(transaction));
      for (const alert of raised) await transaction.insertInto("alerts").values(alert).execute();
      for (const { id, ...change } of [...ended, ...reworded]) {
        await transaction.updateTable("alerts").set(change).where("id", "=", id).execute();
      }
      for (const order of orders) await orderFleetJob(transaction, order, null);
    });
  }

  async mute(alertId: string, at: number): Promise<void> {
    await this.#fleet
      .updateTable("alerts")
      .set({ mutedAt: at })
      .where("id", "=", alertId)
      .where("endedAt", "is", null)
      .where("mutedAt", "is", null)
      .execute();
  }
}

function openAlerts(fleet: Kysely<FleetSchema>, clinicId?: string): Promise<readonly FleetAlert[]> {
  return alertsOf(fleet, clinicId).where("endedAt", "is", null).orderBy("raisedAt").orderBy("alerts.id").execute();
}

function alertsOf(fleet: Kysely<FleetSchema>, clinicId?: string) {
  const alerts = aboutClinic(fleet, clinicId)
    .selectFrom("alerts")
    .leftJoin("clinics", "clinics.id", "alerts.clinicId")
    .selectAll("alerts")
    .select("clinics.slug as clinicSlug");
  return clinicId === undefined ? alerts : alerts.where("alerts.clinicId", "=", clinicId);
}

export class SqlAlertSignals implements AlertSignals {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async lastCallsTo(since: number, until: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#fleet
      .selectFrom("calls")
      .select(({ fn }) => ["clinicId", fn.max("calledAt").as("at")])
      .where("calledAt", ">=", since)
      .where("calledAt", "<=", until)
      .where("direction", "=", "inbound")
      .where("clinicId", "is not", null)
      .groupBy("clinicId")
      .$narrowType<{ clinicId: string }>()
      .execute();
    return new Map(rows.map(({ clinicId, at }) => [clinicId, at]));
  }

  failingCalls(since: number): Promise<readonly FailingCalls[]> {
    return this.#fleet
      .selectFrom("calls")
      .select(({ fn, eb: of }) => [
        "clinicId",
        fn.countAll<number>().as("calls"),
        fn
          .sum<number>(of.case().when("transcriptJson", "like", '%"successful":false%').then(1).else(0).end())
          .as("failing"),
      ])
      .where("calledAt", ">=", since)
      .where("transcriptJson", "is not", null)
      .groupBy("clinicId")
      .execute();
  }

  deadJobs(): Promise<readonly DeadJobs[]> {
    return this.#fleet
      .selectFrom("jobs")
      .select(({ fn }) => ["clinicId", fn.countAll<number>().as("jobs")])
      .where("state", "=", "dead")
      .groupBy("clinicId")
      .execute();
  }

  async refusedSignatures(since: number): Promise<number> {
    const { requests } = await this.#fleet
      .selectFrom("refusedRequests")
      .select(({ fn }) => fn.sum<number | null>("requests").as("requests"))
      .where("minuteAt", ">", since)
      .executeTakeFirstOrThrow();
    return requests ?? 0;
  }

  slowAnswers(since: number): Promise<readonly SlowAnswers[]> {
    return this.#fleet
      .selectFrom("slowAnswers")
      .select(({ fn }) => [
        "clinicId",
        "asked",
        fn.sum<number>("requests").as("requests"),
        fn.sum<number>("slow").as("slow"),
      ])
      .where("minuteAt", ">", since)
      .groupBy(["clinicId", "asked"])
      .execute();
  }
}

/** What calls cost. Fractions of a cent do not matter here. */
export class SqlCostSignals implements CostSignals {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async costsSince(since: number): Promise<ReadonlyMap<string | null, number>> {
    const rows = await this.#fleet
      .selectFrom("calls")
      .select(({ fn }) => ["clinicId", fn.sum<number | null>("costCents").as("cents")])
      .where("calledAt", ">=", since)
      .groupBy("clinicId")
      .execute();
    return new Map(rows.map(({ clinicId, cents }) => [clinicId, cents ?? 0]));
  }

  async costOf(owner: string | null, { from, to }: Span): Promise<number> {
    const { cents } = await aboutClinic(this.#fleet, owner)
      .selectFrom("calls")
      .select(({ fn }) => fn.sum<number | null>("costCents").as("cents"))
      .where("clinicId", owner === null ? "is" : "=", owner)
      .where("calledAt", ">=", from)
      .where("calledAt", "<", to)
      .executeTakeFirstOrThrow();
    return cents ?? 0;
  }
}

/** When callers called the scope's clinic since that instant, ascending. */
export async function callTimes(clinic: Kysely<ClinicSchema>, since: number): Promise<readonly number[]> {
  const rows = await clinic
    .selectFrom("calls")
    .select("calledAt")
    .where("calledAt", ">=", since)
    .where("direction", "=", "inbound")
    .orderBy("calledAt")
    .execute();
  return rows.map(({ calledAt }) => calledAt);
}

/** Adds to the count of the current minute, and deletes counts older than a day. */
export async function countRefused(fleet: Kysely<FleetSchema>, requests: number, now: number): Promise<void> {
  const minuteAt = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  await fleet
    .insertInto("refusedRequests")
    .values({ minuteAt, requests })
    .onConflict((conflict) =>
      conflict
        .column("minuteAt")
        .doUpdateSet((of) => ({ requests: of(of.ref("refusedRequests.requests"), "+", requests) })),
    )
    .execute();
  await fleet
    .deleteFrom("refusedRequests")
    .where("minuteAt", "<", now - DAY_MS)
    .execute();
}

/** Adds to the counts of each minute, for clinics that exist, and deletes counts older than a day. */
export async function countSlow(fleet: Kysely<FleetSchema>, counts: readonly SlowCount[], now: number): Promise<void> {
  await fleet.transaction().execute(async (transaction) => {
    const slugs = [...new Set(counts.map(({ clinic }) => clinic))];
    const clinics = await transaction.selectFrom("clinics").select(["id", "slug"]).where("slug", "in", slugs).execute();
    const ids = new Map(clinics.map(({ id, slug }) => [slug, id]));
    for (const { clinic, ...count } of counts) {
      const clinicId = ids.get(clinic);
      if (clinicId === undefined) continue;
      await transaction
        .insertInto("slowAnswers")
        .values({ clinicId, ...count })
        .onConflict((conflict) =>
          conflict.columns(["minuteAt", "clinicId", "asked"]).doUpdateSet((of) => ({
            requests: of(of.ref("slowAnswers.requests"), "+", count.requests),
            slow: of(of.ref("slowAnswers.slow"), "+", count.slow),
          })),
        )
        .execute();
    }
    await transaction
      .deleteFrom("slowAnswers")
      .where("minuteAt", "<", now - DAY_MS)
      .execute();
  });
}
