import { setTimeout as wait } from "node:timers/promises";
import type { PostgresClient } from "../../../src/adapters/sql/postgres/client.ts";
import type { Check } from "./check.ts";
import { type Held, heldByPostgres, heldBySqlite, unequalTables } from "./held.ts";
import { copying, killed } from "./killed.ts";
import { type Written, writeUntil } from "./writer.ts";
import { ascendia } from "../simulation/command.ts";

interface Moving {
  readonly folder: string;
  readonly source: string;
  readonly to: string;
  readonly asAdministrator: <T>(work: (client: PostgresClient) => Promise<T>) => Promise<T>;
  /** When to kill, in milliseconds. */
  readonly kills: readonly number[];
}

/**
 * The installation moves while it is being written to. If the move is killed, nothing has moved and writing continues;
 * at the end all acknowledged data is there, and the old database refuses further writes.
 */
export async function moved(moving: Moving): Promise<readonly Check[]> {
  const { folder, source, to, kills, asAdministrator } = moving;
  const checks: Check[] = [];
  for (const afterMs of kills) checks.push(await killedWhileWriting(afterMs, moving));
  const writing = writeUntil(source, new AbortController().signal);
  const { code, seconds, stdout } = await ascendia(["db:copy", "--to", to, "--follow", "--json"], folder);
  const written: Written = await Promise.race([writing, wait(30_000).then(() => notEnded)]);
  const there: Held = await asAdministrator(heldByPostgres);
  const unequal = unequalTables(heldBySqlite(source), there);
  const audit = await ascendia(["audit:verify", "--db", to], folder);
  const held = /"held_ms":\s*(\d+)/u.exec(stdout)?.[1] ?? "?";
  checks.push({
    what: "moved while it is written to",
    isRight: code === 0 && unequal.length === 0 && audit.code === 0,
    seen: `exit ${code}, ${unequal.length === 0 ? "all tables equal" : `NOT EQUAL: ${unequal.join(", ")}`}, audit:verify exit ${audit.code}, ${seconds.toFixed(1)} s`,
  });
  const { refusal, writes, slowestMs } = written;
  checks.push({
    what: "writers wait once, then hear why",
    isRight: refusal?.code === "transient" && refusal.message.includes("has moved to") && writes > 0,
    seen: `${writes} writes, held ${held} ms, slowest ${Math.round(slowestMs)} ms, then: ${refusal?.code ?? "no refusal"}`,
  });
  const again = await ascendia(["db:copy", "--to", to, "--follow"], folder);
  checks.push({ what: "it moves once", isRight: again.code === 1, seen: `exit ${again.code}` });
  checks.push(await reopened(moving));
  return checks;
}

const notEnded: Written = { writes: 0, refusal: null, slowestMs: 0 };

async function killedWhileWriting(afterMs: number, { folder, source, to }: Moving): Promise<Check> {
  const stop = new AbortController();
  const writing = writeUntil(source, stop.signal);
  const wasRunning = await killed(copying(folder, ["--to", to, "--follow"]), afterMs);
  const looked = await ascendia(["clinic:list", "--db", to], folder);
  await wait(200);
  stop.abort();
  const { writes, refusal } = await writing;
  return {
    what: `killed -9 after ${(afterMs / 1000).toFixed(1)} s of following`,
    isRight: wasRunning && looked.code === 4 && refusal === null && writes > 0,
    seen: `${wasRunning ? "killed" : "HAD ENDED"}, then clinic:list exit ${looked.code}, ${writes} writes, ${refusal?.code ?? "none refused"}`,
  };
}

async function reopened({ folder, source }: Moving): Promise<Check> {
  const { code } = await ascendia(["db:reopen"], folder);
  const stop = new AbortController();
  const writing = writeUntil(source, stop.signal);
  await wait(500);
  stop.abort();
  const { writes, refusal } = await writing;
  const seen = `exit ${code}, then ${writes} writes, ${refusal?.code ?? "none refused"}`;
  return { what: "reopened, it is written to again", isRight: code === 0 && refusal === null && writes > 0, seen };
}
