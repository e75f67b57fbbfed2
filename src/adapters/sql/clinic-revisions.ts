import type { ClinicRevisions } from "../../domain/call/ports.ts";
import { fleetStatement } from "./clinic-statement.ts";
import type { SqlDatabase } from "./database.ts";

/**
 * The revisions that the triggers of 002-call-events draw. Whether another process has written is asked once in a turn
 * of the event loop, as it takes file locks: what arrived after that write is read from its socket in a later turn.
 */
export function sqlClinicRevisions(database: SqlDatabase): ClinicRevisions {
  let mark = 0;
  let [foreign, own] = [-1, -1];
  let askedInThisTurn = false;
  const foreignNow = (): number => {
    if (askedInThisTurn) return foreign;
    askedInThisTurn = true;
    setImmediate(() => {
      askedInThisTurn = false;
    });
    return database.foreignWrites();
  };
  return {
    writeMark: () => {
      const [foreignWrites, ownWrites] = [foreignNow(), database.ownWrites()];
      if (foreignWrites !== foreign || ownWrites !== own) mark += 1;
      [foreign, own] = [foreignWrites, ownWrites];
      return mark;
    },
    of: async (clinicId) => {
      const [row] = await revisionOf(database.fleet, { clinicId });
      return row?.revision;
    },
  };
}

const revisionOf = fleetStatement<{ readonly revision: number }, { readonly clinicId: string }>((fleet, given) =>
  fleet.selectFrom("clinicRevisions").select("revision").where("clinicId", "=", given("clinicId")),
);
