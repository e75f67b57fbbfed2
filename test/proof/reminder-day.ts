import { table } from "../../src/terminal/table.ts";
import { randomFrom } from "./interleavings/random.ts";
import { courses } from "./reminder-day/courses.ts";
import { type Judged, type MadeCall, judgePerson, madeCalls } from "./reminder-day/judge-day.ts";
import { type Person, people } from "./reminder-day/people.ts";
import { playDays } from "./reminder-day/play-days.ts";
import { settlePeople } from "./reminder-day/settle-people.ts";
import { openWorld } from "./reminder-day/world.ts";

interface ProofOptions {
  readonly quick: boolean;
  readonly seed: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** From the Friday before the clock change, first America's, then Europe's, to the Thursday after. */
const weekends = [Date.UTC(2027, 2, 12, 12), Date.UTC(2027, 2, 26, 12)];

/**
 * The planted faults: some calls are placed but their answers are lost, some requests never arrive, some exceed the
 * rate limit.
 */
const placing = { method: "POST", path: "/v2/create-phone-call" } as const;
const placingFaults = [
  { kind: "answer_lost", nth: 4, times: 3 },
  { kind: "server_error", nth: 12, times: 2 },
  { kind: "rate_limited", nth: 20, times: 2, retry_after_seconds: 20 },
  { kind: "reset", nth: 30, times: 2 },
  { kind: "answer_lost", nth: 45, times: 3 },
] as const;

/** Reminders of appointments around both clock changes, with a simulated clock, to people who follow a script. */
export async function run({ quick, seed }: ProofOptions): Promise<{ readonly passed: number; readonly total: number }> {
  const everybody = people(quick ? 24 : 200, randomFrom(seed));
  const [first = 0] = weekends;
  const world = await openWorld(first - hourMs);
  try {
    await settlePeople(everybody, world);
    for (const fault of placingFaults) await world.control("/_sandbox/faults", { ...placing, ...fault });
    let jobs = 0;
    for (const from of weekends) {
      jobs += await playDays({ from, to: from + 5.5 * dayMs, everyMs: (quick ? 4 : 1) * hourMs }, world);
    }
    const calls = await madeCalls(world);
    const judged: Judged[] = [];
    for (const person of everybody) judged.push(await judgePerson(person, calls, world));
    report({ judged, calls, jobs, struck: await world.struck() });
    const strangers = calls.filter(({ to }) => !everybody.some(({ phone }) => phone === to));
    const passed = judged.filter(({ faults }) => faults.length === 0).length;
    return { passed: passed + (strangers.length === 0 ? 1 : 0), total: everybody.length + 1 };
  } finally {
    await world.close();
  }
}

interface Reported {
  readonly judged: readonly Judged[];
  readonly calls: readonly MadeCall[];
  readonly jobs: number;
  /** Requests that met a fault. */
  readonly struck: number;
}

function report({ judged, calls, jobs, struck }: Reported): void {
  const lines = courses.flatMap((course) => {
    const own = judged.filter(({ person }) => person.course === course);
    if (own.length === 0) return [];
    const zones = new Set(own.map(({ person }) => person.zone)).size;
    const made = own.reduce((sum, one) => sum + one.calls.length, 0);
    const wrong = own.filter(({ faults }) => faults.length > 0).length;
    const right = wrong === 0 ? "ok" : `${wrong} WRONG`;
    return [[course.name, String(own.length), String(zones), String(made), course.contact, course.appointment, right]];
  });
  const headings = ["course of the calls", "people", "zones", "calls", "contact", "appointment", ""];
  process.stdout.write(`${table(headings, lines)}\n`);
  for (const { person, faults } of judged)
    if (faults.length > 0) process.stdout.write(`${told(person)}: ${faults.join("; ")}\n`);
  process.stdout.write(`calls ${calls.length}, jobs ${jobs}; ${struck} requests met a fault\n`);
}

function told({ id, course, inBook }: Person): string {
  return `${id} (${course.name}, ${inBook ? "in the book" : "imported"})`;
}
