import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../src/adapters/sqlite/keep-statements.ts";
import { table } from "../src/terminal/table.ts";
import { isPostgres, storeBusyClinics } from "./load/busy-clinics.ts";
import { type Served, serveBuild, serveExport } from "./load/built-server.ts";
import { type Kind, type RequestsOf, requestsOf } from "./load/function-calls.ts";
import { latenciesAt, median, quantile, sendEach } from "./load/generate.ts";
import { FASTAPI, startReferences } from "./load/references.ts";
import { SANDBOX_API_KEY } from "../src/config.ts";
import { Cluster } from "../test/proof/many-servers/cluster.ts";
import { serveNaively } from "./load/naive-server.ts";
import type { BenchRun } from "./load/bench-run.ts";

export { serveNaively };

/** The number of concurrent callers. */
const CONNECTIONS = 32;

interface Row {
  readonly kind: Kind;
  readonly name: string;
  readonly count: number;
}

/**
 * What a caller waits for during a call: the free times of a day at a clinic with ten doctors and 2,000 appointments, a
 * durable booking, and an acknowledged event with jobs running. Measures a real `ascendia serve` on a real database,
 * alternating with the least code that does the same on node:http and SQLite, and with FastAPI, asyncpg and PostgreSQL
 * where they are installed; then latencies at a steady rate. With `--engine postgres`, ascendia runs on PostgreSQL too.
 */
export async function run({ quick, note, engine }: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  const cluster = engine === "postgres" || Cluster.isInstalled() ? await Cluster.start() : undefined;
  const servers: Served[] = [];
  const children: ChildProcess[] = [];
  try {
    const clinics = quick ? 3 : 8;
    const path = join(folder, "served.db");
    const place = engine === "postgres" && cluster !== undefined ? cluster.url : path;
    const stored = await storeBusyClinics(place, clinics);
    const naivePath = join(folder, "naive.db");
    if (place === path) copy(path, naivePath);
    const ofNaive = place === path ? stored : await storeBusyClinics(naivePath, clinics);
    const url = place === path ? {} : { url: place };
    const build = process.env["BENCH_BUILD"] ?? ".";
    const ours = await serveBuild("ascendia", { build, databasePath: path, ...url });
    servers.push(ours);
    const call = `serveNaively(${JSON.stringify(naivePath)}, ${JSON.stringify(ofNaive.busy)})`;
    const bare = await serveExport(BARE, import.meta.url, call);
    servers.push(bare);
    const requests = requestsOf(stored);
    const others: Side[] = [{ ...bare, requests: place === path ? requests : requestsOf(ofNaive) }];
    if (cluster !== undefined) others.push(...(await sourcesShape({ cluster, clinics, children })));
    const compared = { ours: { ...ours, requests }, others };
    await throughput(compared, { quick, note });
    await steadily(ours, requests, quick);
    print(`memory of the server: ${ours.memoryMb().toFixed(0)} MB`);
    await assertBooked(place, cluster);
  } finally {
    for (const server of servers) await server.stop();
    for (const child of children) child.kill();
    await cluster?.stop();
    rmSync(folder, { recursive: true });
  }
}

let booked = 0;

const BARE = "node:http + SQLite";

interface Side extends Pick<Served, "name" | "port"> {
  /** undefined where some of the work is done in another process, the database's. */
  readonly cpuMs?: () => number;
  readonly requests: RequestsOf;
}

interface Installed {
  readonly cluster: Cluster;
  readonly clinics: number;
  readonly children: ChildProcess[];
}

async function sourcesShape({ cluster, clinics, children }: Installed): Promise<readonly Side[]> {
  const url = await cluster.database("sources");
  const stored = await storeBusyClinics(url, clinics);
  const references = await startReferences([FASTAPI], { url, key: SANDBOX_API_KEY, children });
  return references.map((reference) => ({ ...reference, requests: requestsOf(stored) }));
}

function copy(from: string, to: string): void {
  const database = keepStatements(new BetterSqlite3(from));
  database.exec(`vacuum into '${to}'`);
}

const ROWS: readonly Row[] = [
  { kind: "check", name: "check-availability", count: 1500 },
  { kind: "book", name: "book-appointment", count: 600 },
  { kind: "event", name: "call event", count: 1000 },
];

interface Compared {
  readonly ours: Side;
  readonly others: readonly Side[];
}

type Noting = Omit<BenchRun, "engine">;

async function throughput({ ours, others }: Compared, noting: Noting): Promise<void> {
  const rows: string[][] = [];
  for (const row of ROWS) {
    const [mine = [], ...theirs] = await roundsOf(row, [ours, ...others], noting.quick);
    rows.push(
      ...others.map(({ name }, index) => comparison({ mine, theirs: theirs[index] ?? [] }, { row, name, noting })),
    );
  }
  const headings = [
    "answered",
    "ascendia /s",
    "compared with",
    "its /s",
    "ratio",
    "CPU ms",
    "its CPU ms",
    "ratio by CPU",
  ];
  print(table(headings, rows));
}

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
}

