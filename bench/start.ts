import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { table } from "../src/terminal/table.ts";
import { storeBusyClinics } from "./load/busy-clinics.ts";
import { storeLongLists } from "./load/long-lists.ts";
import { median } from "./load/generate.ts";
import type { BenchRun } from "./load/bench-run.ts";

interface Start {
  readonly name: string;
  readonly argv: readonly string[];
}

/** Rows in the lists whose first page is requested. */
const ROWS = 100_000;

/** The wall-clock and CPU time to start the program, compared with a Node process that does nothing, in alternation. */
export async function run({ quick, note }: BenchRun): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-bench-"));
  try {
    const path = join(folder, "sandbox.db");
    const [, longest = ""] = (await storeBusyClinics(path, 2)).clinicIds;
    storeLongLists(path, { clinicId: longest, rows: ROWS });
    const ascendia = resolve("bin/ascendia.js");
    const starts: readonly Start[] = [
      { name: "node -e 0", argv: ["-e", "0"] },
      { name: "ascendia --help", argv: [ascendia, "--help"] },
      { name: "ascendia clinic:list", argv: [ascendia, "clinic:list", "--db", `sqlite:${path}`] },
      { name: "ascendia call:list", argv: [ascendia, "call:list", "--db", `sqlite:${path}`] },
      {
        name: "ascendia appointment:list",
        argv: [ascendia, "appointment:list", "--clinic", longest, "--db", `sqlite:${path}`],
      },
    ];
    const rounds = Array.from({ length: quick ? 5 : 21 }, () => starts.map(({ argv }) => started(argv, folder)));
    const rows = starts.map(({ name }, index) => {
      const clock = rounds.map((round) => round[index]?.ms ?? 0);
      const byClock = median(rounds.map((round) => (round[index]?.ms ?? 0) / (round[0]?.ms ?? 1)));
      // The kernel counts in steps of 10 ms, so only the sum of all rounds is precise enough.
      const [cpu, nodesCpu] = [cpuMsOf(index, rounds), cpuMsOf(0, rounds)];
      const byCpu = cpu / nodesCpu;
      if (index > 0) note(`${name}, by the clock`, byClock);
      if (index > 0) note(`${name}, by processor time`, byCpu);
      return [
        name,
        median(clock).toFixed(0),
        `× ${byClock.toFixed(2)}`,
        (cpu / rounds.length).toFixed(0),
        `× ${byCpu.toFixed(2)}`,
      ];
    });
    process.stdout.write(`${table(["start of", "ms", "of Node's", "CPU ms", "of Node's"], rows)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cpuMsOf(index: number, rounds: readonly (readonly { readonly cpuMs: number }[])[]): number {
  return rounds.reduce((sum, round) => sum + (round[index]?.cpuMs ?? 0), 0);
}

function started(argv: readonly string[], cwd: string): { readonly ms: number; readonly cpuMs: number } {
  const [began, before] = [performance.now(), childrenMs()];
  execFileSync(process.execPath, argv, {
    cwd,
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env["PATH"] },
  });
  return { ms: performance.now() - began, cpuMs: childrenMs() - before };
}

/** CPU time of ended child processes: the 16th and 17th field of /proc/self/stat, in hundredths of a second. */
function childrenMs(): number {
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
