import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { writeDatabase } from "../../../src/adapters/sql/sqlite/sqlite.ts";
import { table } from "../../../src/terminal/table.ts";
import { type StormCall, stormCalls } from "../event-storm/calls.ts";
import { Reckoning } from "../event-storm/reckoning.ts";
import { deliver, percentile } from "../event-storm/senders.ts";
import { freePort, startBareServer } from "../event-storm/server.ts";
import { type Random, oneOf } from "../interleavings/random.ts";
import { clinicId, doctorId } from "../slot-race/clinic.ts";
import { Asking, callers } from "./callers.ts";
import type { Check } from "./check.ts";
import type { Cluster } from "./cluster.ts";
import type { Processes } from "./processes.ts";
import { type Contested, rivals, saysWhetherBooked } from "./rivals.ts";
import { settled } from "./settled.ts";
import { type Talked, isTold, talks } from "./talks.ts";
import { type Fallen, weather } from "./weather.ts";

export interface Weather {
  readonly ms: number;
  readonly calls: number;
  readonly random: Random;
  readonly folder: string;
}

interface Installation {
  readonly processes: Processes;
  readonly database: SqlDatabase;
  readonly cluster: Cluster;
}

/** Limits the median inbound answer to this multiple of a bare server's, asked at the same moment on the same CPUs. */
const MEDIAN_TIMES_BARE = 20;

/** Calls of every kind while processes are killed with -9 and PostgreSQL goes down; then counts what is stored. */
export async function storm({ ms, calls: count, random, folder }: Weather, installation: Installation) {
  const { processes, database, cluster } = installation;
  const [web, socket] = [processes.serving("web"), processes.serving("socket")[0]];
  if (socket === undefined) throw new Error("no process serves sockets");
  const portOf = (): number => oneOf(web, random)?.port ?? 0;
  const barePort = await freePort();
  const bare = await startBareServer(barePort);
  const asking = {
    inbound: new Asking(portOf),
    booking: new Asking(portOf, saysWhetherBooked),
    bare: new Asking(() => barePort),
  };
  const calls = stormCalls(count, random);
  const bodies = calls.flatMap((call) => [...call.bodies, ...call.bodies.filter(() => random() < 0.4)]);
  const shuffled = bodies.toSorted(() => random() - 0.5);
  const over = new AbortController();
  try {
    const [fallen, sent, called, contested, talked] = await Promise.all([
      weather({ processes, cluster }, ms, random).finally(() => over.abort()),
      deliver(paced(shuffled, ms), portOf, () => undefined),
      callers(asking.inbound, asking.bare, over.signal),
      rivals(asking.booking, over.signal),
      talks(socket, over.signal),
    ]);
    await settled(database);
    say(fallenTable(fallen));
    say(
      timesTable([
        ["inbound call", asking.inbound.took, asking.inbound.again],
        ["a bare server beside it", asking.bare.took, asking.bare.again],
        ["event acknowledged", sent.latenciesMs, sent.repeated],
        ["booking, ten at once", asking.booking.took, asking.booking.again],
        [
          "answer on a socket",
          talked.flatMap(({ took }) => took),
          talked.reduce((sum, { lines }) => sum + lines - 1, 0),
        ],
      ]),
    );
    return [
      ...reckoned(folder, await database.copy(), calls),
      {
        name: "callers answered for their clinic",
        wrong: called.wrong.length,
        of: called.calls,
        example: called.wrong[0] ?? "",
      },
      timesBare(asking.inbound.took, asking.bare.took),
      await oneWinner(contested, database),
      ...(await bookedByTalk(talked, database)),
    ];
  } finally {
    for (const one of Object.values(asking)) one.close();
    await bare.stop();
  }
}

/** The same number in each part of the time. */
async function* paced(bodies: readonly string[], ms: number): AsyncGenerator<string> {
  const began = performance.now();
  for (const [index, body] of bodies.entries()) {
    const left = began + (ms * index) / bodies.length - performance.now();
    if (left > 0) await wait(left);
    yield body;
  }
}

