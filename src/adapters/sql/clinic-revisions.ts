import type { ClinicRevisions } from "../../domain/call/ports.ts";
import type { SqlDatabase } from "./database.ts";

/** The revisions that the triggers of 002-call-events draw. */
export function sqlClinicRevisions(database: SqlDatabase): ClinicRevisions {
  let mark = 0;
  let [foreign, own] = [-1, -1];
  return {
    writeMark: () => {
      const [foreignNow, ownNow] = [database.foreignWrites(), database.ownWrites()];
      if (foreignNow !== foreign || ownNow !== own) mark += 1;
      [foreign, own] = [foreignNow, ownNow];
      return mark;
    },
    of: async (clinicId) => {
      const row = await database.fleet
        .selectFrom("clinicRevisions")
        .select("revision")
        .where("clinicId", "=", clinicId)
        .executeTakeFirst();
      return row?.revision;
    },
  };
}
