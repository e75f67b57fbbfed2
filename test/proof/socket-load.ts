import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { addDays } from "../../src/domain/time/wall-date.ts";
import { dateAt } from "../../src/domain/time/zoned-time.ts";
import { table } from "../../src/terminal/table.ts";
import { RetellCaller } from "../fakes/retell-caller.ts";
import { type BookingTalk, type TalkHeard, bookByTalk, sentencesOf } from "./socket-load/booking-talk.ts";
import { LOAD_SECRET, ZONE, loadClinics, storeLoadClinics } from "./socket-load/clinics.ts";
import { type SocketServerProcess, serveEcho, serveSockets } from "./socket-load/servers.ts";

/** How long a caller may hear nothing. The short form also runs while other work keeps both cores busy. */
const FIRST_WORDS_P99_MS = { full: 1500, quick: 6000 } as const;

interface Check {
  readonly what: string;
  readonly found: string;
  readonly passed: boolean;
}

/**
 * Ten callers at each of twenty clinics book at once through one `ascendia serve`, sentence by sentence, and the same
 * through a bare echo; then everything heard and stored is searched for other clinics' data.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-socket-"));
  const path = join(folder, "load.db");
  await storeLoadClinics(path);
  const [server, echo] = [await serveSockets(folder, path), await serveEcho()];
  try {
    // People think longer; the short form has fewer of them, and measures hardly any memory.
    const size = quick ? { callers: 2, rounds: 1, think: [50, 350] } : { callers: 10, rounds: 2, think: [1000, 3000] };
    const load = { ...size, seed };
    const echoed = await talkAll(echo.address, { ...load, rounds: 1, prefix: "echo" });
    await warm(server.address);
    const memory = memoryOf(server, size.callers * loadClinics.length);
    const heard = await talkAll(server.address, { ...load, prefix: "call", atPeak: memory.atPeak });
    print(heard, echoed);
    const checks = [
      ...checksOf(heard, echoed, FIRST_WORDS_P99_MS[quick ? "quick" : "full"]),
      ...stored(path, heard),
      await metrics(server),
      memory.check(),
      await ending(server),
    ];
    process.stdout.write(
      `${table(
        ["check", "found", "passed"],
        checks.map((check) => rowOf(check)),
      )}\n`,
    );
    return { passed: checks.filter(({ passed }) => passed).length, total: checks.length };
  } finally {
    await Promise.all([server.stop(), echo.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  /** Concurrent callers per clinic. */
  readonly callers: number;
  readonly rounds: number;
  /** The pause before a sentence in milliseconds, from and to. */
  readonly think: readonly number[];
  readonly seed: number;
  readonly prefix: string;
  readonly atPeak?: () => void;
}

/** Prepares what the first caller of every clinic would otherwise wait for, and loads what all calls share. */
async function warm(address: string): Promise<void> {
  const date = addDays(dateAt(Date.now(), ZONE), 2);
  for (const clinic of loadClinics) {
    const { slug, doctors } = clinic;
    const caller = await RetellCaller.dial({
      address: `${address}/${slug}/${LOAD_SECRET}`,
      callId: `warm_${slug}`,
      details: null,
    });
    await caller.greeting;
    const [doctor] = doctors;
    if (doctor === undefined) throw new RangeError("a clinic without doctors");
    // Only as far as the free times, so that nothing is booked.
    const sentences = sentencesOf({ clinic, doctor, date, callId: "warm_0000" }).slice(0, 3);
    for (const sentence of sentences) await caller.say(sentence);
    caller.hangUp();
    await caller.closed;
  }
}

async function talkAll(address: string, load: Load): Promise<readonly TalkHeard[]> {
  const random = randomOf(load.seed);
  const [least = 0, most = 0] = load.think;
  const thinkMs = (): number => least + random() * (most - least);
  const tomorrow = addDays(dateAt(Date.now(), ZONE), 2);
  const peak = sleep((least + most) * 2).then(() => load.atPeak?.());
  const callers = loadClinics.flatMap((clinic, clinicIndex) =>
    Array.from({ length: load.callers }, async (_, caller) => {
      const heard: TalkHeard[] = [];
      await sleep(random() * most);
      for (let round = 0; round < load.rounds; round += 1) {
        const doctor = clinic.doctors[caller % clinic.doctors.length];
        if (doctor === undefined) throw new RangeError("a clinic without doctors");
        const day = Math.floor(caller / clinic.doctors.length) + round * 4;
        const number = String(clinicIndex * 100 + caller * 10 + round).padStart(4, "0");
        const talk: BookingTalk = {
          clinic,
          callId: `${load.prefix}_${clinic.slug}_${number}`,
          doctor,
          date: addDays(tomorrow, day),
          thinkMs,
        };
        heard.push(await bookByTalk(address, talk));
      }
      return heard;
    }),
  );
  const all = (await Promise.all(callers)).flat();
  await peak;
  return all;
}

