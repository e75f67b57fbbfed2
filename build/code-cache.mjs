import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** `node build/code-cache.mjs dist`: writes the file that bin/code-cache.js reads, for the Node that it runs on. */

const CLINIC = "sunrise-houston";
/**
 * Sets up a sandbox with a clinic. The code that this runs is left out of the cache, because every start loads a
 * chunk's whole cache.
 */
const SET_UP = ["agent:create", "clinic:onboard --file examples/clinics/houston.json --yes"];
/**
 * Commands that look at an installation, the lightest first: a chunk's cache contains what the first command that loads
 * it runs.
 */
const STARTS = [
  "clinic:list",
  "call:list",
  "event:list",
  ...["appointment", "contact", "message", "doctor", "closure", "slot"].map((noun) => `${noun}:list ${CLINIC}`),
  `clinic:show ${CLINIC}`,
  "call:hotspots",
  `reminder:plan ${CLINIC}`,
  "agent:validate",
  "number:list",
];

/** In a script whose cache another process wrote, `import()` fails (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING). */
const importsLate = /(?<![\w.$])import\(/u;
/**
 * bin/code-cache.js reads sources as Latin-1. The bundler escapes non-ASCII text except in tagged templates, such as
 * String.raw.
 */
// oxlint-disable-next-line no-control-regex
const notAscii = /[^\0-\x7f]/u;

const require = createRequire(import.meta.url);
const { codeCacheFile, recordScripts } = require("../bin/code-cache.js");
const [folder, cwd] = process.argv.slice(2);
const dist = resolve(folder);
if (cwd === undefined) setUpAndRecord();
else await record(cwd);

function setUpAndRecord() {
  const place = mkdtempSync(join(tmpdir(), "ascendia-start-"));
  try {
    const program = `require(${JSON.stringify(join(dist, "main.cjs"))}).main(process.argv.slice(1), process)`;
    for (const line of SET_UP) execFileSync(process.execPath, ["-e", program, ...line.split(" ")], { cwd: place, env: {}, stdio: "ignore" });
    execFileSync(process.execPath, [process.argv[1], dist, place], { stdio: "inherit" });
  } finally {
    rmSync(place, { recursive: true });
  }
}

async function record(cwd) {
  const scripts = recordScripts(dist, isKept);
  const { main } = require(join(dist, "main.cjs"));
  const nowhere = { write: () => true };
  const world = { env: {}, cwd: () => cwd, stdin: process.stdin, stdout: nowhere, stderr: nowhere };
  const caches = new Map();
  for (const line of STARTS) {
    const code = await main(line.split(" "), world);
    if (code !== 0) throw new Error(`ascendia ${line} failed: its cache would hold little`);
    for (const [name, script] of scripts) if (!caches.has(name)) caches.set(name, script.createCachedData());
  }
  write(codeCacheFile(dist), caches);
}

function isKept(name) {
  // Its name has no hash of the content, and it is too short to matter.
  if (name === "main.cjs") return false;
  const text = readFileSync(join(dist, name), "latin1");
  if (!importsLate.test(text) && !notAscii.test(text)) return true;
  if (/^(?:start|records|sqlite)-/u.test(name)) throw new Error(`${name} has an import(), or text that is not ASCII: move it to a file that is loaded late`);
  return false;
}

/**
 * Writes the length of the head, the head (an index of the chunks as JSON), then their caches, each aligned to 8 bytes
 * as V8 requires.
 */
function write(path, caches) {
  const places = {};
  const parts = [];
  let end = 0;
  for (const [name, cache] of caches) {
    const padding = Buffer.alloc(-cache.length & 7);
    places[name] = [end, end + cache.length];
    parts.push(cache, padding);
    end += cache.length + padding.length;
  }
  const index = JSON.stringify(places);
  const head = Buffer.alloc((4 + index.length + 7) & ~7, " ");
  head.writeUInt32LE(head.length, 0);
  head.write(index, 4, "latin1");
  // V8 trusts what it reads: no start may find half a file, whether it runs now or after a power failure.
  writeFileSync(`${path}.new`, Buffer.concat([head, ...parts]), { flush: true });
  renameSync(`${path}.new`, path);
}
