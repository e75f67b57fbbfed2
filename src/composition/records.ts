import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import { sha256 } from "../adapters/system/sha256.ts";
import type { Context } from "../commands/context.ts";
import { type Surroundings, once } from "./surroundings.ts";

type Records = Pick<
  Context,
  | "store"
  | "bookings"
  | "clinicSlugs"
  | "journal"
  | "agentVersions"
  | "sockets"
  | "audit"
  | "clockMarks"
  | "atomically"
  | "exclusively"
>;

/** The parts that are stored in the installation's database. */
export function records({ database, config }: Surroundings): Records {
  return {
    store: once(async () => (await import("../adapters/sql/store.ts")).sqlStore(await database())),
    clinicSlugs: async () => (await import("../adapters/sql/clinic-stores.ts")).readClinicSlugs(config().databasePath),
    bookings: async (clinic) => {
      const { bookingsOf } = await import("./bookings.ts");
      return (await bookingsOf())({ database: await database(), clock: systemClock, newId })(clinic);
    },
    journal: once(async () => {
      const { SqlJournal } = await import("../adapters/sql/journal.ts");
      return new SqlJournal((await database()).fleet, systemClock);
    }),
    sockets: once(async () => {
      const { sqlSocketDirectory } = await import("../adapters/sql/clinic-settings-stores.ts");
      return sqlSocketDirectory(await database());
    }),
    agentVersions: once(async () => {
      const { SqlAgentVersionStore } = await import("../adapters/sql/agent-stores.ts");
      return new SqlAgentVersionStore((await database()).fleet);
    }),
    audit: once(async () => {
      const { SqlAuditLog } = await import("../adapters/sql/audit-log.ts");
      const { systemActor } = await import("../adapters/system/process.ts");
      const ports = { clock: systemClock, digest: sha256, actor: systemActor() };
      return new SqlAuditLog((await database()).fleet, ports);
    }),
    clockMarks: once(async () => {
      const { SqlClockMarks } = await import("../adapters/sql/clock-marks.ts");
      return new SqlClockMarks((await database()).fleet);
    }),
    atomically: async (work) => (await database()).atomically(work),
    exclusively: async (work) => {
      const { withProcessLock } = await import("../adapters/sql/process-lock.ts");
      return withProcessLock(`${config().databasePath}.lock`, work);
    },
  };
}
