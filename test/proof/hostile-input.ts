import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { SANDBOX_API_KEY } from "../../src/config.ts";
import { addDays } from "../../src/domain/time/wall-date.ts";
import { dateAt } from "../../src/domain/time/zoned-time.ts";
import { BODY_LIMIT_BYTES, INBOUND_LIMIT_BYTES } from "../../src/server/http.ts";
import { table } from "../../src/terminal/table.ts";
import { RetellCaller } from "../fakes/retell-caller.ts";
import { frameFields, hostileClinic, kinds, routeFields, sizes, textOf } from "./hostile-input/fields.ts";
import { type TalkHeard, bookByTalk } from "./socket-load/booking-talk.ts";
import { type LoadClinic, LOAD_SECRET, ZONE, loadClinics, storeLoadClinics } from "./socket-load/clinics.ts";
import { type SocketServerProcess, keptWaitingMs, serveEcho, serveSockets } from "./socket-load/servers.ts";

/** How long the other callers may wait for an answer, not counting time in which the machine gave the CPU to others. */
const TURN_P99_MS = 50;
/** On a busy machine: this many times the latency of a bare echo in the same run, whichever limit is larger. */
const TIMES_BARE = 3;
const MOST_MEMORY_MB = 512;
const OTHER_CALLS = 10;
const LONGEST_WARM_UP_MS = 60_000;
/** The server accepts 50 connections per second from one address; the other callers need some of them. */
const BETWEEN_CONNECTIONS_MS = 25;

interface Tally {
  sent: number;
  answered: number;
  failures: string[];
}

/**
 * Each field of each route and of each frame is filled with texts of seven kinds and four lengths up to 1 MB, while ten
 * calls of other clinics use the socket of the same server: they are answered as if they were alone.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-hostile-"));
  const path = join(folder, "hostile.db");
  await storeLoadClinics(path);
  await keepTranscriptsRedacted(path);
  const [server, echo] = [await serveSockets(folder, path), await serveEcho()];
  try {
    const turns = await othersUnderWay({ server, echo, quick });
    const routes = await fillRoutes(server, { quick, seed });
    const frames = await fillFrames(server, { quick, seed });
    const memoryMb = server.residentKb() / 1024;
    const { served, free, echoed, lost } = await turns.over();
    const [p99, bare] = [quantile(free, 0.99), quantile(echoed, 0.99)];
    const limitMs = Math.max(TURN_P99_MS, TIMES_BARE * bare);
    print([
      ["texts sent to routes, to frames", `${routes.sent}, ${frames.sent}`],
      [
        "turns of ten other calls",
        `${served.length}, p50 ${quantile(served, 0.5).toFixed(1)} ms, p99 ${quantile(served, 0.99).toFixed(1)} ms`,
      ],
      ["without waiting for a processor", `p50 ${quantile(free, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`],
      ["of a bare echo at the same time", busyness(echoed)],
    ]);
    const alive = (await fetch(`${server.url}/healthz`)).status === 200;
    const checks = [
      [
        "every text sent to a route is answered, none by a failure",
        routes.failures.length === 0,
        routes.failures[0] ?? `${routes.answered} of ${routes.sent}`,
      ],
      [
        "every text sent in a frame leaves the server answering",
        frames.failures.length === 0,
        frames.failures[0] ?? `${frames.answered} of ${frames.sent}`,
      ],
      // The short form plays some 80 turns, so its p99 is a single turn: it is printed above, and judged only in the
      // full form.
      ...(quick
        ? []
        : ([
            [
              `other calls' p99 turn under ${TURN_P99_MS} ms or ${TIMES_BARE} × the echo's, here ${limitMs.toFixed(0)} ms`,
              served.length >= OTHER_CALLS && p99 < limitMs,
              `${p99.toFixed(1)} ms of ${free.length} turns${isBusy(echoed) ? ", on a busy machine" : ""}`,
            ],
          ] as const)),
      ["none of the other calls is lost", lost === 0, `${lost} lost`],
      [`memory under ${MOST_MEMORY_MB} MB`, memoryMb < MOST_MEMORY_MB, `${memoryMb.toFixed(0)} MB`],
      ["the server lives", alive, alive ? "yes" : "no"],
    ] as const;
    process.stdout.write(
      `${table(
        ["check", "found", "passed"],
        checks.map(([what, passed, found]) => [what, found, passed ? "yes" : "NO"]),
      )}\n`,
    );
    return { passed: checks.filter(([, passed]) => passed).length, total: checks.length };
  } finally {
    await Promise.all([server.stop(), echo.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the redaction patterns run over every event of that clinic. */
async function keepTranscriptsRedacted(path: string): Promise<void> {
  const database = await openDatabase(path, "sandbox");
  const { privacySettings } = sqlStore(database).scope(hostileClinic.id);
  await privacySettings.save({ ...(await privacySettings.find()), redactTranscripts: true });
  await database.close();
}

interface Running {
  readonly server: SocketServerProcess;
  readonly echo: SocketServerProcess;
  readonly quick: boolean;
}

/** Not part of the check: it shows the reader what a busy machine adds to every answer. */
function busyness(echoed: readonly number[]): string {
  const hint = isBusy(echoed) ? ": the machine is busy, and a failure may be its own" : "";
  return `${echoed.length}, p99 ${quantile(echoed, 0.99).toFixed(1)} ms${hint}`;
}

function isBusy(echoed: readonly number[]): boolean {
  return quantile(echoed, 0.99) > 10;
}

