import {
  CamelCasePlugin,
  Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
} from "kysely";
import { ClinicScopeTransformer } from "./clinic-scope-transformer.ts";
import type { SqlDatabase } from "./database.ts";
import type { ClinicSchema } from "./schema.ts";

/**
 * The database as one clinic sees it. Its type has no clinic_id column and none of the fleet's tables; the plugin puts
 * `clinic_id = ?` on every table that a query touches and into every inserted row. A scoped store can therefore neither
 * forget the condition nor name another clinic.
 */
export function clinicScope(database: SqlDatabase, clinicId: string): Kysely<ClinicSchema> {
  return new Kysely<ClinicSchema>({
    dialect: database.dialect,
    plugins: [new CamelCasePlugin(), new ClinicScopePlugin(clinicId)],
  });
}

class ClinicScopePlugin implements KyselyPlugin {
  readonly #transformer: ClinicScopeTransformer;

  constructor(clinicId: string) {
    this.#transformer = new ClinicScopeTransformer(clinicId);
  }

  transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(args.node, args.queryId);
  }

  transformResult(args: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const rows = args.result.rows.map(({ clinicId, ...row }) => row);
    return Promise.resolve({ ...args.result, rows });
  }
}
