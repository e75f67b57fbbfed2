import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, statfs } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { saveResult } from "./bench-results.mjs";

/**
 * `npm run proof [name …] [-- --quick --seed N]` and `npm run bench [name …] [-- --engine postgres]`: bundles
 * test/proof/<name>.ts or bench/<name>.ts (Node 20 cannot run TypeScript) and calls its export `run({ quick, seed })`.
 * A proof returns `{ passed, total }`; the process exits 0 only if the two are equal for every proof. Several proofs
 * run two at a time, each in a separate process, and print their output when they end; those that measure time run
 * alone, after the others. `npm run bench -- --save` stores the ratios that a bench recorded in bench/results, and
 * draws them.
 */

/** The longest first, so that none of them starts when the others are done. */
const LONGEST = [
  "console",
  "db-copy",
  "contract",
  "talk",
  "html-report",
  "retell-drift",
  "canary",
  "upgrade",
  "recorded-calls",
  "terminal-widths",
  "installed",
  "emergencies",
  "add-a-question",
  "provisioning-faults",
  "replay-day",
  "deploy",
  "alarms",
  "engines",
  "row-security",
  "backup",
];
/** These fail, or prove nothing, while another proof keeps the CPU busy. */
const MEASURE_TIME = ["many-servers", "simulation-scale", "socket-load"];
/** The full versions of these do too. */
const MEASURE_TIME_WHOLE = [
  "console",
  "event-storm",
  "group-commit",
  "hostile-input",
  "slot-race",
  "socket-model-faults",
];

/** /dev/shm often has 64 MB in containers, which is too little. */
const IN_MEMORY = "/dev/shm";
const LEAST_FREE_BYTES = 2 ** 30;

/** As in vitest.config.ts: most proofs run the program in their own process. */
const ROOM_FOR_YOUNG = "--max-semi-space-size=64";

const FOLDERS = { proof: "test/proof", bench: "bench" };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    seed: { type: "string" },
    save: { type: "boolean", default: false },
    engine: { type: "string" },
    // For the processes of several proofs: the folder where all proofs are already bundled.
    bundled: { type: "string" },
  },
});
/** `npm run bench NAME --engine postgres`, without "--" before the flag: npm removes the flag and leaves its value. */
const ENGINES = ["sqlite", "postgres"];
const engine = values.engine ?? positionals.find((word) => ENGINES.includes(word)) ?? "sqlite";
const [kind, ...asked] = positionals.filter((word) => !ENGINES.includes(word));
const folder = FOLDERS[kind];
const known = (await readdir(folder)).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -3));
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`error: there is no ${kind} ${unknown.join(", ")}; known: ${known.join(", ")}`);
  process.exit(2);
}
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!Number.isInteger(seed)) {
  console.error("error: --seed takes a whole number");
  process.exit(2);
}
if (!ENGINES.includes(engine)) {
  console.error("error: --engine takes sqlite or postgres");
  process.exit(2);
}
// A quick proof need not wait for the disk: it kills processes, but never cuts the power.
if (kind === "proof" && values.quick && (await hasRoom(IN_MEMORY))) process.env.TMPDIR = IN_MEMORY;
/** They would outlive this process, so the code that ends it ends them too. */
const running = new Set();
const names = asked.length > 0 ? asked : known.toSorted();
// A proof that runs alone, in this process, may end it with a signal of its own.
for (const signal of names.length > 1 ? ["SIGINT", "SIGTERM"] : []) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}
/** The ratios that the benches recorded, by name. */
const figures = new Map();
const isGreen = kind === "proof" && names.length > 1 ? await runAll(names) : await runHere(names);
process.exitCode = isGreen ? 0 : 1;
if (values.save) await saveResult(figures);

async function runHere(chosen) {
  let failed = 0;
  for (const name of chosen) {
    const { run } = await load(name);
    const note = (figure, ratio) => figures.set(`${name}: ${figure}`, Math.round(ratio * 1000) / 1000);
    const result = await run({ quick: values.quick, seed, note, engine });
    if (kind === "bench") continue;
    const { passed, total } = result;
    console.log(`seed ${seed}`);
    console.log(`PROOF ${name}: ${passed} of ${total}`);
    if (passed !== total || total === 0) failed += 1;
  }
  return failed === 0;
}

async function runAll(chosen) {
  // Bundled once for all of them, because most proofs contain most of the program.
  const bundled = await bundle(chosen, `build/generated/${kind}s`);
  const rank = (name) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);
  const measuring = values.quick ? MEASURE_TIME : [...MEASURE_TIME, ...MEASURE_TIME_WHOLE];
  const side = chosen.filter((name) => !measuring.includes(name)).toSorted((a, b) => rank(a) - rank(b));
  const alone = chosen.filter((name) => measuring.includes(name));
  const ends = [
    ...(await runQueue(side, { places: Math.min(2, availableParallelism()), bundled })),
    ...(await runQueue(alone, { places: 1, bundled })),
  ];
  const failed = ends.filter(({ code }) => code !== 0);
  // Repeat failures at the end: a truncated log keeps its last lines.
  for (const { name, said } of failed)
    console.log(`failed: ${name}\n${said.trimEnd().split("\n").slice(-20).join("\n")}\n`);
  return failed.length === 0;
}

async function runQueue(queued, { places, bundled }) {
  const waiting = [...queued];
  const ends = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      ends.push({ name, ...(await runApart(name, bundled)) });
    }
  };
  await Promise.all(Array.from({ length: places }, work));
  return ends;
}

/** @returns the exit code (null if a signal ended it) and the output */
function runApart(name, bundled) {
  const started = performance.now();
  const flags = ["--seed", String(seed), "--bundled", bundled, ...(values.quick ? ["--quick"] : [])];
  const child = spawn(process.execPath, [ROOM_FOR_YOUNG, process.argv[1], "proof", name, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  return new Promise((ended, refused) => {
    child.on("error", refused);
    // A server that a failed proof left running keeps these streams open.
    child.on("exit", () =>
      setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy()), 2000).unref(),
    );
    child.on("close", (code) => {
      running.delete(child);
      const text = Buffer.concat(said).toString();
      process.stdout.write(text);
      console.log(`${name} took ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
      ended({ code, said: text });
    });
  });
}

async function load(name) {
  const dir = values.bundled ?? (await bundle([name], `build/generated/${kind}-${name}`));
  return import(pathToFileURL(resolve(dir, `${name}.js`)).href);
}

async function hasRoom(place) {
  if (!existsSync(place)) return false;
  const { bavail, bsize } = await statfs(place);
  return bavail * bsize >= LEAST_FREE_BYTES;
}

/** @returns the folder, with a file for each name */
async function bundle(chosen, dir) {
  const { rolldown } = await import("rolldown");
  const input = Object.fromEntries(chosen.map((name) => [name, `${folder}/${name}.ts`]));
  const made = await rolldown({
    input,
    platform: "node",
    external: /^[^./]/,
    checks: { ineffectiveDynamicImport: false },
  });
  await made.write({ dir, format: "esm" });
  await made.close();
  return dir;
}
