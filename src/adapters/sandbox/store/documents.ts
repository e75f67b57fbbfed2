import { sql } from "kysely";
import { type JsonObject, parseStoredObject } from "../json.ts";
import type { Queries } from "./open-sandbox-database.ts";

export type DocumentKind = "agent" | "flow" | "llm" | "component" | "phone_number" | "call" | "batch_call" | "chat";

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
  /** Only documents beyond this `seq` in that order. */
  readonly after: number | undefined;
}

interface DocumentRow {
  readonly seq: number;
  readonly id: string;
  readonly body: string;
  readonly modified_at: number;
}

const fromRow = (row: DocumentRow): StoredDocument => ({
  seq: row.seq,
  id: row.id,
  body: parseStoredObject(row.body),
  modifiedAt: row.modified_at,
});

export const insertDocument = async ({ kind, id, body, modifiedAt }: NewDocument, queries: Queries): Promise<void> => {
  const row = { kind, id, body: JSON.stringify(body), modified_at: modifiedAt };
  await queries.insertInto("documents").values(row).execute();
};

export const findDocument = async (key: DocumentKey, queries: Queries): Promise<StoredDocument | undefined> => {
  const row = await queries
    .selectFrom("documents")
    .selectAll()
    .where("kind", "=", key.kind)
    .where("id", "=", key.id)
    .executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
};

export const replaceDocument = async ({ kind, id, body, modifiedAt }: NewDocument, queries: Queries): Promise<void> => {
  await queries
    .updateTable("documents")
    .set({ body: JSON.stringify(body), modified_at: modifiedAt })
    .where("kind", "=", kind)
    .where("id", "=", id)
    .execute();
};

/** Whether there was one to delete. */
export const deleteDocument = async (key: DocumentKey, queries: Queries): Promise<boolean> => {
  const { numDeletedRows } = await queries
    .deleteFrom("documents")
    .where("kind", "=", key.kind)
    .where("id", "=", key.id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
};

export const sliceDocuments = async (kind: DocumentKind, slice: Slice, queries: Queries): Promise<StoredDocument[]> => {
  let query = queries.selectFrom("documents").selectAll().where("kind", "=", kind);
  if (slice.after !== undefined) query = query.where("seq", slice.order === "asc" ? ">" : "<", slice.after);
  const rows = await query.orderBy("seq", slice.order).limit(slice.limit).execute();
  return rows.map(fromRow);
};

/** Every document of the kind, in batches, so that a long history is never in memory at once. */
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

/** Documents whose JSON text holds `needle`: a cheap first sieve; the caller looks closer. */
export const documentsMentioning = async (
  kind: DocumentKind,
  needle: string,
  queries: Queries,
): Promise<StoredDocument[]> => {
  const rows = await queries
    .selectFrom("documents")
    .selectAll()
    .where("kind", "=", kind)
    .where(sql<number>`instr(body, ${needle})`, ">", 0)
    .orderBy("seq")
    .execute();
  return rows.map(fromRow);
};
