import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { table } from "../../src/terminal/table.ts";
import type { PostgresClient } from "../../src/adapters/sql/postgres/client.ts";
import type { Check } from "./db-copy/check.ts";
import { heldByPostgres, heldBySqlite, unequalTables } from "./db-copy/held.ts";
import { type Size, grow } from "./db-copy/installation.ts";
import { copying, killed } from "./db-copy/killed.ts";
import { moved } from "./db-copy/moved.ts";
import { randomFrom } from "./interleavings/random.ts";
import { Cluster } from "./many-servers/cluster.ts";
import { tuesdayAhead } from "./provisioning/tuesday-ahead.ts";
import { type CommandRun, ascendia } from "./simulation/command.ts";

const LARGE: Size = { clinics: 1_000, appointments: 100_000, events: 100_000 };
const SMALL: Size = { clinics: 20, appointments: 1_500, events: 1_500 };

/**
 * An installation moves from SQLite to PostgreSQL and back: every table has the same contents on either side, and the
 * audit chain is intact. A copy that is killed, or whose source is written to, leaves a database that no command serves
 * from, and into which the same command can copy again. The installation can also move while it is being written to.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-copy-"));
  const cluster = await Cluster.start();
  const random = randomFrom(seed);
  try {
    const source = await install(folder, quick ? SMALL : LARGE);
    const there = { folder, source, to: cluster.url, held: () => cluster.asAdministrator("ascendia", heldByPostgres) };
    const checks: Check[] = [];
    const rehearsal = await ascendia(["db:copy", "--to", cluster.url, "--dry-run", "--json"], folder);
    checks.push(await emptyStill("a dry run writes nothing", rehearsal, there));
    const span = rehearsal.seconds * 2_000;
    for (let kill = 0; kill < (quick ? 1 : 4); kill += 1) checks.push(await killedCopy(500 + random() * span, there));
    checks.push(await written(there));
    checks.push(await copied(there));
    checks.push(await refused("an installation is not replaced", ["db:copy", "--to", cluster.url], folder));
    const back = join(folder, "back.db");
    checks.push(await copiedBack(back, { folder, source, from: cluster.url }));
    const to = await cluster.database("moved");
    const kills = Array.from({ length: quick ? 1 : 4 }, () => 500 + random() * (rehearsal.seconds * 1_000));
    const asAdministrator = <T>(work: (client: PostgresClient) => Promise<T>) => cluster.asAdministrator("moved", work);
    checks.push(...(await moved({ folder, source, to, kills, asAdministrator })));
    const drafts = readdirSync(join(folder, ".ascendia")).filter((name) => name.startsWith(".copying"));
    checks.push({ what: "no draft is left", isRight: drafts.length === 0, seen: drafts.join(" ") || "none" });
    say(
      table(
        ["check", "seen", "as it should"],
        checks.map(({ what, seen, isRight }) => [what, seen, isRight ? "yes" : "NO"]),
      ),
    );
    return { passed: checks.filter(({ isRight }) => isRight).length, total: checks.length };
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the database's path */
async function install(folder: string, size: Size): Promise<string> {
  await mustEnd(0, ["agent:create", "--yes"], folder);
  await mustEnd(0, ["clinic:onboard", "--file", resolve("templates/demo/austin.json"), "--yes"], folder);
  const who = ["--patient", "Test Person", "--phone", "5125550123"];
  const when = ["--date", tuesdayAhead(), "--time", "10:00"];
  await mustEnd(0, ["appointment:book", "--clinic", "demo-austin", "--doctor", "Harper", ...when, ...who], folder);
  const path = join(folder, ".ascendia", "sandbox.db");
  await grow(path, size);
  return path;
}

async function mustEnd(code: number, argv: readonly string[], folder: string): Promise<CommandRun> {
  const made = await ascendia(argv, folder);
  if (made.code !== code) throw new Error(`${argv.join(" ")} ended with ${made.code}`);
  return made;
}

