import { sql } from "kysely";
import { type JsonObject, parseStoredObject } from "../json.ts";
import type { DocumentKey } from "./documents.ts";
import type { Queries } from "./open-sandbox-database.ts";

export interface NewVersion extends DocumentKey {
  readonly version: number;
  readonly baseVersion: number | null;
  readonly body: JsonObject;
  readonly modifiedAt: number;
}

export interface StoredVersion {
  readonly id: string;
  readonly version: number;
  readonly baseVersion: number | null;
  /** Undefined while it is a draft. */
  readonly publishedAt: number | undefined;
  readonly body: JsonObject;
  readonly modifiedAt: number;
}

export const insertVersion = async (version: NewVersion, queries: Queries): Promise<void> => {
  await queries
    .insertInto("versions")
    .values({
      kind: version.kind,
      id: version.id,
      version: version.version,
      base_version: version.baseVersion,
      published_at: null,
      body: JSON.stringify(version.body),
      modified_at: version.modifiedAt,
    })
    .execute();
};

/** All versions, highest number first. */
export const versionsOf = async (key: DocumentKey, queries: Queries): Promise<StoredVersion[]> => {
  const rows = await queries
    .selectFrom("versions")
    .selectAll()
    .where("kind", "=", key.kind)
    .where("id", "=", key.id)
    .orderBy("version", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    baseVersion: row.base_version,
    publishedAt: row.published_at ?? undefined,
    body: parseStoredObject(row.body),
    modifiedAt: row.modified_at,
  }));
};

interface VersionChange extends DocumentKey {
  readonly version: number;
  readonly body?: JsonObject;
  readonly publishedAt?: number;
  readonly modifiedAt: number;
}

export const changeVersion = async (change: VersionChange, queries: Queries): Promise<void> => {
  await queries
    .updateTable("versions")
    .set({
      modified_at: change.modifiedAt,
      ...(change.body === undefined ? {} : { body: JSON.stringify(change.body) }),
      ...(change.publishedAt === undefined ? {} : { published_at: change.publishedAt }),
    })
    .where("kind", "=", change.kind)
    .where("id", "=", change.id)
    .where("version", "=", change.version)
    .execute();
};

/** Deletes one version, or all of them when none is named. */
export const deleteVersions = async (
  key: DocumentKey,
  version: number | undefined,
  queries: Queries,
): Promise<void> => {
  const query = queries.deleteFrom("versions").where("kind", "=", key.kind).where("id", "=", key.id);
  await (version === undefined ? query : query.where("version", "=", version)).execute();
};

/** Ids of the agents of which any version names this engine. */
export const agentsUsing = async (engineId: string, queries: Queries): Promise<string[]> => {
  const rows = await queries
    .selectFrom("versions")
    .select("id")
    .distinct()
    .where("kind", "=", "agent")
    .where(sql<number>`instr(body, ${JSON.stringify(engineId)})`, ">", 0)
    .execute();
  return rows.map((row) => row.id);
};
