import type { Kysely } from "kysely";
import type { BusyStore, BusyTime } from "../../domain/booking/ports.ts";
import type { CalendarFeed, FeedStore, FleetCalendars } from "../../domain/calendar/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { MINUTE_MS } from "../../clock.ts";
import type { Span } from "../../domain/time/spans.ts";
import { SqlClinicDirectory } from "./clinic-stores.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";
import { clinicStatement, expectOne } from "./statement.ts";

export class SqlFeedStore implements FeedStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  list(): Promise<readonly CalendarFeed[]> {
    return this.#clinic.selectFrom("calendarFeeds").selectAll().orderBy("id").execute();
  }

  async add(feed: CalendarFeed): Promise<void> {
    await this.#clinic.insertInto("calendarFeeds").values(feed).execute();
  }

  save(feed: CalendarFeed, busy?: readonly Span[]): Promise<void> {
    return this.#clinic.transaction().execute(async (transaction) => {
      const updated = await transaction
        .updateTable("calendarFeeds")
        .set(feed)
        .where("id", "=", feed.id)
        .executeTakeFirst();
      expectOne(updated.numUpdatedRows, `calendar ${feed.id}`);
      if (busy !== undefined) await replaceBusy(transaction, feed, busy);
    });
  }

  remove(feedId: string): Promise<boolean> {
    return this.#clinic.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("busyTimes").where("feedId", "=", feedId).execute();
      const removed = await transaction.deleteFrom("calendarFeeds").where("id", "=", feedId).executeTakeFirst();
      return removed.numDeletedRows === 1n;
    });
  }
}

/** SQLite takes 32,766 values in a statement. */
const ROWS_AT_ONCE = 1000;

async function replaceBusy(
  clinic: Kysely<ClinicSchema>,
  { id: feedId, doctorId }: CalendarFeed,
  busy: readonly Span[],
): Promise<void> {
  await clinic.deleteFrom("busyTimes").where("feedId", "=", feedId).execute();
  for (let at = 0; at < busy.length; at += ROWS_AT_ONCE) {
    const rows = busy
      .slice(at, at + ROWS_AT_ONCE)
      .map(({ from, to }) => ({ feedId, doctorId, fromAt: from, toAt: to }));
    await clinic.insertInto("busyTimes").values(rows).execute();
  }
}

export class SqlBusyStore implements BusyStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async overlapping(span: Span, now: number): Promise<readonly BusyTime[]> {
    const [feeds, busy] = [await trustedUntil(this.#clinic, {}), await busyWithin(this.#clinic, span)];
    const unknown = feeds
      .filter(({ confirmedAt, trustMinutes }) => (confirmedAt ?? 0) + trustMinutes * MINUTE_MS < now)
      .map(({ doctorId }) => ({ doctorId, from: span.from, to: span.to, isUnknown: true }));
    return [
      ...busy.map(({ doctorId, fromAt: from, toAt: to }) => ({ doctorId, from, to, isUnknown: false })),
      ...unknown,
    ];
  }
}

const trustedUntil = clinicStatement<Pick<CalendarFeed, "doctorId" | "confirmedAt" | "trustMinutes">>((clinic) =>
  clinic.selectFrom("calendarFeeds").select(["doctorId", "confirmedAt", "trustMinutes"]),
);

interface BusyRow {
  readonly doctorId: string | null;
  readonly fromAt: number;
  readonly toAt: number;
}

const busyWithin = clinicStatement<BusyRow, Span>((clinic, given) =>
  clinic
    .selectFrom("busyTimes")
    .select(["doctorId", "fromAt", "toAt"])
    .where("toAt", ">", given("from"))
    .where("fromAt", "<", given("to"))
    .orderBy("toAt"),
);

export class SqlFleetCalendars implements FleetCalendars {
  readonly #fleet: Kysely<FleetSchema>;

  constructor(fleet: Kysely<FleetSchema>) {
    this.#fleet = fleet;
  }

  async clinics(): Promise<readonly Clinic[]> {
    const rows = await this.#fleet.selectFrom("calendarFeeds").select("clinicId").distinct().execute();
    const directory = new SqlClinicDirectory(this.#fleet);
    const clinics = await Promise.all(rows.map(({ clinicId }) => directory.find(clinicId)));
    return clinics.flatMap((clinic) => (clinic?.status === "active" ? [clinic] : []));
  }
}
