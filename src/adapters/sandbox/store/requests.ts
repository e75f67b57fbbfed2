import type { Queries } from "./open-sandbox-database.ts";

export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly isWrite: boolean;
  /** Null when no answer was made at all. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly bodyDigest: string | null;
  readonly fault: string | null;
}

export const insertRequest = async (request: LoggedRequest, queries: Queries): Promise<void> => {
  await queries
    .insertInto("requests")
    .values({
      at: request.at,
      method: request.method,
      path: request.path,
      operation: request.operation,
      is_write: request.isWrite ? 1 : 0,
      status: request.status,
      duration_ms: request.durationMs,
      body_digest: request.bodyDigest,
      fault: request.fault,
    })
    .execute();
};

interface RequestQuery {
  readonly writesOnly: boolean;
  readonly after: number;
  readonly limit: number;
}

/** Oldest first, each with its `seq` to go on from. */
export const listRequests = async ({ writesOnly, after, limit }: RequestQuery, queries: Queries) => {
  const query = queries.selectFrom("requests").selectAll().where("seq", ">", after).orderBy("seq").limit(limit);
  const rows = await (writesOnly ? query.where("is_write", "=", 1) : query).execute();
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    method: row.method,
    path: row.path,
    operation: row.operation,
    write: row.is_write === 1,
    status: row.status,
    duration_ms: row.duration_ms,
    body_digest: row.body_digest,
    fault: row.fault,
  }));
};

/** How often each operation was called. */
export const countRequests = async (queries: Queries) =>
  queries
    .selectFrom("requests")
    .select((row) => ["operation", "is_write", row.fn.countAll<number>().as("times")])
    .groupBy(["operation", "is_write"])
    .orderBy("operation")
    .execute();

export const clearRequests = async (queries: Queries): Promise<void> => {
  await queries.deleteFrom("requests").execute();
};
