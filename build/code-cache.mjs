import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** `node build/code-cache.mjs dist`: writes the file that bin/code-cache.js reads, for the Node that it runs on. */

const CLINIC = "sunrise-houston";
/** A sandbox with a clinic. What runs for it is left out: each start takes all that the cache holds of a chunk. */
const SET_UP = ["agent:create", "clinic:onboard --file examples/clinics/houston.json --yes"];
/** Looking at an installation; the lightest first, as of each chunk it is kept what the first that loads it runs. */
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

/** In a script that V8 takes from a cache of another process, `import()` fails (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING). */
const importsLate = /(?<![\w.$])import\(/u;
/** What bin/code-cache.js takes for text as it is. The bundler escapes all but tagged templates, such as String.raw. */
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
  // The only name without a hash of the content, and too short to matter.
  if (name === "main.cjs") return false;
  const text = readFileSync(join(dist, name), "latin1");
  if (!importsLate.test(text) && !notAscii.test(text)) return true;
  if (/^(?:start|records|sqlite)-/u.test(name)) throw new Error(`${name} has an import(), or text that is not ASCII: move it to a file that is loaded late`);
  return false;
}

/** The length of the head, an index of the chunks as JSON, then their caches: each at a multiple of 8, as V8 wants it. */
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
  // V8 trusts what it reads: neither a start at this moment nor one after a power failure may find half a file.
  writeFileSync(`${path}.new`, Buffer.concat([head, ...parts]), { flush: true });
  renameSync(`${path}.new`, path);
}