interface There {
  readonly folder: string;
  readonly source: string;
  readonly to: string;
  readonly held: () => Promise<ReturnType<typeof heldBySqlite>>;
}

/** Exit code 4: no command finds an installation there. */
async function emptyStill(what: string, { code }: { readonly code: number }, { folder, to }: There): Promise<Check> {
  const looked = await ascendia(["clinic:list", "--db", to], folder);
  return { what, isRight: code === 0 && looked.code === 4, seen: `exit ${code}, then clinic:list exit ${looked.code}` };
}

async function killedCopy(afterMs: number, { folder, source, to, held }: There): Promise<Check> {
  const wasRunning = await killed(copying(folder, ["--to", to]), afterMs);
  const looked = await ascendia(["clinic:list", "--db", to], folder);
  const what = `killed -9 after ${(afterMs / 1000).toFixed(1)} s`;
  // If it was killed between the commit and its own end, the copy is complete.
  const isWhole = looked.code === 0 && unequalTables(heldBySqlite(source), await held()).length === 0;
  const seen = `${wasRunning ? "killed" : "had ended"}, then clinic:list exit ${looked.code}`;
  return { what, isRight: looked.code === 4 || isWhole, seen: isWhole ? `${seen}, all of it there` : seen };
}

/** Data written during the copy would be missing in it. */
async function written(there: There): Promise<Check> {
  const { folder, source, to } = there;
  const database = await openDatabase(source, "sandbox", { ifMissing: "refuse" });
  const copy = new AbortController();
  const writing = (async () => {
    for (let index = 0; !copy.signal.aborted; index += 1) {
      const value = String(index);
      await database.fleet
        .insertInto("meta")
        .values({ key: "written", value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
      await wait(20);
    }
  })();
  const { code } = await ascendia(["db:copy", "--to", to], folder);
  copy.abort();
  await writing;
  await database.fleet.deleteFrom("meta").where("key", "=", "written").execute();
  await database.close();
  const looked = await ascendia(["clinic:list", "--db", to], folder);
  const seen = `exit ${code}, then clinic:list exit ${looked.code}`;
  return { what: "written to while it copies", isRight: code === 1 && looked.code === 4, seen };
}

async function copied({ folder, source, to, held }: There): Promise<Check> {
  const { code, seconds, peakMb } = await ascendia(["db:copy", "--to", to], folder);
  const unequal = unequalTables(heldBySqlite(source), await held());
  const audit = await ascendia(["audit:verify", "--db", to], folder);
  return {
    what: "SQLite to PostgreSQL",
    isRight: code === 0 && unequal.length === 0 && audit.code === 0,
    seen: `exit ${code}, ${outcome(unequal)}, audit:verify exit ${audit.code}, ${seconds.toFixed(1)} s, ${peakMb.toFixed(0)} MB`,
  };
}

interface Back {
  readonly folder: string;
  readonly source: string;
  readonly from: string;
}

async function copiedBack(back: string, { folder, source, from }: Back): Promise<Check> {
  const { code, seconds, peakMb } = await ascendia(["db:copy", "--db", from, "--to", `sqlite:${back}`], folder);
  const unequal = unequalTables(heldBySqlite(source), heldBySqlite(back));
  const audit = await ascendia(["audit:verify", "--db", `sqlite:${back}`], folder);
  return {
    what: "PostgreSQL to SQLite",
    isRight: code === 0 && unequal.length === 0 && audit.code === 0,
    seen: `exit ${code}, ${outcome(unequal)}, audit:verify exit ${audit.code}, ${seconds.toFixed(1)} s, ${peakMb.toFixed(0)} MB`,
  };
}

function outcome(unequal: readonly string[]): string {
  return unequal.length === 0 ? "all tables equal" : `NOT EQUAL: ${unequal.join(", ")}`;
}

async function refused(what: string, argv: readonly string[], folder: string): Promise<Check> {
  const { code } = await ascendia(argv, folder);
  return { what, isRight: code === 1, seen: `exit ${code}` };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