/** At ten clinics, callers book by talking, one after the other, and one more talks to a bare echo. */
async function othersUnderWay({ server, echo, quick }: Running) {
  const [served, echoed]: [TalkHeard[], TalkHeard[]] = [[], []];
  const others = { isOver: false };
  const tomorrow = addDays(dateAt(Date.now(), ZONE), 2);
  const talkOn = async (address: string, clinic: LoadClinic, heard: TalkHeard[]): Promise<void> => {
    for (let round = 0; !others.isOver; round += 1) {
      const doctor = clinic.doctors[round % clinic.doctors.length];
      if (doctor === undefined) throw new RangeError("a clinic has doctors");
      const callId = `call_${clinic.slug}_${String(round).padStart(4, "0")}`;
      const thinkMs = (): number => (quick ? 40 : 200) + Math.random() * (quick ? 40 : 400);
      const date = addDays(tomorrow, round % 60);
      heard.push(await bookByTalk(address, { clinic, callId, doctor, date, thinkMs, keptWaitingMs: kept }));
    }
  };
  const kept = () => ({ server: server.keptWaitingMs(), caller: keptWaitingMs(process.pid) });
  const clinics = loadClinics.slice(0, OTHER_CALLS);
  const talks = clinics.map((clinic) => talkOn(server.address, clinic, served));
  talks.push(...clinics.slice(0, 1).map((clinic) => talkOn(echo.address, clinic, echoed)));
  const all = Promise.all(talks);
  // Whoever awaits this reports the failure: an unhandled rejection would end this process and leave both servers
  // running.
  all.catch(() => {});
  // Prepares what the first caller of every clinic would otherwise wait for.
  const begun = Date.now();
  while (served.length < OTHER_CALLS && Date.now() - begun < LONGEST_WARM_UP_MS) await sleep(50);
  const [before, echoedBefore] = [served.length, echoed.length];
  return {
    over: async () => {
      others.isOver = true;
      await all;
      const during = served.slice(before);
      return {
        served: during.flatMap(({ turnMs }) => turnMs),
        free: during.flatMap(({ freeTurnMs }) => freeTurnMs),
        echoed: echoed.slice(echoedBefore).flatMap(({ turnMs }) => turnMs),
        lost: during.filter(({ texts }) => texts.some((text) => text === "")).length,
      };
    },
  };
}

interface Filling {
  readonly quick: boolean;
  readonly seed: number;
}

/**
 * All kinds and lengths; in the short form one of the twenty-eight for every tenth field, different ones for each seed.
 */
function textsFor(index: number, { quick, seed }: Filling): readonly string[] {
  if (quick && (index + seed) % 10 !== 0) return [];
  const all = sizes.flatMap((size) => Object.values(kinds).map((kind) => () => textOf(kind, size)));
  const chosen = quick ? all.slice((index * 5 + seed) % all.length).slice(0, 1) : all;
  return chosen.map((text) => text());
}

async function fillRoutes({ url }: SocketServerProcess, filling: Filling): Promise<Tally> {
  const tally: Tally = { sent: 0, answered: 0, failures: [] };
  for (const [index, { route, field, body }] of routeFields.entries()) {
    for (const text of textsFor(index, filling)) {
      const raw = JSON.stringify(body(text));
      tally.sent += 1;
      try {
        const { status } = await fetch(`${url}${route}`, { method: "POST", body: raw, headers: signed(raw) });
        if (status < 500) tally.answered += 1;
        else tally.failures.push(`${route} ${field}, ${text.length} × ${text.slice(0, 8)}: ${status}`);
      } catch (error) {
        // A body over the limit is refused unread, and the connection is closed while it is still being sent.
        if (Buffer.byteLength(raw) > limitOf(route)) tally.answered += 1;
        else tally.failures.push(`${route} ${field}, ${text.length} × ${text.slice(0, 8)}: ${String(error)}`);
      }
    }
  }
  return tally;
}

function limitOf(route: string): number {
  return route.startsWith("/webhooks/") ? INBOUND_LIMIT_BYTES : BODY_LIMIT_BYTES;
}

function signed(raw: string): Readonly<Record<string, string>> {
  const at = Date.now();
  const digest = createHmac("sha256", SANDBOX_API_KEY).update(raw).update(String(at)).digest("hex");
  return { "content-type": "application/json", "x-retell-signature": `v=${at},d=${digest}` };
}

/**
 * Sends each frame in its own call, in which the server must still answer a sentence afterwards, or which it must have
 * closed.
 */
async function fillFrames(server: SocketServerProcess, filling: Filling): Promise<Tally> {
  const tally: Tally = { sent: 0, answered: 0, failures: [] };
  const { slug, number } = hostileClinic;
  for (const [index, { field, frame }] of frameFields.entries()) {
    for (const text of textsFor(index, filling)) {
      tally.sent += 1;
      await sleep(BETWEEN_CONNECTIONS_MS);
      const caller = await RetellCaller.dial({
        address: `${server.address}/${slug}/${LOAD_SECRET}`,
        callId: `call_hostile_${tally.sent}`,
        details: { agent_id: `agent_${slug}`, to_number: number },
      });
      await caller.greeting;
      caller.send(frame(text, 1));
      // Asks with an id newer than the frame's.
      caller.ask();
      const said = await caller.say("Hello, I would like an appointment with a doctor.");
      const isFine = said.last.response_type === "closed" || said.text !== "";
      if (isFine) tally.answered += 1;
      else tally.failures.push(`${field}, ${text.length} × ${text.slice(0, 8)}: silence`);
      caller.hangUp();
      await caller.closed;
    }
  }
  return tally;
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(at * sorted.length) - 1] ?? 0;
}

function print(rows: readonly (readonly [string, string])[]): void {
  for (const [what, found] of rows) process.stdout.write(`${what.padEnd(36)} ${found}\n`);
}
