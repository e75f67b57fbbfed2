import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import * as z from "zod";
import { ascendia } from "./simulation/command.ts";
import { installFleet } from "./simulation/fleet.ts";

const document = z.object({
  data: z.object({
    detail: z.enum(["whole", "failures"]),
    totals: z.record(z.string(), z.number()),
    timings: z.object({ runs: z.number(), elapsedMs: z.number(), runsPerSecond: z.number() }),
  }),
});

const wholeDocument = z.object({ data: z.record(z.string(), z.unknown()) });

/** The time per call may grow by this factor from the smallest to the largest fleet, and still count as linear. */
const LINEAR_WITHIN = 1.5;
const MOST_MB = 1536;

interface Measured {
  readonly clinics: number;
  readonly green: boolean;
  readonly msPerCall: number;
  readonly peakMb: number;
}

/**
 * Bookings and questions on ever larger fleets, and the whole suite (quick: a twelfth) on one: every call passes, time
 * grows in proportion to the calls, memory stays bounded, and threads change only the time.
 */
export async function run({ quick }: { readonly quick: boolean; readonly seed: number }) {
  const sizes = quick ? [2, 8] : [10, 100, 1000];
  // The whole suite for a thousand clinics takes longer than a proof may: `ascendia simulate --all` plays it.
  const suite = quick
    ? ["--filter", "book"]
    : ["--scenario", "book", "--scenario", "question", "--scenario", "no-doctors-asks"];
  const measured: Measured[] = [];
  for (const clinics of sizes) measured.push(await measure(clinics, suite));
  const [first] = measured;
  const last = measured.at(-1);
  const growth = (last?.msPerCall ?? 0) / (first?.msPerCall ?? 1);
  // The small fleet includes the start-up cost, so growth is the additional cost per call in the large one.
  print(`time per call, largest over smallest fleet: ${growth.toFixed(2)}`);
  const linear = growth > 0 && growth <= LINEAR_WITHIN;
  const bounded = measured.every(({ peakMb }) => peakMb <= MOST_MB);
  const green = measured.filter((each) => each.green).length;
  const whole = await measure(quick ? 2 : 10, quick ? ["--shard", "1/12"] : []);
  const same = await sameInAnyThreads(quick);
  const passed = green + Number(linear) + Number(bounded) + Number(whole.green) + Number(same);
  return { passed, total: sizes.length + 4 };
}

/** One seed gives the same JSON, byte for byte except for the timings, with any number of threads. */
async function sameInAnyThreads(quick: boolean): Promise<boolean> {
  const folder = await installFleet(quick ? 2 : 8);
  try {
    const told = new Set<string>();
    for (const threads of quick ? ["1", "3"] : ["1", "2", "3", "2"]) {
      const argv = ["simulate", "--all", "--at", "2026-06-10T09:05", "--seed", "7", "--json", "--threads", threads];
      const { stdout } = await ascendia([...argv, "--filter", "book", "--repeat", quick ? "2" : "5"], folder);
      const { timings: _, ...rest } = wholeDocument.parse(JSON.parse(stdout)).data;
      told.add(createHash("sha256").update(JSON.stringify(rest)).digest("hex"));
    }
    print(`one seed, played in ${quick ? "1 and 3" : "1, 2, 3 and again 2"} threads: ${told.size} different reports`);
    return told.size === 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(clinics: number, suite: readonly string[]): Promise<Measured> {
  const folder = await installFleet(clinics);
  try {
    const argv = ["simulate", "--all", "--at", "2026-06-10T09:05", "--seed", "1", "--json", ...suite];
    const { code, stdout, seconds, peakMb } = await ascendia(argv, folder);
    const { totals, timings, detail } = document.parse(JSON.parse(stdout)).data;
    print(
      `${clinics} clinics: exit ${code}, ${timings.runs} calls, ${totals["passed"]} passed, ${totals["leaks"]} leaks, ` +
        `${timings.runsPerSecond} calls/s, ${seconds.toFixed(1)} s, peak ${Math.round(peakMb)} MB, ` +
        `JSON ${(stdout.length / 1e6).toFixed(1)} MB (${detail})`,
    );
    const green = code === 0 && totals["leaks"] === 0 && totals["passed"] === timings.runs;
    return { clinics, green, msPerCall: timings.elapsedMs / timings.runs, peakMb };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
