import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { table } from "../../src/terminal/table.ts";
import type { KilledServer } from "./event-storm/server.ts";
import { storeClinics } from "./event-storm/stored-clinics.ts";
import { randomFrom } from "./interleavings/random.ts";
import type { Check } from "./many-servers/check.ts";
import { Cluster } from "./many-servers/cluster.ts";
import { greetings } from "./many-servers/greetings.ts";
import { Processes } from "./many-servers/processes.ts";
import { storm } from "./many-servers/storm.ts";
import { cutListeners } from "./many-servers/weather.ts";
import { addClinic, clinicId, doctorId } from "./slot-race/clinic.ts";
import { raceTable, races, runRace } from "./slot-race/race.ts";
import { fillLoadClinics, openLoadSockets } from "./socket-load/clinics.ts";

/**
 * Three web processes, one for sockets and two for jobs, on one PostgreSQL: 200 rivals for one slot; a change of a
 * clinic that each server's callers hear, even if the connections that report it are cut; and three minutes of calls,
 * events, bookings and talks while any process is killed with -9, and PostgreSQL crashes and is restarted: nothing is
 * lost, and nothing happens twice.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-servers-"));
  const cluster = await Cluster.start();
  const database = await openPostgres(cluster.url, { mode: "sandbox", ifMissing: "create", name: "the proof's" });
  let processes: Processes | undefined;
  try {
    const store = sqlStore(database);
    await addClinic(store);
    processes = await Processes.start(folder, cluster.url);
    const web = processes.serving("web");
    const race = await slotRace({ quick, seed }, web, database);
    // Not earlier: a rival has one of their numbers, which no clinic may call.
    await storeClinics(store);
    await fillLoadClinics(store);
    await openLoadSockets(database);
    const size = quick ? { ms: 6_000, calls: 36 } : { ms: 180_000, calls: 450 };
    const checks = [
      race,
      ...(await greetings({ servers: web, store, cut: () => cutListeners(cluster), rounds: quick ? 2 : 10 })),
      ...(await storm({ ...size, random: randomFrom(seed), folder }, { processes, database, cluster })),
    ];
    const rows = checks.map(({ name, wrong, of, example }) => [name, String(wrong), String(of), example]);
    say(table(["check", "wrong", "of", "for example"], rows));
    return { passed: checks.filter(({ wrong, of }) => wrong === 0 && of > 0).length, total: checks.length };
  } finally {
    await processes?.stop();
    await database.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function slotRace(
  { quick, seed }: { readonly quick: boolean; readonly seed: number },
  servers: readonly KilledServer[],
  database: SqlDatabase,
): Promise<Check> {
  const rowsAt = async (startsAt: number): Promise<number> => {
    const { count } = await database.fleet
      .selectFrom("appointments")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("clinicId", "=", clinicId)
      .where("doctorId", "=", doctorId)
      .where("startsAt", "=", startsAt)
      .executeTakeFirstOrThrow();
    return count;
  };
  const outcomes = [];
  for (const race of races(quick ? 1 : 3, seed)) outcomes.push(await runRace(race, servers, rowsAt));
  say(raceTable(outcomes));
  const wrong = outcomes.filter(({ passed }) => !passed);
  const example = wrong[0] === undefined ? "" : `${wrong[0].race.name}: ${wrong[0].rows} rows`;
  return { name: "races that one rival wins", wrong: wrong.length, of: outcomes.length, example };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
