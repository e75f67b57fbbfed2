import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { writeDatabase } from "../../src/adapters/sql/sqlite.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { table } from "../../src/terminal/table.ts";
import { stormCalls } from "./event-storm/calls.ts";
import { Reckoning } from "./event-storm/reckoning.ts";
import { deliver, percentile } from "./event-storm/senders.ts";
import { KilledServer, freePort } from "./event-storm/server.ts";
import { storeClinics } from "./event-storm/stored-clinics.ts";
import { type Random, oneOf, randomFrom } from "./interleavings/random.ts";
import { Cluster } from "./many-servers/cluster.ts";
import { settled } from "./many-servers/settled.ts";
import { greetings } from "./many-servers/greetings.ts";
import { addClinic, clinicId, doctorId } from "./slot-race/clinic.ts";
import { raceTable, races, runRace } from "./slot-race/race.ts";

const SERVERS = 3;

interface Check {
  readonly name: string;
  readonly wrong: number;
  readonly of: number;
  readonly example: string;
}

/**
 * Three `ascendia serve` on one PostgreSQL: 200 rivals for one slot; a change of a clinic that each server's next caller
 * hears, also when the connections that tell of it are cut; and a storm of events while servers are killed with -9 and
 * PostgreSQL crashes: nothing is lost, and nothing happens twice.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-servers-"));
  const cluster = await Cluster.start();
  const random = randomFrom(seed);
  const database = await openPostgres(cluster.url, { mode: "sandbox", ifMissing: "create", name: "the proof's" });
  const servers: KilledServer[] = [];
  try {
    const store = sqlStore(database);
    await addClinic(store);
    for (let index = 0; index < SERVERS; index += 1) {
      // While PostgreSQL is down, every request is refused, and logged.
      servers.push(new KilledServer(folder, cluster.url, await freePort(), "silent"));
    }
    await Promise.all(servers.map((server) => server.start()));
    const race = await slotRace({ quick, seed }, servers, database);
    // Not before: a rival has the number of one of them, which no clinic may call.
    await storeClinics(store);
    const checks = [
      race,
      ...(await greetings({ servers, store, cut: () => cluster.administer(CUT), rounds: quick ? 5 : 25 })),
      ...(await storm({ quick, random, folder }, { servers, database, cluster })),
    ];
    const rows = checks.map(({ name, wrong, of, example }) => [name, String(wrong), String(of), example]);
    say(table(["check", "wrong", "of", "for example"], rows));
    return { passed: checks.filter(({ wrong, of }) => wrong === 0 && of > 0).length, total: checks.length };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends the connections that listen. */
const CUT = "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' or query = 'select 1'";

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

interface Weather {
  readonly quick: boolean;
  readonly random: Random;
  readonly folder: string;
}

interface Installation {
  readonly servers: readonly KilledServer[];
  readonly database: SqlDatabase;
  readonly cluster: Cluster;
}

/** Servers are killed, and PostgreSQL crashes once, while every event is delivered until somebody acknowledges it. */
async function storm({ quick, random, folder }: Weather, installation: Installation): Promise<readonly Check[]> {
  const { servers, database, cluster } = installation;
  const calls = stormCalls(quick ? 36 : 450, random);
  const bodies = calls.flatMap((call) => [...call.bodies, ...call.bodies.filter(() => random() < 0.4)]);
  const kills = quick ? 3 : 9;
  const times = Array.from({ length: kills + 1 }, (_, index) =>
    Math.round((bodies.length * (index + 1)) / (kills + 2)),
  );
  let falling = Promise.resolve();
  const fall = async (isCrash: boolean): Promise<void> => {
    if (isCrash) return cluster.crash();
    const victim = oneOf(servers, random);
    await victim?.kill();
    await victim?.start();
  };
  const sent = await deliver(
    bodies.toSorted(() => random() - 0.5),
    () => oneOf(servers, random)?.port ?? 0,
    (count) => {
      const index = times.indexOf(count);
      if (index >= 0) falling = falling.then(() => fall(index === Math.floor(kills / 2)));
    },
  );
  await falling;
  await settled(database);
  const copy = join(folder, "copy.db");
  writeDatabase(copy, await database.copy());
  const reckoning = new Reckoning(copy);
  const [median, worst] = [0.5, 0.99].map((share) => percentile(sent.latenciesMs, share).toFixed(1));
  say(
    `${calls.length} calls, ${sent.latenciesMs.length} deliveries, ${sent.repeated} sent in vain, ${kills} kills, 1 crash of PostgreSQL; acknowledged p50 ${median} ms, p99 ${worst} ms`,
  );
  try {
    return reckoning.checks(calls);
  } finally {
    reckoning.close();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
