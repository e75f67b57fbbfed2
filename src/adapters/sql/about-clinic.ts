import {
  type CompiledQuery,
  createQueryId,
  type Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type QueryId,
} from "kysely";
import type { FleetSchema } from "./schema.ts";

/** In place of a clinic's id: the rows that belong to no clinic. */
export const NOBODY = "nobody";

const owners = new WeakMap<QueryId, string>();

/**
 * The fleet's tables for queries about one clinic, also within a transaction of the fleet. Where the database can keep
 * clinics apart by itself, it shows these queries that clinic's rows alone, whatever their conditions say.
 *
 * @param clinicId null: what belongs to no clinic; undefined: everything
 */
export function aboutClinic(fleet: Kysely<FleetSchema>, clinicId: string | null | undefined): Kysely<FleetSchema> {
  if (clinicId === undefined) return fleet;
  const owner = clinicId ?? NOBODY;
  const marking: KyselyPlugin = {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => {
      owners.set(queryId, owner);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return fleet.withPlugin(marking);
}

/** The same for one run of a statement that was compiled before. */
export function queryAbout(clinicId: string): QueryId {
  const id = createQueryId();
  owners.set(id, clinicId);
  return id;
}

/** Whose rows alone the query is about; undefined where it says nothing of it. */
export function ownerOf({ queryId }: CompiledQuery): string | undefined {
  return owners.get(queryId);
}
