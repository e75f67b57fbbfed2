import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCommit } from "./built-commit.mjs";

/**
 * `npm run surface:compare BASE [COMMIT]`: compares the public surface of the source and program at two commits, built
 * with this folder's packages: every declared name, the help of every command, and the `--json` output of commands that
 * only read the demo's clinics. Moving files changes none of it. Exit 1: something differs.
 */
const [base, head = "HEAD"] = process.argv.slice(2);
if (base === undefined) {
  console.error("error: name a commit to compare with: npm run surface:compare BASE [COMMIT]");
  process.exit(2);
}

const READS = [
  "clinic:list",
  "clinic:show demo-cotonou",
  "number:list",
  "doctor:list --clinic demo-montreal",
  "hours:show --clinic demo-austin",
  "type:list --clinic demo-cotonou",
  "room:list --clinic demo-cotonou",
  "closure:list --clinic demo-montreal",
  "clinic:rules --clinic demo-austin",
  "clinic:phrases list --clinic demo-cotonou",
  "clinic:privacy --clinic demo-montreal",
  "agent:show",
  "agent:versions",
  "agent:validate",
  "fleet:plan",
  "appointment:list --clinic demo-cotonou",
  "contact:list --clinic demo-cotonou",
  "call:list",
  "message:list --clinic demo-austin",
  "waitlist:list --clinic demo-montreal",
  "job:list",
  "alert:list",
  "simulate --list",
];

const folder = mkdtempSync(join(tmpdir(), "ascendia-surface-"));
try {
  const [before, after] = [surfaceOf(base, join(folder, "before")), surfaceOf(head, join(folder, "after"))];
  const differing = Object.keys(before).filter((part) => !isSame(part, before[part], after[part]));
  process.exitCode = differing.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function surfaceOf(commit, at) {
  buildCommit(commit, at);
  const place = join(at, "installation");
  mkdirSync(place);
  run(at, place, ["demo", "--json"]);
  return { names: namesOf(join(at, "src")), help: helpOf(at, place), "--json": readsOf(at, place) };
}

/**
 * Every name declared at the top level of a file, exported or not, with its count: merging files makes a name private
 * if only one file used it.
 */
function namesOf(src) {
  const declared = /^(?:export )?(?:abstract |async )*(?:function\*?|class|const|let|interface|type|enum) (\w+)/gmu;
  const files = readdirSync(src, { recursive: true }).filter((name) => /\.tsx?$/u.test(name));
  const names = files.flatMap((name) =>
    [...readFileSync(join(src, name), "utf8").matchAll(declared)].map(([, one]) => one),
  );
  return counted(names);
}

function counted(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].map(([name, count]) => [name, String(count)]));
}

function helpOf(at, place) {
  const listed = run(at, place, ["--help"]);
  const names = [...listed.matchAll(/^ {2}(\w[\w-]*(?::[\w-]+)?) {2,}/gmu)].map(([, name]) => name);
  return new Map([["", listed], ...names.map((name) => [name, run(at, place, [name, "--help"])])]);
}

function readsOf(at, place) {
  return new Map(
    READS.map((command) => [
      command,
      timeless(run(at, place, [...command.split(" "), "--json"])).replaceAll(at, "FOLDER"),
    ]),
  );
}

/** Removes what differs in each run: ids, secrets, instants and durations. */
function timeless(json) {
  return json
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{16,64}/gu, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, "INSTANT")
    .replaceAll(/\b1[6-9]\d{11}\b/gu, "INSTANT")
    .replaceAll(/("[\w ]*(?:_ms|Ms|bytes)": ?)[\d.]+/gu, "$1N")
    .replaceAll(/127\.0\.0\.1:\d+/gu, "127.0.0.1:PORT");
}

function run(at, cwd, argv) {
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: "1", COLUMNS: "100" };
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(at, "bin/ascendia.js"), ...argv], {
    cwd,
    env,
    maxBuffer: 2 ** 28,
  });
  return `${stdout}${stderr}exit ${status}\n`;
}

function isSame(part, before, after) {
  const gone = [...before.keys()].filter((name) => !after.has(name));
  const come = [...after.keys()].filter((name) => !before.has(name));
  const changed = [...before.keys()].filter((name) => after.has(name) && after.get(name) !== before.get(name));
  console.log(
    `${part}: ${before.size} before, ${after.size} after; ${gone.length} gone, ${come.length} new, ${changed.length} changed`,
  );
  for (const [word, names] of [
    ["gone", gone],
    ["new", come],
    ["changed", changed],
  ]) {
    if (names.length > 0) console.log(`  ${word}: ${names.join(", ")}`);
  }
  for (const name of changed.slice(0, 10)) console.log(`  ${name}: ${firstChange(before.get(name), after.get(name))}`);
  return gone.length + come.length + changed.length === 0;
}

function firstChange(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const at = old.findIndex((line, index) => line !== now[index]);
  return `${old[at]?.slice(0, 300)} → ${now[at]?.slice(0, 300)}`;
}
