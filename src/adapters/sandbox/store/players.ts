import { sql } from "kysely";
import { type PlayedAttempt, type PlayerScript, playerSchema } from "../schemas/player-schema.ts";
import type { Queries } from "./open-sandbox-database.ts";

export interface StoredPlayer {
  readonly script: PlayerScript;
  /** Calls that were played by it. */
  readonly played: number;
}

/** Numbers without a script of their own share this one. */
const anyNumber = "";

export const listPlayers = async (queries: Queries): Promise<readonly StoredPlayer[]> => {
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
};

/** Takes the place of the number's script, whose calls are counted from one again. */
export const putPlayer = async (script: PlayerScript, queries: Queries): Promise<StoredPlayer> => {
  const toNumber = script.to_number ?? anyNumber;
  const body = JSON.stringify(script);
  const row = queries.insertInto("players").values({ to_number: toNumber, body });
  await row.onConflict((conflict) => conflict.column("to_number").doUpdateSet({ body })).execute();
  await queries.deleteFrom("player_attempts").where("to_number", "=", toNumber).execute();
  return { script, played: 0 };
};

export const deletePlayers = async (queries: Queries): Promise<void> => {
  await queries.deleteFrom("players").execute();
  await queries.deleteFrom("player_attempts").execute();
};

/** What the next call to the number plays; counts it. Undefined where no script says. */
export const takeAttempt = async (toNumber: string, queries: Queries): Promise<PlayedAttempt | undefined> => {
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
};
