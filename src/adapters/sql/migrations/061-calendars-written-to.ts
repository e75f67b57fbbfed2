import type { Kysely, Migration } from "kysely";

interface Earlier {
  readonly busyTimes: {
    readonly clinicId: string;
    readonly feedId: string;
    readonly doctorId: string | null;
    readonly fromAt: number;
    readonly toAt: number;
  };
}

const DAY_MS = 86_400_000;

/** Splits busy times into parts of at most a day: overlaps are now found by where a time begins. */
async function shorten(database: Kysely<Earlier>): Promise<void> {
  const all = await database.selectFrom("busyTimes").selectAll().execute();
  for (const { toAt, ...row } of all.filter(({ fromAt, toAt: to }) => to - fromAt > DAY_MS)) {
    const longest = row.fromAt + DAY_MS;
    await database
      .updateTable("busyTimes")
      .set({ toAt: longest })
      .where("feedId", "=", row.feedId)
      .where("fromAt", "=", row.fromAt)
      .where("toAt", "=", toAt)
      .execute();
    for (let fromAt = longest; fromAt < toAt; fromAt += DAY_MS) {
      await database
        .insertInto("busyTimes")
        .values({ ...row, fromAt, toAt: Math.min(fromAt + DAY_MS, toAt) })
        .execute();
    }
  }
}

/** Calendars that bookings are written to, and the events written there. */
export const calendarsWrittenTo: Migration = {
  async up(database: Kysely<Earlier>): Promise<void> {
    const { schema } = database;
    const feeds = () => schema.alterTable("calendar_feeds");
    await feeds()
      .addColumn("kind", "text", (column) => column.notNull().defaultTo("ics"))
      .execute();
    await feeds().addColumn("room_id", "text").execute();
    await feeds()
      .addColumn("role", "text", (column) => column.notNull().defaultTo("read"))
      .execute();
    await feeds()
      .addColumn("names", "text", (column) => column.notNull().defaultTo("initials"))
      .execute();
    await feeds()
      .addColumn("changes", "text", (column) => column.notNull().defaultTo("message"))
      .execute();
    await feeds().addColumn("token", "text").execute();
    await feeds().addColumn("failure", "text").execute();
    await feeds().addColumn("not_before", "bigint").execute();
    for (const replaced of ["etag", "last_modified", "events"]) await feeds().dropColumn(replaced).execute();
    const busy = () => schema.alterTable("busy_times");
    await busy().addColumn("room_id", "text").execute();
    await busy()
      .addColumn("resource", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await busy().addColumn("uid", "text").execute();
    await shorten(database);
    await schema.dropIndex("busy_times_of_clinic").execute();
    await schema.createIndex("busy_times_of_clinic").on("busy_times").columns(["clinic_id", "from_at"]).execute();
    await schema.dropIndex("busy_times_of_feed").execute();
    await schema.createIndex("busy_times_of_feed").on("busy_times").columns(["feed_id", "resource"]).execute();
    await schema
      .createTable("calendar_entries")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("calendar_id", "text", (column) => column.notNull().references("calendar_feeds.id"))
      .addColumn("uid", "text", (column) => column.notNull())
      .addColumn("resource", "text")
      .addColumn("etag", "text")
      .addColumn("starts_at", "bigint", (column) => column.notNull())
      .addColumn("ends_at", "bigint", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("changed_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("calendar_entries_of_calendar", ["calendar_id", "uid"])
      .execute();
    await schema
      .createIndex("calendar_entries_of_visit")
      .on("calendar_entries")
      .columns(["clinic_id", "uid"])
      .execute();
  },
};
