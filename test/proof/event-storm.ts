import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { table } from "../../src/terminal/table.ts";
import { stormCalls } from "./event-storm/calls.ts";
import { Reckoning } from "./event-storm/reckoning.ts";
import { type Sent, deliver, percentile } from "./event-storm/senders.ts";
import { KilledServer, freePort, startBareServer } from "./event-storm/server.ts";
import { storeClinics } from "./event-storm/stored-clinics.ts";
import { type Random, randomFrom } from "./interleavings/random.ts";

/**
 * 5,000 events, shuffled, each delivered one to four times by eight senders to a real `ascendia serve` that is killed
 * with -9 five times: every call ends in the right state, each effect happens once, and no call is lost.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-storm-"));
  const path = join(folder, "storm.db");
  const random = randomFrom(seed);
  const kills = quick ? 3 : 5;
  const calls = stormCalls(quick ? 36 : 1325, random);
  const bodies = calls.flatMap((call) => call.bodies);
  const deliveries = shuffled(
    bodies.flatMap((body) => repeated(body, random)),
    random,
  );
  const store = sqlStore(await openDatabase(path, "sandbox"));
  await storeClinics(store);
  await store.close();
  const references = [
    speedOf("bare HTTP answer", await measureBare(deliveries.slice(0, 2000)), 0),
    speedOf("bare write to disk, one at a time", await measureDisk(join(folder, "bare.db")), 0),
  ];
  const server = new KilledServer({ folder, database: `sqlite:${path}`, port: await freePort() });
  const reckoning = new Reckoning(path);
  try {
    const storm = await rage({ deliveries, kills }, server, reckoning);
    say(`${calls.length} calls, ${bodies.length} events, ${deliveries.length} deliveries, ${kills} kills`);
    say(speedTable(storm, references));
    const checks = [...reckoning.checks(calls), killed(storm, kills)];
    const rows = checks.map(({ name, wrong, of, example }) => [name, String(wrong), String(of), example]);
    say(table(["check", "wrong", "of", "for example"], rows));
    return { passed: checks.filter(({ wrong, of }) => wrong === 0 && of > 0).length, total: checks.length };
  } finally {
    reckoning.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Plan {
  readonly deliveries: readonly string[];
  readonly kills: number;
}

interface Storm {
  readonly sent: Sent;
  readonly downMs: number;
  /** From the first delivery until no work was left. */
  readonly settledMs: number;
  /** Jobs in progress when the server was killed, for each kill. */
  readonly leftBehind: readonly number[];
}

/** Delivers everything while the server is killed and started again, and waits until everything is processed. */
async function rage({ deliveries, kills }: Plan, server: KilledServer, reckoning: Reckoning): Promise<Storm> {
  await server.start();
  const leftBehind: number[] = [];
  let [downMs, killing] = [0, Promise.resolve()];
  const killAndStart = async (): Promise<void> => {
    const began = performance.now();
    await reckoning.someAtHand();
    await server.kill();
    leftBehind.push(reckoning.unfinished());
    await server.start();
    downMs += performance.now() - began;
  };
  const killsAt = new Set(
    Array.from({ length: kills }, (_, index) => Math.round((deliveries.length * (index + 1)) / (kills + 1))),
  );
  const began = performance.now();
  const sent = await deliver(
    deliveries,
    () => server.port,
    (count) => {
      if (killsAt.has(count)) killing = killing.then(killAndStart);
    },
  );
  await killing;
  await reckoning.settled();
  return { sent, downMs, settledMs: performance.now() - began, leftBehind };
}

/** The storm proves nothing if no kill interrupted work. */
function killed({ leftBehind }: Storm, kills: number) {
  const left = leftBehind.filter((count) => count > 0).length;
  const wrong = leftBehind.length === kills && left > 0 ? 0 : 1;
  return { name: "killed with work at hand", wrong, of: leftBehind.length, example: `${leftBehind.join(", ")} left` };
}

async function measureBare(bodies: readonly string[]): Promise<Sent> {
  const port = await freePort();
  const bare = await startBareServer(port);
  try {
    return await deliver(
      bodies,
      () => port,
      () => {},
    );
  } finally {
    await bare.stop();
  }
}

/** The minimum for every durable acknowledgement: an SQLite commit that has reached the disk. */
async function measureDisk(path: string): Promise<Sent> {
  const database = openSqlite(path);
  await database.fleet.schema.createTable("meta").addColumn("key", "text").addColumn("value", "text").execute();
  const latenciesMs: number[] = [];
  const began = performance.now();
  for (let index = 0; index < 100; index += 1) {
    const start = performance.now();
    await database.fleet
      .insertInto("meta")
      .values({ key: String(index), value: "" })
      .execute();
    latenciesMs.push(performance.now() - start);
  }
  const elapsedMs = performance.now() - began;
  await database.close();
  return { latenciesMs: latenciesMs.toSorted((one, other) => one - other), repeated: 0, elapsedMs };
}

function speedTable({ sent, downMs, settledMs }: Storm, references: readonly (readonly string[])[]): string {
  const head = ["server", "acknowledged", "sent in vain", "p50 ms", "p99 ms", "events/s while up"];
  const rows = [speedOf("ascendia serve, working off", sent, downMs), ...references];
  const total = `down ${(downMs / 1000).toFixed(1)} s; all processed after ${(settledMs / 1000).toFixed(1)} s`;
  return `${table(head, rows)}\n${total}`;
}

function speedOf(name: string, { latenciesMs, repeated: again, elapsedMs }: Sent, downMs: number): readonly string[] {
  const acknowledged = latenciesMs.length;
  const perSecond = Math.round((acknowledged * 1000) / (elapsedMs - downMs));
  const [median, worst] = [0.5, 0.99].map((share) => percentile(latenciesMs, share).toFixed(2));
  return [name, String(acknowledged), String(again), median ?? "", worst ?? "", String(perSecond)];
}

function repeated(body: string, random: Random): readonly string[] {
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => body);
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
