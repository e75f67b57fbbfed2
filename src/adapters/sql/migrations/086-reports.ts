import type { Kysely, Migration } from "kysely";

/** The columns that reports count, appended to the indexes: a count then reads no row, and skips no transcript. */
const COUNTED = ["direction", "status", "outcome", "duration_ms", "cost_cents", "call_id"];

export const reports: Migration = {
  async up({ schema }: Kysely<unknown>): Promise<void> {
    await schema.dropIndex("calls_of_clinic").execute();
    await schema.dropIndex("calls_by_time").execute();
    await schema
      .createIndex("calls_of_clinic")
      .on("calls")
      .columns(["clinic_id", "called_at", ...COUNTED])
      .execute();
    await schema
      .createIndex("calls_by_time")
      .on("calls")
      .columns(["called_at", "clinic_id", ...COUNTED])
      .execute();
    await schema
      .createIndex("appointments_of_clinic_by_creation")
      .on("appointments")
      .columns(["clinic_id", "created_at"])
      .execute();
    // Monday, the default for clinics without settings of their own.
    await schema
      .alterTable("clinic_notices")
      .addColumn("weekly_day", "integer", (column) => column.defaultTo(1))
      .execute();
  },
};
