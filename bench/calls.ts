import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../src/adapters/sqlite/keep-statements.ts";
import { table } from "../src/terminal/table.ts";
import { type BusyClinics, storeBusyClinics } from "./load/busy-clinics.ts";
import { type Served, serveBuild, serveExport } from "./load/built-server.ts";
import { type Kind, type RequestsOf, requestsOf } from "./load/function-calls.ts";
import { latenciesAt, median, quantile, sendEach } from "./load/generate.ts";
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
 * What a caller waits for during a call, compared with the least code that does the same: the free times of a day at a
 * clinic with ten doctors and 2,000 appointments, a durable booking, and an acknowledged event with jobs running.
 * Measures real `ascendia serve` processes on real files, alternating with the reference; then latencies at a steady
 * rate.
 */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  const servers: Served[] = [];
  try {
    const path = join(folder, "served.db");
    const stored = await storeBusyClinics(path, quick ? 3 : 8);
    const naivePath = join(folder, "naive.db");
    copy(path, naivePath);
    const ours = await serveBuild("ascendia", { build: process.env["BENCH_BUILD"] ?? ".", databasePath: path });
    servers.push(ours);
    const call = `serveNaively(${JSON.stringify(naivePath)}, ${JSON.stringify(stored.busy)})`;
    const bare = await serveExport("node:http + better-sqlite3", import.meta.url, call);
    servers.push(bare);
    const requests = requestsOf(stored);
    await throughput([ours, bare], requests, { quick, note });
    await steadily(ours, requests, quick);
    print(`memory of the server: ${ours.memoryMb().toFixed(0)} MB`);
    checkBooked(path, booked);
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

let booked = 0;

function copy(from: string, to: string): void {
  const database = keepStatements(new BetterSqlite3(from));
  database.exec(`vacuum into '${to}'`);
}

const ROWS: readonly Row[] = [
  { kind: "check", name: "check-availability", count: 1500 },
  { kind: "book", name: "book-appointment", count: 600 },
  { kind: "event", name: "call event", count: 1000 },
];

async function throughput(
  [ours, bare]: readonly [Served, Served],
  requests: RequestsOf,
  { quick, note }: Omit<BenchRun, "engine">,
): Promise<void> {
  const rows: string[][] = [];
  for (const { kind, name, count } of ROWS) {
    const seen = { ours: [] as Round[], bare: [] as Round[] };
    for (let round = 0; round < (quick ? 3 : 6); round += 1) {
      const sent = quick ? Math.ceil(count / 3) : count;
      const mine = await measured(ours, requests[kind](sent));
      const theirs = await measured(bare, requests[kind](sent));
      if (kind === "book") booked += sent;
      // The first round runs code that is not compiled yet.
      if (round > 0) [seen.ours.push(mine), seen.bare.push(theirs)];
    }
    const rates = [seen.ours, seen.bare].map((rounds) => median(rounds.map(({ perSecond }) => perSecond)));
    const cpus = [seen.ours, seen.bare].map((rounds) => median(rounds.map(({ cpuMs }) => cpuMs)));
    const ratios = seen.ours.map(({ perSecond }, index) => perSecond / (seen.bare[index]?.perSecond ?? Number.NaN));
    note(`${name}, answered a second`, median(ratios));
    note(`${name}, by processor time`, (cpus[1] ?? 0) / (cpus[0] ?? 1));
    rows.push([
      name,
      ...rates.map((rate) => rate.toFixed(0)),
      `× ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
      ...cpus.map((cpu) => cpu.toFixed(3)),
      `× ${((cpus[1] ?? 0) / (cpus[0] ?? 1)).toFixed(2)}`,
    ]);
  }
  print(table(["answered", "ascendia /s", "bare /s", "of bare", "CPU ms", "bare CPU ms", "of bare by CPU"], rows));
}

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
}

async function measured(server: Served, requests: readonly Buffer[]): Promise<Round> {
  const before = server.cpuMs();
  const perSecond = await sendEach({ port: server.port, requests, connections: CONNECTIONS });
  return { perSecond, cpuMs: (server.cpuMs() - before) / requests.length };
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
function checkBooked(path: string, wanted: number): void {
  const database = keepStatements(new BetterSqlite3(path));
  const found = database
    .prepare<[], number>("select count(*) from appointments where call_id is not null")
    .pluck()
    .get();
  if (found !== wanted) throw new Error(`${String(found)} of ${wanted} bookings were made`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
