import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { SourceMap } from "node:module";
import { join, resolve } from "node:path";
import * as z from "zod";
import { table } from "../src/terminal/table.ts";
import { installFleet } from "../test/proof/simulation/fleet.ts";
import type { BenchRun } from "./load/bench-run.ts";

/** The format that V8 writes with --cpu-prof: its position at each sample. */
const profileShape = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
        functionName: z.string(),
      }),
      children: z.array(z.number()).default([]),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

const mapShape = z.object({
  version: z.number(),
  sources: z.array(z.string()),
  names: z.array(z.string()),
  mappings: z.string(),
});

type Profile = z.output<typeof profileShape>;
type Frame = Profile["nodes"][number]["callFrame"];

const QUIET = { PATH: process.env["PATH"], LOG_LEVEL: "error" };

const ELSE = "Node and the rest";

/** The parts of a call, by the source files of their functions; the first match counts. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ["garbage collection", /^\(garbage collector\)$/u],
  ["waiting", /^\(idle\)$/u],
  ["SQLite and Kysely", /kysely|better-sqlite3|src\/adapters\/sql/u],
  [
    "HTTP",
    /^node:(?:_?http|net|internal\/stream|internal\/streams)|retell-wire|src\/server\/(?:node-http|listen|connections)/u,
  ],
  ["signatures", /retell\/signature/u],
  ["reading and checking JSON", /node_modules\/zod|src\/server\/http\.ts|src\/domain\/json-shape/u],
  ["events of the call", /src\/domain\/call\/events|routes\/events|run\/call-events/u],
  ["leaks, expectations and report", /simulator\/(?:reports|coverage)|judge-run|check-expectations/u],
  ["understanding the caller", /src\/domain\/(?:brain|language)/u],
  ["the flow", /src\/flow/u],
  ["booking and the other functions", /src\/(?:server|domain)/u],
  ["the simulator itself", /src\/simulator/u],
];

/** Skips the first part of a run, in which the program is also compiled and its caches filled. */
const SETTLED_AFTER = 0.5;

/** Where the CPU time of a simulated call goes, over HTTP and in process. The shares hold on a busy machine. */
export async function run({ quick }: BenchRun): Promise<void> {
  const folder = await installFleet(quick ? 2 : 6);
  try {
    const ways = [sharesOf([], folder), sharesOf(["--in-process"], folder)];
    const parts = [...PARTS.map(([part]) => part), ELSE];
    const rows = parts.map((part) => [
      part,
      ...ways.map((shares) => `${(100 * (shares.get(part) ?? 0)).toFixed(1)} %`),
    ]);
    process.stdout.write(`${table(["part", "over HTTP", "in process"], rows)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sharesOf(more: readonly string[], folder: string): ReadonlyMap<string, number> {
  const profiles = join(folder, `profiles${more.join("")}`);
  const argv = ["simulate", "--all", "--at", "2026-06-10", "--threads", "1", "--json", ...more];
  const profiled = ["--cpu-prof", `--cpu-prof-dir=${profiles}`, resolve("bin/ascendia.js")];
  execFileSync(process.execPath, [...profiled, ...argv], { cwd: folder, env: QUIET, stdio: "ignore" });
  // The threads of code nodes have profiles too, which are small.
  const files = readdirSync(profiles).map((name) => join(profiles, name));
  const [largest = ""] = files.toSorted((one, other) => statSync(other).size - statSync(one).size);
  return shares(profileShape.parse(JSON.parse(readFileSync(largest, "utf8"))));
}

/** A function of a package or of Node counts for the part that called it, unless it is a part itself. */
function shares({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> {
  const partOf = new Map<number, string>();
  const sourceOf = sourceFinder();
  for (const { id, callFrame, children } of nodes) {
    const part = partNamed(sourceOf(callFrame)) ?? partOf.get(id) ?? ELSE;
    for (const each of [id, ...children]) partOf.set(each, part);
  }
  const sum = new Map<string, number>();
  const first = Math.floor(samples.length * SETTLED_AFTER);
  let total = 0;
  for (let at = first; at < samples.length; at += 1) {
    const part = partOf.get(samples[at] ?? -1) ?? ELSE;
    const spent = timeDeltas[at] ?? 0;
    total += spent;
    sum.set(part, (sum.get(part) ?? 0) + spent);
  }
  return new Map([...sum].map(([part, spent]) => [part, spent / total]));
}

function partNamed(source: string): string | undefined {
  return PARTS.find(([, sources]) => sources.test(source))?.[0];
}

/** Finds a function's source file by the source maps, because the program is bundled. */
function sourceFinder(): (frame: Frame) => string {
  const maps = new Map<string, SourceMap>();
  return ({ url, lineNumber, columnNumber, functionName }) => {
    if (url === "") return functionName;
    if (!url.includes("/dist/")) return url;
    const file = `${url.replace("file://", "")}.map`;
    // The entry, of a few lines, has no source map.
    if (!existsSync(file)) return url;
    const map = maps.get(file) ?? new SourceMap(mapIn(file));
    maps.set(file, map);
    const entry = map.findEntry(lineNumber, columnNumber);
    return "originalSource" in entry ? entry.originalSource : url;
  };
}

function mapIn(file: string) {
  return { file, sourcesContent: [], sourceRoot: "", ...mapShape.parse(JSON.parse(readFileSync(file, "utf8"))) };
}
