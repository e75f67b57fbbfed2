import type { Kysely, Migration } from "kysely";

/** External calendars, and the busy times in them. */
export const calendarFeeds: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema
      .createTable("calendar_feeds")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("doctor_id", "text", (column) => column.references("doctors.id"))
      .addColumn("host", "text", (column) => column.notNull())
      .addColumn("trust_minutes", "integer", (column) => column.notNull())
      .addColumn("etag", "text")
      .addColumn("last_modified", "text")
      .addColumn("confirmed_at", "bigint")
      .addColumn("read_at", "bigint")
      .addColumn("events", "integer", (column) => column.notNull())
      .addColumn("problem", "text")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("calendar_feeds_of_clinic").on("calendar_feeds").column("clinic_id").execute();
    await schema
      .createTable("busy_times")
      .addColumn("clinic_id", "text", (column) => column.notNull().references("clinics.id"))
      .addColumn("feed_id", "text", (column) => column.notNull().references("calendar_feeds.id"))
      .addColumn("doctor_id", "text")
      .addColumn("from_at", "bigint", (column) => column.notNull())
      .addColumn("to_at", "bigint", (column) => column.notNull())
      .execute();
    await schema.createIndex("busy_times_of_clinic").on("busy_times").columns(["clinic_id", "to_at"]).execute();
    await schema.createIndex("busy_times_of_feed").on("busy_times").column("feed_id").execute();
  },
};
