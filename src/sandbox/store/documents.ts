import { sql } from "kysely";
import { z } from "zod";
import { type JsonObject, parseStoredObject } from "../json.ts";
import type { Queries } from "./database.ts";

export type DocumentKind =
  | "agent"
  | "flow"
  | "llm"
  | "component"
  | "phone_number"
  | "call"
  | "batch_call"
  | "chat"
  | "test_case"
  | "batch_test"
  | "test_run";

export interface DocumentKey {
  readonly kind: DocumentKind;
  readonly id: string;
}

export interface NewDocument extends DocumentKey {
  readonly body: JsonObject;
  readonly modifiedAt: number;
}

export interface StoredDocument {
  readonly seq: number;
  readonly id: string;
  readonly body: JsonObject;
  readonly modifiedAt: number;
}

export interface Slice {
  readonly order: "asc" | "desc";
  readonly limit: number;
  /** Only documents after this `seq`, in the requested order. */
  readonly after: number | undefined;
}

interface DocumentRow {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly modified_at: number;
}

function fromRow(row: DocumentRow): StoredDocument {
  return {
    seq: row.seq,
    id: row.id,
    body: parseStoredObject(row.body),
    modifiedAt: row.modified_at,
  };
}

export async function insertDocument({ kind, id, body, modifiedAt }: NewDocument, queries: Queries): Promise<void> {
  const row = { kind, id, body: JSON.stringify(body), modified_at: modifiedAt };
  await queries.insertInto("documents").values(row).execute();
}

export async function findDocument(key: DocumentKey, queries: Queries): Promise<StoredDocument | undefined> {
  const row = await queries
    .selectFrom("documents")
    .selectAll()
    .where("kind", "=", key.kind)
    .where("id", "=", key.id)
    .executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

export async function replaceDocument({ kind, id, body, modifiedAt }: NewDocument, queries: Queries): Promise<void> {
  await queries
    .updateTable("documents")
    .set({ body: JSON.stringify(body), modified_at: modifiedAt })
    .where("kind", "=", kind)
    .where("id", "=", id)
    .execute();
}

/** @returns whether there was a document to delete */
export async function deleteDocument(key: DocumentKey, queries: Queries): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom("documents")
    .where("kind", "=", key.kind)
    .where("id", "=", key.id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function sliceDocuments(kind: DocumentKind, slice: Slice, queries: Queries): Promise<StoredDocument[]> {
  let query = queries.selectFrom("documents").selectAll().where("kind", "=", kind);
  if (slice.after !== undefined) query = query.where("seq", slice.order === "asc" ? ">" : "<", slice.after);
  const rows = await query.orderBy("seq", slice.order).limit(slice.limit).execute();
  return rows.map(fromRow);
}

/** Every document of the kind, read in batches to save memory. */
export async function* walkDocuments(
  kind: DocumentKind,
  from: Slice,
  queries: Queries,
): AsyncGenerator<StoredDocument> {
  let after = from.after;
  for (;;) {
    const batch = await sliceDocuments(kind, { ...from, after }, queries);
    yield* batch;
    after = batch.at(-1)?.seq;
    if (batch.length < from.limit) return;
  }
}

/** Documents whose JSON text contains `needle`: a cheap filter, whose results the caller must check. */
export async function documentsMentioning(
  kind: DocumentKind,
  needle: string,
  queries: Queries,
): Promise<StoredDocument[]> {
  const rows = await queries
    .selectFrom("documents")
    .selectAll()
    .where("kind", "=", kind)
    .where(sql<number>`instr(body, ${needle})`, ">", 0)
    .orderBy("seq")
    .execute();
  return rows.map(fromRow);
}

export interface AgentTag {
  readonly tag: string;
  /** null: the tag exists but has no version. */
  readonly version: number | null;
  readonly dynamicVariables: Readonly<Record<string, string>>;
  readonly assignedAt: number;
}

const variables = z.record(z.string(), z.string());

/** Every agent has these from the start (docs/retell.md 2.4). */
export const standardTags: readonly string[] = ["prod", "staging"];

/** Most recently assigned first, because that one takes precedence. */
export async function tagsOf(agentId: string, queries: Queries): Promise<AgentTag[]> {
  const rows = await queries
    .selectFrom("agent_tags")
    .selectAll()
    .where("agent_id", "=", agentId)
    .orderBy("assigned_at", "desc")
    .orderBy("tag")
    .execute();
  return rows.map((row) => ({
    tag: row.tag,
    version: row.version,
    dynamicVariables: variables.parse(JSON.parse(row.dynamic_variables)),
    assignedAt: row.assigned_at,
  }));
}

export async function putTag(agentId: string, tag: AgentTag, queries: Queries): Promise<void> {
  const fields = {
    version: tag.version,
    dynamic_variables: JSON.stringify(tag.dynamicVariables),
    assigned_at: tag.assignedAt,
  };
  await queries
    .insertInto("agent_tags")
    .values({ agent_id: agentId, tag: tag.tag, ...fields })
    .onConflict((conflict) => conflict.columns(["agent_id", "tag"]).doUpdateSet(fields))
    .execute();
}

export async function deleteTags(agentId: string, queries: Queries): Promise<void> {
  await queries.deleteFrom("agent_tags").where("agent_id", "=", agentId).execute();
}

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

export async function insertVersion(version: NewVersion, queries: Queries): Promise<void> {
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
}

/** All versions, highest number first. */
export async function versionsOf(key: DocumentKey, queries: Queries): Promise<StoredVersion[]> {
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
}

interface VersionChange extends DocumentKey {
  readonly version: number;
  readonly body?: JsonObject;
  readonly publishedAt?: number;
  readonly modifiedAt: number;
}

export async function changeVersion(change: VersionChange, queries: Queries): Promise<void> {
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
}

/** Deletes one version; without `version`, all of them. */
export async function deleteVersions(key: DocumentKey, version: number | undefined, queries: Queries): Promise<void> {
  const query = queries.deleteFrom("versions").where("kind", "=", key.kind).where("id", "=", key.id);
  await (version === undefined ? query : query.where("version", "=", version)).execute();
}

/** Ids of agents with any version that uses this engine. */
export async function agentsUsing(engineId: string, queries: Queries): Promise<string[]> {
  const rows = await queries
    .selectFrom("versions")
    .select("id")
    .distinct()
    .where("kind", "=", "agent")
    .where(sql<number>`instr(body, ${JSON.stringify(engineId)})`, ">", 0)
    .execute();
  return rows.map((row) => row.id);
}
