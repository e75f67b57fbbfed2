import {
  CamelCasePlugin,
  Kysely,
  type PluginTransformQueryArgs,
  type RootOperationNode,
  type UnknownRow,
} from "kysely";
import { ClinicScopeTransformer } from "./clinic-scope-transformer.ts";
import type { SqlDatabase } from "./database.ts";
import type { ClinicSchema } from "./schema.ts";
import { scopedDialect } from "./scope-place.ts";

/**
 * The database as one clinic sees it. Its type has no clinic_id column and none of the fleet's tables; the plugin puts
 * `clinic_id = ?` on every table that a query touches and into every inserted row, and the scope's connection fills in
 * its clinic. A scoped store can therefore neither forget the condition nor name another clinic.
 */
export function clinicScope(database: SqlDatabase, clinicId: string): Kysely<ClinicSchema> {
  return new Kysely<ClinicSchema>({ dialect: scopedDialect(database.dialect, clinicId), plugins: [scopePlugin] });
}

/** The fleet's names in camelCase, and the clinic's condition; the same for every clinic. */
class ClinicScopePlugin extends CamelCasePlugin {
  readonly #transformer = new ClinicScopeTransformer();

  override transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(super.transformQuery(args), args.queryId);
  }

  /** Rows are flat here and do not show whose they are. */
  protected override mapRow(row: UnknownRow): UnknownRow {
    const mapped: UnknownRow = {};
    for (const column of Object.keys(row)) if (column !== "clinic_id") mapped[this.camelCase(column)] = row[column];
    return mapped;
  }
}

const scopePlugin = new ClinicScopePlugin();