function reckoned(
  folder: string,
  copy: Parameters<typeof writeDatabase>[1],
  calls: readonly StormCall[],
): readonly Check[] {
  const path = join(folder, "copy.db");
  writeDatabase(path, copy);
  const reckoning = new Reckoning(path);
  try {
    return reckoning.checks(calls);
  } finally {
    reckoning.close();
  }
}

/** Medians: a CPU that is given to others for a while slows down neither of them. */
function timesBare(ours: readonly number[], bare: readonly number[]): Check {
  const [one, other] = [ours, bare].map((times) => percentile(sorted(times), 0.5));
  const times = (one ?? Number.NaN) / (other ?? Number.NaN);
  const name = `median inbound under ${MEDIAN_TIMES_BARE} times a bare server's`;
  return { name, wrong: times < MEDIAN_TIMES_BARE ? 0 : 1, of: 1, example: `× ${times.toFixed(1)}` };
}

async function oneWinner(contested: readonly Contested[], { fleet }: SqlDatabase): Promise<Check> {
  const rows = await fleet
    .selectFrom("appointments")
    .select(({ fn }) => ["startsAt", fn.countAll<number>().as("count")])
    .where("clinicId", "=", clinicId)
    .where("doctorId", "=", doctorId)
    .groupBy("startsAt")
    .execute();
  const counts = new Map(rows.map(({ startsAt, count }) => [startsAt, count]));
  const wrong = contested.filter(({ startsAt, won }) => won !== 1 || counts.get(startsAt) !== 1);
  for (const { startsAt, won, heard } of wrong) {
    say(`${new Date(startsAt).toISOString()}: ${won} won, ${counts.get(startsAt) ?? 0} rows; others heard ${heard}`);
  }
  const example = wrong[0] === undefined ? "" : `${wrong[0].won} won, ${counts.get(wrong[0].startsAt) ?? 0} rows`;
  return { name: "of ten rivals, one has the time", wrong: wrong.length, of: contested.length, example };
}

/** Every caller whose booking was confirmed has it, and nobody has two. While PostgreSQL is down, none is confirmed. */
async function bookedByTalk(talked: readonly Talked[], { fleet }: SqlDatabase): Promise<readonly Check[]> {
  const rows = await fleet
    .selectFrom("appointments")
    .select(({ fn }) => ["callId", "clinicId", fn.countAll<number>().as("count")])
    .where("callId", "like", "call_talk_%")
    .groupBy(["callId", "clinicId"])
    .execute();
  const found = new Map(rows.map((row) => [row.callId, row]));
  const twice = rows.filter(({ count }) => count > 1);
  const told = talked.filter(isTold);
  const without = told.filter(({ callId, clinicId: id }) => found.get(callId)?.clinicId !== id);
  const cut = talked.filter(({ lines }) => lines > 1).length;
  const ended = talked.filter(({ hungUp }) => hungUp).length;
  say(`${talked.length} calls over sockets, ${cut} over several lines; ${ended} to the goodbye, ${told.length} booked`);
  return [
    { name: "booked by talking, once", wrong: twice.length, of: rows.length, example: twice[0]?.callId ?? "" },
    {
      name: "told of a booking, and has it",
      wrong: without.length,
      of: told.length,
      example: without[0]?.callId ?? "",
    },
  ];
}

function fallenTable({ kills, crashes, restarts, cuts }: Fallen): string {
  const rows = [...kills].map(([name, times]) => [`kill -9 of ${name}`, String(times)]);
  return table(
    ["what fell", "times"],
    [
      ...rows,
      ["crash of PostgreSQL", String(crashes)],
      ["restart of PostgreSQL", String(restarts)],
      ["NOTIFY connections cut", String(cuts)],
    ],
  );
}

function timesTable(all: readonly (readonly [what: string, took: readonly number[], again: number])[]): string {
  const rows = all.map(([what, took, again]) => {
    const shares = [0.5, 0.99, 1].map((share) => percentile(sorted(took), share).toFixed(1));
    return [what, String(took.length), String(again), ...shares];
  });
  return table(["what", "answered", "asked again", "p50 ms", "p99 ms", "slowest ms"], rows);
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