function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function checksOf(heard: readonly TalkHeard[], echoed: readonly TalkHeard[], mostMs: number): readonly Check[] {
  const finished = heard.filter(({ hungUp, texts }) => hungUp && texts.every((text) => text !== "")).length;
  const foreign = heard.flatMap(({ talk, texts }) => {
    const others = loadClinics.filter(({ id }) => id !== talk.clinic.id).flatMap(({ marks }) => marks);
    return others.filter((mark) => texts.some((text) => text.includes(mark)));
  });
  const own = heard.filter(({ talk, texts }) => texts.join(" ").includes(`Awa ${talk.doctor.surname}`)).length;
  const p99 = quantile(
    heard.flatMap(({ firstMs }) => firstMs),
    0.99,
  );
  const bare = quantile(
    echoed.flatMap(({ turnMs }) => turnMs),
    0.99,
  );
  return [
    {
      what: "calls talked to their goodbye",
      found: `${finished} of ${heard.length}`,
      passed: finished === heard.length,
    },
    { what: "calls that heard their own doctor", found: `${own} of ${heard.length}`, passed: own === heard.length },
    { what: "words of another clinic heard", found: String(foreign.length), passed: foreign.length === 0 },
    {
      what: `first words p99 under ${mostMs} ms`,
      found: `${p99.toFixed(1)} ms`,
      passed: p99 < mostMs,
    },
    { what: "the bare echo was measured in the same run", found: `p99 ${bare.toFixed(1)} ms`, passed: bare > 0 },
  ];
}

const bookedSchema = z.array(z.object({ clinic_id: z.string(), doctor_id: z.string(), call_id: z.string() }));

/** Checks that every call booked once, with its own clinic's doctor. */
function stored(path: string, heard: readonly TalkHeard[]): readonly Check[] {
  const database = keepStatements(new BetterSqlite3(path, { readonly: true }));
  const rows = bookedSchema.parse(database.prepare("select clinic_id, doctor_id, call_id from appointments").all());
  database.close();
  const expected = new Map(heard.map(({ talk }) => [talk.callId, talk]));
  const right = rows.filter(({ clinic_id, doctor_id, call_id }) => {
    const talk = expected.get(call_id);
    return talk?.clinic.id === clinic_id && talk.doctor.id === doctor_id;
  });
  const calls = new Set(rows.map(({ call_id }) => call_id)).size;
  return [
    {
      what: "appointments, one a call",
      found: `${rows.length} of ${calls} calls`,
      passed: rows.length === calls && calls === heard.length,
    },
    {
      what: "each with its own clinic and doctor",
      found: `${right.length} of ${rows.length}`,
      passed: right.length === rows.length,
    },
  ];
}

async function metrics({ url }: SocketServerProcess): Promise<Check> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const count = (name: string): number =>
    [...text.matchAll(new RegExp(`^ascendia_socket_${name}\\{[^}]*\\} (\\d+)$`, "gmu"))].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
  const [open, calls, errors] = [count("open_calls"), count("calls_total"), count("brain_errors_total")];
  const found = `open ${open}, calls ${calls}, brain errors ${errors}`;
  return { what: "/metrics counts them by clinic", found, passed: open === 0 && calls > 0 && errors === 0 };
}

/** When stopped, the server answers the call in progress within the second it is given, then closes the connection. */
async function ending(server: SocketServerProcess): Promise<Check> {
  const [clinic] = loadClinics;
  if (clinic === undefined) throw new RangeError("there are clinics");
  const address = `${server.address}/${clinic.slug}/${LOAD_SECRET}`;
  const caller = await RetellCaller.dial({ address, callId: "call_at_the_end", details: { to_number: clinic.number } });
  await caller.greeting;
  const stopped = server.stop();
  const { text } = await caller.say("Bonjour, je voudrais un rendez-vous avec un médecin.");
  const { code } = await caller.closed;
  const exit = await stopped;
  const found = `${text === "" ? "no answer" : "answered"}, closed with ${code}, exit ${String(exit)}`;
  return { what: "SIGTERM lets a call finish, then 1001", found, passed: text !== "" && code === 1001 && exit === 0 };
}

function memoryOf(server: SocketServerProcess, calls: number) {
  const before = server.residentKb();
  let peak = 0;
  return {
    atPeak: () => {
      peak = server.residentKb();
    },
    check: (): Check => {
      const perCall = (peak - before) / calls;
      const [idle, full] = [before, peak].map((kb) => (kb / 1024).toFixed(0));
      const found = `${perCall.toFixed(0)} kB (${idle} MB idle, ${full} MB at ${calls} calls)`;
      return { what: "memory a call under 1 MB", found, passed: peak > 0 && perCall < 1024 };
    },
  };
}

function print(heard: readonly TalkHeard[], echoed: readonly TalkHeard[]): void {
  const rows = [
    ["greeting", heard.map(({ greetingMs }) => greetingMs), echoed.map(({ greetingMs }) => greetingMs)],
    ["first words", heard.flatMap(({ firstMs }) => firstMs), echoed.flatMap(({ firstMs }) => firstMs)],
    ["whole answer", heard.flatMap(({ turnMs }) => turnMs), echoed.flatMap(({ turnMs }) => turnMs)],
  ] as const;
  const lines = rows.map(([name, served, bare]) => [
    name,
    String(served.length),
    quantile(served, 0.5).toFixed(1),
    quantile(served, 0.99).toFixed(1),
    quantile(bare, 0.5).toFixed(1),
    quantile(bare, 0.99).toFixed(1),
    (quantile(served, 0.99) - quantile(bare, 0.99)).toFixed(1),
  ]);
  const head = ["ms", "count", "serve p50", "serve p99", "echo p50", "echo p99", "added p99"];
  process.stdout.write(`${table(head, lines)}\n`);
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(at * sorted.length) - 1] ?? 0;
}

function rowOf({ what, found, passed }: Check): readonly string[] {
  return [what, found, passed ? "yes" : "NO"];
}