async function roundsOf({ kind, count }: Row, sides: readonly Side[], quick: boolean): Promise<readonly Round[][]> {
  const sent = quick ? Math.ceil(count / 3) : count;
  const rounds: Round[][] = sides.map(() => []);
  for (let round = 0; round < (quick ? 3 : 6); round += 1) {
    for (const [index, side] of sides.entries()) {
      const measured = await measure(side, side.requests[kind](sent));
      // The first round runs code that is not compiled yet.
      if (round > 0) rounds[index]?.push(measured);
    }
    if (kind === "book") booked += sent;
  }
  return rounds;
}

async function measure({ port, cpuMs = () => Number.NaN }: Side, requests: readonly Buffer[]): Promise<Round> {
  const before = cpuMs();
  const perSecond = await sendEach({ port, requests, connections: CONNECTIONS });
  return { perSecond, cpuMs: (cpuMs() - before) / requests.length };
}

interface Pair {
  readonly mine: readonly Round[];
  readonly theirs: readonly Round[];
}

interface Figure {
  readonly row: Row;
  readonly name: string;
  readonly noting: Noting;
}

function comparison({ mine, theirs }: Pair, { row, name, noting }: Figure): string[] {
  const ratios = mine.map(({ perSecond }, index) => perSecond / (theirs[index]?.perSecond ?? Number.NaN));
  const [cpu, itsCpu] = [mine, theirs].map((rounds) => median(rounds.map(({ cpuMs }) => cpuMs)));
  const byCpu = (itsCpu ?? Number.NaN) / (cpu ?? Number.NaN);
  const of = name === BARE ? "" : ` of ${name}`;
  noting.note(`${row.name}, answered a second${of}`, median(ratios));
  if (!Number.isNaN(byCpu)) noting.note(`${row.name}, by processor time${of}`, byCpu);
  const [rate, itsRate] = [mine, theirs].map((rounds) => median(rounds.map(({ perSecond }) => perSecond)).toFixed(0));
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  const ratio = `× ${median(ratios).toFixed(2)} (${spread})`;
  const costs = Number.isNaN(byCpu) ? ["", ""] : [itsCpu?.toFixed(3) ?? "", `× ${byCpu.toFixed(2)}`];
  return [row.name, rate ?? "", name, itsRate ?? "", ratio, cpu?.toFixed(3) ?? "", ...costs];
}

const STEADY: readonly { readonly kind: Kind; readonly rate: number; readonly besideBookings?: number }[] = [
  { kind: "check", rate: 50 },
  { kind: "book", rate: 50 },
  { kind: "event", rate: 500 },
  { kind: "inbound", rate: 200 },
  { kind: "inbound", rate: 200, besideBookings: 50 },
];

/** Waits until the jobs that an earlier load left behind are done, so that the next measurement excludes them. */
async function idle({ cpuMs }: Served): Promise<void> {
  for (let [left, before] = [MOST_WAITS, cpuMs()]; left > 0; left -= 1) {
    await setTimeout(WAIT_MS);
    if (cpuMs() - before < IDLE_CPU_MS) return;
    before = cpuMs();
  }
}

const WAIT_MS = 500;
const IDLE_CPU_MS = 25;
const MOST_WAITS = 240;

async function steadily(server: Served, requests: RequestsOf, quick: boolean): Promise<void> {
  const milliseconds = quick ? 1500 : 5000;
  const { port } = server;
  const rows: string[][] = [];
  for (const { kind, rate, besideBookings = 0 } of STEADY) {
    const seconds = milliseconds / 1000;
    const bookings = besideBookings * seconds;
    if (kind === "book") booked += rate * seconds;
    booked += bookings;
    await idle(server);
    const [latencies] = await Promise.all([
      latenciesAt(rate, { port, milliseconds, requests: requests[kind](rate * seconds) }),
      bookings === 0 ? [] : latenciesAt(besideBookings, { port, milliseconds, requests: requests.book(bookings) }),
    ]);
    const beside = besideBookings === 0 ? "" : `, beside ${besideBookings} bookings a second`;
    rows.push([`${kind}${beside}`, String(rate), ...[0.5, 0.99].map((share) => quantile(latencies, share).toFixed(2))]);
  }
  print(table(["at a steady rate", "a second", "p50 ms", "p99 ms"], rows));
}

/** Every request that was answered with 200 must have booked: otherwise refusals were measured. */
async function assertBooked(place: string, cluster: Cluster | undefined): Promise<void> {
  const found =
    cluster !== undefined && isPostgres(place)
      ? await cluster.asAdministrator("ascendia", async (client) => (await client.query(BOOKED)).rows[0]?.["count"])
      : keepStatements(new BetterSqlite3(place)).prepare<[], number>(BOOKED).pluck().get();
  if (Number(found) !== booked) throw new Error(`${String(found)} of ${booked} bookings were made`);
}

const BOOKED = "select count(*) from appointments where call_id is not null";

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
