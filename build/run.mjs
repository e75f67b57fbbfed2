import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { saveResult } from "./bench-results.mjs";

/**
 * `npm run proof [name …] [-- --quick --seed N]` and `npm run bench [name …] [-- --engine postgres]`: bundles test/proof/<name>.ts or
 * bench/<name>.ts (Node 20 cannot run TypeScript) and calls the `run({ quick, seed })` it exports. A proof returns
 * `{ passed, total }`; the process exits 0 only when they are equal for every proof. Several proofs run two at a time,
 * each in a process of its own, and print what they say when they end; those that measure time run alone, after the
 * others. `npm run bench -- --save` keeps the ratios that a bench notes in bench/results, and draws them.
 */

/** The longest first, so that none of them begins when the others are through. */
const LONGEST = [
  "database-faults",
  "provisioning-faults",
  "demo-kill",
  "mutation",
  "bulk-onboarding",
  "html-report",
  "terminal-widths",
  "engines",
  "calendars",
  "simulation-days",
];
/** They fail, or prove nothing, while another proof keeps the processor busy. */
const MEASURE_TIME = [
  "console",
  "event-storm",
  "group-commit",
  "hostile-input",
  "many-servers",
  "simulation-scale",
  "slot-race",
  "socket-load",
  "socket-model-faults",
];

const FOLDERS = { proof: "test/proof", bench: "bench" };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    seed: { type: "string" },
    save: { type: "boolean", default: false },
    engine: { type: "string" },
  },
});
/** `npm run bench NAME --engine postgres`, without "--" before the flag: npm takes the flag away and leaves its value. */
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
/** They would outlive this process: whoever ends it ends them. */
const running = new Set();
const names = asked.length > 0 ? asked : known.toSorted();
// A proof that runs alone, in this process, may be ended by a signal of its own.
for (const signal of names.length > 1 ? ["SIGINT", "SIGTERM"] : []) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}
/** What the benches noted, by name. */
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
  const rank = (name) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);
  const side = chosen.filter((name) => !MEASURE_TIME.includes(name)).toSorted((a, b) => rank(a) - rank(b));
  const alone = chosen.filter((name) => MEASURE_TIME.includes(name));
  const ends = [...(await runQueue(side, Math.min(2, availableParallelism()))), ...(await runQueue(alone, 1))];
  const failed = ends.filter(({ code }) => code !== 0);
  // Said again at the end: a log that is cut keeps its last lines.
  for (const { name, said } of failed)
    console.log(`failed: ${name}\n${said.trimEnd().split("\n").slice(-20).join("\n")}\n`);
  return failed.length === 0;
}

async function runQueue(queued, places) {
  const waiting = [...queued];
  const ends = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      ends.push({ name, ...(await runApart(name)) });
    }
  };
  await Promise.all(Array.from({ length: places }, work));
  return ends;
}

/** @returns the exit code, null when a signal ended it, and what was printed */
function runApart(name) {
  const started = performance.now();
  const flags = ["--seed", String(seed), ...(values.quick ? ["--quick"] : [])];
  const child = spawn(process.execPath, [process.argv[1], "proof", name, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  return new Promise((ended, refused) => {
    child.on("error", refused);
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
  const bundle = await rolldown({ input: `${folder}/${name}.ts`, platform: "node", external: /^[^./]/ });
  const { output } = await bundle.write({ dir: `build/generated/${kind}-${name}`, format: "esm" });
  await bundle.close();
  return import(pathToFileURL(resolve(`build/generated/${kind}-${name}`, output[0].fileName)).href);
}
