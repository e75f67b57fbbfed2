import { sql } from "kysely";
import { type Fault, type PlayedAttempt, type PlayerScript, faultSchema, playerSchema } from "../schemas/control.ts";
import type { Queries } from "./database.ts";

export async function countOngoingCalls(queries: Queries): Promise<number> {
  const row = await queries
    .selectFrom("documents")
    .select((count) => count.fn.countAll<number>().as("ongoing"))
    .where("kind", "=", "call")
    .where(sql<string>`json_extract(body, '$.call.call_status')`, "=", "ongoing")
    .executeTakeFirstOrThrow();
  return row.ongoing;
}

export interface StoredFault {
  readonly seq: number;
  readonly fault: Fault;
  /** How many requests it matched, and to how many of them it was applied. */
  readonly seen: number;
  readonly fired: number;
}

export async function listFaults(queries: Queries): Promise<StoredFault[]> {
  const rows = await queries.selectFrom("faults").selectAll().orderBy("seq").execute();
  return rows.map((row) => ({
    seq: row.seq,
    fault: faultSchema.parse(JSON.parse(row.body)),
    seen: row.seen,
    fired: row.fired,
  }));
}

export async function insertFault(fault: Fault, queries: Queries): Promise<StoredFault> {
  const { seq } = await queries
    .insertInto("faults")
    .values({ body: JSON.stringify(fault), seen: 0, fired: 0 })
    .returning("seq")
    .executeTakeFirstOrThrow();
  return { seq, fault, seen: 0, fired: 0 };
}

export async function countFault({ seq, seen, fired }: StoredFault, queries: Queries): Promise<void> {
  await queries.updateTable("faults").set({ seen, fired }).where("seq", "=", seq).execute();
}

/** Deletes one fault; without `seq`, all of them. @returns how many were deleted */
export async function deleteFaults(seq: number | undefined, queries: Queries): Promise<number> {
  const query = queries.deleteFrom("faults");
  const { numDeletedRows } = await (seq === undefined ? query : query.where("seq", "=", seq)).executeTakeFirst();
  return Number(numDeletedRows);
}

export interface StoredPlayer {
  readonly script: PlayerScript;
  /** How many calls it has played. */
  readonly played: number;
}

/** Numbers without a script of their own share this one. */
const anyNumber = "";

export async function listPlayers(queries: Queries): Promise<readonly StoredPlayer[]> {
  const rows = await queries.selectFrom("players").selectAll().orderBy("to_number").execute();
  const attempts = await queries.selectFrom("player_attempts").selectAll().execute();
  const own = new Set(rows.map((row) => row.to_number));
  return rows.map((row) => {
    const counted = attempts.filter(({ to_number: to }) =>
      row.to_number === anyNumber ? !own.has(to) : to === row.to_number,
    );
    const played = counted.reduce((sum, one) => sum + one.attempts, 0);
    return { script: playerSchema.parse(JSON.parse(row.body)), played };
  });
}

/** Replaces the number's script and restarts its count of calls. */
export async function putPlayer(script: PlayerScript, queries: Queries): Promise<StoredPlayer> {
  const toNumber = script.to_number ?? anyNumber;
  const body = JSON.stringify(script);
  const row = queries.insertInto("players").values({ to_number: toNumber, body });
  await row.onConflict((conflict) => conflict.column("to_number").doUpdateSet({ body })).execute();
  await queries.deleteFrom("player_attempts").where("to_number", "=", toNumber).execute();
  return { script, played: 0 };
}

export async function deletePlayers(queries: Queries): Promise<void> {
  await queries.deleteFrom("players").execute();
  await queries.deleteFrom("player_attempts").execute();
}

/** The scripted behaviour of the next call to the number; counts the call. undefined: there is no script. */
export async function takeAttempt(toNumber: string, queries: Queries): Promise<PlayedAttempt | undefined> {
  const rows = await queries
    .selectFrom("players")
    .select("body")
    .where("to_number", "in", [toNumber, anyNumber])
    .orderBy("to_number", "desc")
    .execute();
  const [own] = rows;
  if (own === undefined) return undefined;
  const { attempts } = await queries
    .insertInto("player_attempts")
    .values({ to_number: toNumber, attempts: 1 })
    .onConflict((conflict) => conflict.column("to_number").doUpdateSet({ attempts: sql<number>`attempts + 1` }))
    .returning("attempts")
    .executeTakeFirstOrThrow();
  const { outcomes } = playerSchema.parse(JSON.parse(own.body));
  return outcomes[attempts - 1] ?? outcomes.at(-1);
}

export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly isWrite: boolean;
  /** null: there was no response. */
  readonly status: number | null;
  readonly durationMs: number;
  readonly bodyDigest: string | null;
  readonly fault: string | null;
}

export async function insertRequest(request: LoggedRequest, queries: Queries): Promise<void> {
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
}

interface RequestQuery {
  readonly writesOnly: boolean;
  readonly after: number;
  readonly limit: number;
}

/** Oldest first; continue after the last `seq`. */
export async function listRequests({ writesOnly, after, limit }: RequestQuery, queries: Queries) {
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
}

/** How often each operation was called. */
export async function countRequests(queries: Queries) {
  return queries
    .selectFrom("requests")
    .select((row) => ["operation", "is_write", row.fn.countAll<number>().as("times")])
    .groupBy(["operation", "is_write"])
    .orderBy("operation")
    .execute();
}

export async function clearRequests(queries: Queries): Promise<void> {
  await queries.deleteFrom("requests").execute();
}
