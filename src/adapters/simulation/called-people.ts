import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { CalledPeople } from "../../domain/simulation/ports.ts";
import { clinicScope } from "../sql/clinic-scope.ts";
import type { SqlDatabase } from "../sql/database.ts";
import { SqlContactStore, SqlOptOutStore } from "../sql/outreach-stores.ts";

export function calledPeople({ id }: Clinic, database: SqlDatabase): CalledPeople {
  const scope = clinicScope(database, id);
  return { contacts: new SqlContactStore(scope), optOuts: new SqlOptOutStore(scope) };
}
