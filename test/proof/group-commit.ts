import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import BetterSqlite3 from "better-sqlite3";
import { storeBusyClinics } from "../../bench/load/busy-clinics.ts";
import { requestsOf } from "../../bench/load/function-calls.ts";
import { Client } from "../../bench/load/client.ts";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { type Random, randomFrom } from "./interleavings/random.ts";

const ROUNDS = 200;
const SENDERS = 24;
/** This many bookings are answered before the kill: the first ones wait for code to load, not for the disk. */
const WARM = 8;
/** The longest time from the start of a burst to the kill, so that some bookings are on their way to the disk. */
const LONGEST_BURST_MS = 120;

interface Answered {
  readonly bookings: Set<string>;
  readonly events: Set<string>;
}

/**
 * A real `ascendia serve` is killed with -9 while two dozen callers book and two dozen events arrive, again and again:
 * everything that was answered is in the database afterwards, no time is booked twice, and the file is intact.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-commit-"));
  const path = join(folder, "sandbox.db");
  const random = randomFrom(seed);
  const rounds = quick ? 4 : ROUNDS;
  try {
    const stored = await storeBusyClinics(path, quick ? 2 : 12);
    const answered: Answered = { bookings: new Set(), events: new Set() };
    const requests = requestsOf(stored);
    let [passed, unanswered] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const server = await serve(folder, path);
      unanswered += await burst({ server, requests, random }, answered);
      const lost = lostOf(path, answered);
      if (lost.length === 0) passed += 1;
      else say(`round ${round + 1}: ${lost.join("; ")}`);
    }
    say(
      `${rounds} kills: ${answered.bookings.size} bookings and ${answered.events.size} events were answered, ${unanswered} requests were not; rounds in which all of them were there: ${passed}`,
    );
    const met = answered.bookings.size > rounds && answered.events.size > rounds && unanswered > rounds ? 1 : 0;
    return { passed: passed + met, total: rounds + 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Served {
  readonly child: ChildProcess;
  readonly port: number;
}

const listening = z.object({ data: z.object({ listening: z.url() }) });

async function serve(cwd: string, path: string): Promise<Served> {
  const argv = [resolve("bin/ascendia.js"), "serve", "--port", "0", "--json", "--db", `sqlite:${path}`];
  const env = { PATH: process.env["PATH"], LOG_LEVEL: "error" };
  const child = spawn(process.execPath, argv, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, port: Number(new URL(listening.parse(JSON.parse(line)).data.listening).port) };
  }
  throw new Error(`serve ended with ${String(child.exitCode)} before it listened`);
}

interface Burst {
  readonly server: Served;
  readonly requests: ReturnType<typeof requestsOf>;
  readonly random: Random;
}

/** @returns how many requests were in progress when the server was killed */
async function burst({ server, requests, random }: Burst, answered: Answered): Promise<number> {
  const { child, port } = server;
  const state = { isOver: false, unanswered: 0 };
  const send = async (kind: "book" | "event", note: Set<string>): Promise<void> => {
    const client = await Client.connect(port);
    while (!state.isOver) {
      const [asking] = requests.asking[kind](1);
      if (asking === undefined) return;
      const done = await Promise.race([client.send(asking.request).then(() => true), client.closed.then(() => false)]);
      if (!done) {
        state.unanswered += 1;
        return;
      }
      note.add(asking.callId);
    }
    client.close();
  };
  const senders = Array.from({ length: SENDERS }, () => [
    send("book", answered.bookings),
    send("event", answered.events),
  ]).flat();
  const ended = once(child, "exit");
  const all = Promise.all(senders);
  const before = answered.bookings.size;
  while (answered.bookings.size - before < WARM) await wait(5);
  await wait(random() * LONGEST_BURST_MS);
  child.kill("SIGKILL");
  state.isOver = true;
  await ended;
  await all;
  return state.unanswered;
}

/** Answered bookings and events that are missing, and problems with the stored ones. */
function lostOf(path: string, { bookings, events }: Answered): readonly string[] {
  const database = keepStatements(new BetterSqlite3(path));
  try {
    const booked = new Set(
      database.prepare<[], string>("select call_id from appointments where call_id is not null").pluck().all(),
    );
    const stored = new Set(database.prepare<[], string>("select call_id from call_events").pluck().all());
    const twice = database
      .prepare<[], number>(
        "select count(*) from (select 1 from appointments where status in ('scheduled', 'confirmed') group by clinic_id, doctor_id, starts_at having count(*) > 1)",
      )
      .pluck()
      .get();
    const integrity = database.prepare<[], string>("pragma quick_check").pluck().get();
    return [
      ...missing("bookings", bookings, booked),
      ...missing("events", events, stored),
      ...(twice === 0 ? [] : [`${String(twice)} times are booked twice`]),
      ...(integrity === "ok" ? [] : [`the file is damaged: ${String(integrity)}`]),
    ];
  } finally {
    database.close();
  }
}

function missing(what: string, answered: ReadonlySet<string>, found: ReadonlySet<string>): readonly string[] {
  const lost = [...answered].filter((callId) => !found.has(callId));
  return lost.length === 0 ? [] : [`${lost.length} answered ${what} are not there, such as ${lost[0] ?? ""}`];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
