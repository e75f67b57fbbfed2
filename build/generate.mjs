import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";

/**
 * `npm run generate [-- --check]`: writes the documents derived from the code (docs/json, docs/openapi.json), and the
 * pinned wording and the formats of clinics and scenarios (in templates/). With --check, fails if the committed files
 * differ. Bundles the code first, because Node 20 cannot run TypeScript.
 */

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const { documents } = await load();
const wanted = await documents();
const committed = existing();
const changed = [...wanted].filter(([path, text]) => committed.get(path) !== text).map(([path]) => path);
const left = [...committed.keys()].filter((path) => !wanted.has(path));

if (values.check) {
  for (const path of [...changed, ...left]) console.error(`error: ${path} is not what the code says`);
  if (changed.length + left.length > 0) {
    console.error("Run npm run generate and commit what it writes.");
    process.exitCode = 1;
  }
} else {
  for (const path of left) rmSync(path);
  for (const path of changed) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted.get(path));
  }
  console.log(`${wanted.size} documents: ${changed.length} written, ${left.length} removed.`);
}

/** The files that this script has written before, by path. */
function existing() {
  const schemas = readdirSync("docs", { recursive: true })
    .map((name) => join("docs", name))
    .filter((path) => path === "docs/openapi.json" || (dirname(path) === "docs/json" && path.endsWith(".schema.json")));
  const derived = ["golden.json", "clinic.schema.json", "scenario.schema.json", "understanding/dangers.json"]
    .map((name) => join("templates", name))
    .filter((path) => existsSync(path));
  return new Map([...schemas, ...derived].map((path) => [path, readFileSync(path, "utf8")]));
}

async function load() {
  const bundle = await rolldown({ input: "build/documents/documents.ts", platform: "node", external: /^[^./]/ });
  const { output } = await bundle.write({ dir: "build/generated/documents", format: "esm" });
  await bundle.close();
  return import(pathToFileURL(resolve("build/generated/documents", output[0].fileName)).href);
}
