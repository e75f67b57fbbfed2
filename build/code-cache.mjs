import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** `node build/code-cache.mjs dist`: writes the file that bin/code-cache.js reads, for the Node that it runs on. */

/** What a start loads before any command, and what a command loads that opens the database. */
const STARTS = [["--help"], ["clinic:list", "--json"]];

/** In a script that V8 takes from a cache of another process, `import()` fails (ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING). */
const importsLate = /(?<![\w.$])import\(/u;

const require = createRequire(import.meta.url);
const { codeCacheFile, recordScripts } = require("../bin/code-cache.js");
const dist = resolve(process.argv[2]);
const cwd = mkdtempSync(join(tmpdir(), "ascendia-start-"));
try {
  const scripts = recordScripts(dist);
  const { main } = require(join(dist, "main.cjs"));
  const nowhere = { write: () => true };
  const world = { env: {}, cwd: () => cwd, stdin: process.stdin, stdout: nowhere, stderr: nowhere };
  for (const argv of STARTS) await main(argv, world);
  write(codeCacheFile(dist), scripts);
} finally {
  rmSync(cwd, { recursive: true });
}

/** The length of the head, an index of the scripts as JSON, then their caches: each at a multiple of 8, as V8 wants it. */
function write(path, scripts) {
  const places = {};
  const parts = [];
  let end = 0;
  for (const [name, script] of scripts) {
    // The only name without a hash of the content, and too short to matter.
    if (name === "main.cjs") continue;
    if (importsLate.test(readFileSync(join(dist, name), "utf8"))) {
      if (/^(?:start|records)-/u.test(name)) throw new Error(`${name} has an import(): move it to a file that is loaded late`);
      continue;
    }
    const cache = script.createCachedData();
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
