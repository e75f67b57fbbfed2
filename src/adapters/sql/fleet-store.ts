import type { Kysely } from "kysely";
import type { ClinicNumber } from "../../domain/clinic/clinic.ts";
import type { FleetClinic, FleetStore } from "../../domain/organisation/fleet/ports.ts";
import { SqlAgentStore } from "./agent-store.ts";
import { SqlClinicDirectory } from "./clinic-directory.ts";
import type { FleetSchema } from "./schema.ts";

export class SqlFleetStore implements FleetStore {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async clinics(): Promise<readonly FleetClinic[]> {
    const clinics = await new SqlClinicDirectory(this.#database).overview();
    const numbers = await this.#numbers();
    const own = await new SqlAgentStore(this.#database).ofClinics();
    const ownAgents = new Map(own.map((agent) => [agent.clinicId, agent]));
    const opening = new Set(await this.#withHours());
    return clinics.map(({ clinic, doctors }) => ({
      clinic,
      number: numbers.get(clinic.id) ?? null,
      ownAgent: ownAgents.get(clinic.id) ?? null,
      doctors,
      hasHours: opening.has(clinic.id),
    }));
  }

  async #numbers(): Promise<ReadonlyMap<string, ClinicNumber>> {
    const rows = await this.#database.selectFrom("phoneNumbers").selectAll().execute();
    return new Map(rows.map(({ clinicId, ...number }) => [clinicId, number]));
  }

  async #withHours(): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom("weeklyHours")
      .select("clinicId")
      .distinct()
      .where("doctorId", "is", null)
      .execute();
    return rows.map(({ clinicId }) => clinicId);
  }
}
