import type { Client } from "pg";
import { AscendiaError } from "../../../errors.ts";
import type { Answer, Listening, PostgresClient, PostgresPool } from "./client.ts";
import { explained } from "./refusal.ts";
import { FLEET_ROLE } from "./roles.ts";

/** Connections of one process by default. */
const USUAL_SIZE = 10;
/** Also the longest wait for a connection of the pool. */
const CONNECT_MS = 30_000;
/** A listening connection that takes longer to answer is dropped. */
const ANSWER_MS = 2_000;
/** How long a statement waits for others' locks, and how long a transaction may be idle. */
const LOCK_MS = 10_000;
const IDLE_MS = 60_000;

/** int8 and numeric (type OIDs). JavaScript numbers hold them all: counts, sums and instants stay below 2^53. */
const NUMBERS: ReadonlySet<number> = new Set([20, 1700]);

function asText(value: string): string {
  return value;
}

const types = {
  getTypeParser: (id: number) => (NUMBERS.has(id) ? Number : (PARSERS.get(id) ?? asText)),
};

/** int2, int4, float4, float8 and bool (type OIDs). */
const PARSERS: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  [21, Number],
  [23, Number],
  [700, Number],
  [701, Number],
  [16, (value) => value === "t"],
]);

interface Address {
  readonly url: string;
  readonly size: number;
}

/** `?pool=` is ascendia's; the rest of the URL is PostgreSQL's. */
function addressOf(url: string): Address {
  const parsed = new URL(url);
  const size = Number(parsed.searchParams.get("pool") ?? USUAL_SIZE);
  parsed.searchParams.delete("pool");
  if (Number.isInteger(size) && size >= 1 && size <= 1000) return { url: parsed.href, size };
  throw new AscendiaError("not_configured", "?pool= of ASCENDIA_DATABASE_URL must be a whole number from 1 to 1000.");
}

function settingsOf(url: string) {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: "ascendia",
    types,
  };
}

/** One view for pg's pooled and single connections. */
function asClient(connection: Pick<Client, "query">): PostgresClient {
  return {
    query: async (text, values): Promise<Answer> => {
      if (values === undefined) {
        await connection.query(text);
        return { rows: [], rowCount: null, command: "" };
      }
      const { rows, rowCount, command } = await connection.query<never>(text, [...values]);
      return { rows, rowCount, command };
    },
  };
}

/** One connection as the URL's own user, for migrations and locks. @throws transient, not_configured */
export async function openOwner(url: string): Promise<PostgresClient & { close(): Promise<void> }> {
  const { Client } = (await import("pg")).default;
  const connection = new Client(settingsOf(addressOf(url).url));
  // Without a listener, a lost connection would crash the process; pending queries reject with the same error.
  connection.on("error", () => undefined);
  try {
    await connection.connect();
  } catch (error) {
    throw explained(error);
  }
  return { ...asClient(connection), close: () => connection.end().catch(() => undefined) };
}

const AS_FLEET = `
  set role ${FLEET_ROLE};
  set lock_timeout = ${LOCK_MS};
  set idle_in_transaction_session_timeout = ${IDLE_MS};
  set client_min_messages = warning`;

/** A pool whose connections take the fleet's role before they are handed out. */
export async function pgPool(url: string): Promise<PostgresPool> {
  const { Pool, Client } = (await import("pg")).default;
  const address = addressOf(url);
  const settings = { ...settingsOf(address.url), pipeline: true };
  const pool = new Pool({ ...settings, max: address.size, idleTimeoutMillis: 30_000 });
  pool.on("error", () => undefined);
  // Without a listener, a lost connection would crash the process; pending queries reject with the same error.
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  const clients = new WeakMap<PostgresClient, (isBroken: boolean) => void>();
  const prepared = new WeakSet<object>();
  return {
    acquire: async () => {
      try {
        const connection = await pool.connect();
        const client = asClient(connection);
        clients.set(client, (isBroken) => connection.release(isBroken));
        if (prepared.has(connection)) return client;
        try {
          await client.query(AS_FLEET);
        } catch (error) {
          connection.release(true);
          throw error;
        }
        prepared.add(connection);
        return client;
      } catch (error) {
        throw explained(error);
      }
    },
    release: (client, isBroken) => {
      clients.get(client)?.(isBroken);
      clients.delete(client);
    },
    listen: async (channel, { heard, lost }): Promise<Listening> => {
      const connection = new Client({ ...settingsOf(address.url), query_timeout: ANSWER_MS });
      connection.on("error", lost);
      connection.on("end", lost);
      connection.on("notification", heard);
      const close = (): Promise<void> => connection.end().catch(() => undefined);
      try {
        await connection.connect();
        await connection.query(`listen ${channel}`);
      } catch (error) {
        await close();
        throw error;
      }
      return {
        ask: async () => {
          await connection.query("select 1");
        },
        close,
      };
    },
    close: () => pool.end(),
  };
}
