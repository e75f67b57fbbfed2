import { perLanguage } from "../src/domain/language/language.ts";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Cluster } from "../test/proof/many-servers/cluster.ts";
import { Client } from "./load/client.ts";
import { latenciesAt, median, quantile, requestsPerSecond, sendEach } from "./load/generate.ts";
import { serveConstant, serveFleet } from "./load/servers.ts";
import { SignedCalls } from "./load/signed-calls.ts";
import type { BenchRun, Engine } from "./load/bench-run.ts";
import { FASTAPI, HONO, startReferences } from "./load/references.ts";
import type { Target } from "./load/target.ts";
import { writeBookings } from "./load/write-bookings.ts";

const KEY = "key_of_the_benchmark";
const STEADY_RATE = 200;

/**
 * Requests per second and p99 of the inbound webhook, compared with a bare node:http server that answers a constant of
 * the same size. Each server and the load run in their own processes, in alternating rounds. Every request is signed
 * and for the next clinic. With `--engine postgres`, on the bench's own PostgreSQL while bookings are written there,
 * and also compared with the same webhook in a typical implementation with Hono and postgres.js, and with FastAPI and
 * asyncpg.
 */
export async function run({ quick, note, engine }: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  const children: ChildProcess[] = [];
  const cluster = engine === "postgres" ? await Cluster.start() : undefined;
  try {
    const ours: Target[] = [];
    const others: Target[] = [];
    for (const clinics of fleetsOf(engine, quick)) {
      const place = cluster === undefined ? folder : await cluster.database(`fleet_${clinics}`);
      ours.push(await startFleet(clinics, { place, children }));
    }
    const largest = ours.at(-1);
    if (cluster !== undefined && largest !== undefined) {
      const installed = { url: cluster.urlOf(databaseOf(largest)), key: KEY, children };
      const references = await startReferences([HONO, FASTAPI], installed);
      others.push(...references.map((reference) => ({ ...reference, calls: largest.calls })));
    }
    const bytes = await answerSize(ours[0]);
    const bare = {
      name: BARE,
      port: await start(`serveConstant(${bytes})`, children),
      calls: ours[0]?.calls ?? new SignedCalls(KEY, 1),
    };
    print(`answers of ${bytes} bytes, Node ${process.version}, ${cluster === undefined ? "SQLite" : "PostgreSQL"}`);
    const rounds = await compare([bare, ...ours, ...others], { quick, note });
    if (largest !== undefined) beside(largest, others, rounds);
    if (cluster !== undefined && largest !== undefined) {
      const written = await start(`writeBookings(${JSON.stringify(cluster.urlOf(databaseOf(largest)))})`, children);
      print(`from here on, ${written} bookings a second are written to the database of ${largest.name}`);
    }
    await steady([bare, ...ours, ...others], quick);
  } finally {
    for (const child of children) child.kill();
    await cluster?.stop();
    rmSync(folder, { recursive: true });
  }
}

const BARE = "bare node:http";

function fleetsOf(engine: Engine, quick: boolean): readonly number[] {
  if (engine === "postgres") return quick ? [1000] : [10, 10_000];
  return quick ? [10, 1000] : [10, 10_000, 100_000];
}

function databaseOf({ calls }: Target): string {
  return `fleet_${calls.clinics}`;
}

export { serveConstant };

function phrasesOf(language: string): Readonly<Record<string, string>> {
  return phrasesSchema.parse(JSON.parse(readFileSync(`templates/phrases/${language}.json`, "utf8")));
}

const phrasesSchema = z.record(z.string(), z.string());

export { writeBookings };

export function serveClinics(clinics: number, place: string): Promise<number> {
  return serveFleet({ clinics, place, key: KEY, phrases: perLanguage(phrasesOf) });
}

interface Surroundings {
  readonly place: string;
  readonly children: ChildProcess[];
}

async function startFleet(clinics: number, { place, children }: Surroundings): Promise<Target> {
  const port = await start(`serveClinics(${clinics}, ${JSON.stringify(place)})`, children);
  const target = { name: `ascendia, ${clinics} clinics`, port, calls: new SignedCalls(KEY, clinics) };
  const firstCalls = await firstCallsOf(target);
  print(`${target.name}: every clinic's first call answered at ${firstCalls.toFixed(0)} requests/s`);
  return target;
}

function loadOn({ port, calls }: Target) {
  return { port, requests: calls.now() };
}

/** Sends the requests in parts, each signed just before it is sent. @returns the answers per second */
async function firstCallsOf({ port, calls }: Target): Promise<number> {
  const began = performance.now();
  for (let first = 0; first < calls.clinics; first += PART) {
    await sendEach({ port, requests: calls.now().slice(first, first + PART) });
  }
  return calls.clinics / ((performance.now() - began) / 1000);
}

const PART = 1_000;

/** Runs an export of this file in a separate process, which prints the port it listens on. */
function start(expression: string, children: ChildProcess[]): Promise<number> {
  const script = `const m = await import(${JSON.stringify(import.meta.url)}); console.log(await m.${expression});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once("data", (text) => resolve(Number(String(text))));
    child.once("exit", (code) => reject(new Error(`a server ended with ${code}`)));
  });
}

async function answerSize(target: Target | undefined): Promise<number> {
  if (target === undefined) throw new Error("no fleet is served");
  const client = await Client.connect(target.port);
  const bytes = await client.send(target.calls.now()[0] ?? Buffer.alloc(0));
  client.close();
  return bytes;
}

async function compare(targets: readonly Target[], { quick, note }: Omit<BenchRun, "engine">) {
  const rounds = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < (quick ? 3 : 5); round += 1) {
    for (const target of targets) {
      rounds.get(target.name)?.push(await requestsPerSecond({ ...loadOn(target), milliseconds: quick ? 1000 : 3000 }));
    }
  }
  const reference = median(rounds.get(BARE) ?? []);
  for (const [name, rates] of rounds) {
    const rate = median(rates);
    if (name !== BARE) note(`${name}, requests a second`, rate / reference);
    print(`${name.padEnd(26)} ${rate.toFixed(0).padStart(7)} requests/s  × ${(rate / reference).toFixed(2)}`);
  }
  return rounds;
}

/** Prints the ratio of our rate to each of the others. */
function beside(ours: Target, others: readonly Target[], rounds: ReadonlyMap<string, readonly number[]>): void {
  const rateOf = ({ name }: Target): number => median(rounds.get(name) ?? []);
  for (const other of others) {
    print(`${ours.name}: × ${(rateOf(ours) / rateOf(other)).toFixed(1)} of ${other.name}`);
  }
}

/**
 * The quantiles of the median round, in alternating rounds: on a busy machine a single round measures other processes
 * too.
 */
async function steady(targets: readonly Target[], quick: boolean): Promise<void> {
  const rounds = new Map<string, { p50: number[]; p99: number[] }>();
  for (let round = 0; round < 3; round += 1) {
    for (const target of targets) {
      const latencies = await latenciesAt(STEADY_RATE, { ...loadOn(target), milliseconds: quick ? 1500 : 5000 });
      const { p50, p99 } = rounds.get(target.name) ?? { p50: [], p99: [] };
      rounds.set(target.name, { p50: [...p50, quantile(latencies, 0.5)], p99: [...p99, quantile(latencies, 0.99)] });
    }
  }
  for (const [name, { p50, p99 }] of rounds) {
    const [middle, high] = [p50, p99].map((values) => median(values).toFixed(2));
    print(`${name.padEnd(26)} at ${STEADY_RATE} requests/s: p50 ${middle} ms, p99 ${high} ms`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
