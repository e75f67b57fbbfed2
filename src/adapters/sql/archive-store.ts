import type { Kysely } from "kysely";
import type { ArchiveStore, ClinicArchive } from "../../domain/organisation/archive.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

/** Every table of a clinic, those that refer to others first. A table added to ClinicSchema does not compile without its place here. */
const erasingOrder = {
  holds: 1,
  waitlist: 1,
  appointments: 2,
  doctorTypes: 2,
  calendarExceptions: 2,
  weeklyHours: 2,
  bookingRules: 2,
  outbox: 2,
  clinicNotices: 2,
  privacySettings: 2,
  suspensions: 2,
  jobs: 2,
  calls: 2,
  dials: 1,
  contacts: 2,
  optOuts: 2,
  outreachPolicies: 2,
  outreachPauses: 2,
  appliedOutcomes: 2,
  socketKeys: 2,
  socketDialogues: 2,
  dialogueSettings: 2,
  organisationAgents: 2,
  phoneNumbers: 2,
  patients: 3,
  appointmentTypes: 3,
  rooms: 3,
  doctors: 3,
} as const satisfies Readonly<Record<keyof ClinicSchema, number>>;

const tables = Object.entries(erasingOrder)
  .toSorted(([, one], [, other]) => one - other)
  .map(([table]) => table)
  .filter(isTable);

function isTable(name: string): name is keyof ClinicSchema {
  return Object.hasOwn(erasingOrder, name);
}

interface ArchiveParts {
  readonly clinic: Kysely<ClinicSchema>;
  readonly fleet: Kysely<FleetSchema>;
  readonly clinicId: string;
}

export class SqlArchiveStore implements ArchiveStore {
  readonly #parts: ArchiveParts;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  async read(): Promise<ClinicArchive> {
    const { clinic, fleet, clinicId } = this.#parts;
    const archive: Record<string, readonly unknown[]> = {};
    for (const table of tables) {
      archive[table] = await clinic.selectFrom(table).selectAll().execute();
    }
    archive["callEvents"] = await fleet.selectFrom("callEvents").selectAll().where("clinicId", "=", clinicId).execute();
    return archive;
  }

  /** In one transaction: either all of it is there, or nothing. */
  async erase(): Promise<Readonly<Record<string, number>>> {
    const { fleet, clinicId } = this.#parts;
    return fleet.transaction().execute(async (transaction) => {
      const erased: Record<string, number> = {};
      for (const table of [...tables, "callEvents"] as const) {
        const result = await transaction.deleteFrom(table).where("clinicId", "=", clinicId).executeTakeFirst();
        erased[table] = Number(result.numDeletedRows);
      }
      return erased;
    });
  }
}
