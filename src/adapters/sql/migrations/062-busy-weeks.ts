import type { Kysely, Migration } from "kysely";

interface Owner {
  readonly clinicId: string;
  readonly feedId: string;
  readonly uid: string | null;
}

interface Schema {
  readonly busyTimes: Owner & { readonly fromAt: number; readonly toAt: number };
  readonly busyWeeks: Owner & { readonly week: number; readonly spans: string };
}

const WEEK_MS = 7 * 86_400_000;

/** Packs the busy times known so far in the format of busy-weeks.ts, except that adjacent times are not merged. */
async function pack(database: Kysely<Schema>): Promise<void> {
  const weeks = new Map<string, { readonly owner: Owner; readonly week: number; readonly numbers: number[] }>();
  const times = await database.selectFrom("busyTimes").selectAll().orderBy("fromAt").execute();
  for (const { clinicId, feedId, uid, fromAt, toAt } of times) {
    for (let week = Math.floor(fromAt / WEEK_MS); week * WEEK_MS < toAt; week += 1) {
      const start = week * WEEK_MS;
      const from = Math.max(fromAt, start);
      const key = JSON.stringify([feedId, uid, week]);
      const known = weeks.get(key) ?? { owner: { clinicId, feedId, uid }, week, numbers: [] };
      known.numbers.push(from - start, Math.min(toAt, start + WEEK_MS) - from);
      weeks.set(key, known);
    }
  }
  for (const { owner, week, numbers } of weeks.values()) {
    await database
      .insertInto("busyWeeks")
      .values({ ...owner, week, spans: JSON.stringify(numbers) })
      .execute();
  }
}

/**
 * Busy times as searches read them: one row per calendar and week, because ten calendars have hundreds of events a
 * week.
 */
export const busyWeeks: Migration = {
  async up(database: Kysely<Schema>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable("busy_weeks")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("feed_id", "text", (column) => column.notNull().references("calendar_feeds.id"))
      .addColumn("week", "integer", (column) => column.notNull())
      .addColumn("uid", "text")
      .addColumn("spans", "text", (column) => column.notNull())
      .execute();
    await schema.createIndex("busy_weeks_of_feed").on("busy_weeks").columns(["feed_id", "week"]).execute();
    await pack(database);
    await schema.dropIndex("busy_times_of_clinic").execute();
  },
};
