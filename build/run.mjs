import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";

/**
 * `npm run proof [name …] [-- --quick --seed N]` and `npm run bench [name …]`: bundles test/proof/<name>.ts or
 * bench/<name>.ts (Node 20 cannot run TypeScript) and calls the `run({ quick, seed })` it exports. A proof returns
 * `{ passed, total }`; the process exits 0 only when they are equal for every proof.
 */

const FOLDERS = { proof: "test/proof", bench: "bench" };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, seed: { type: "string" } },
});
const [kind, ...asked] = positionals;
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
let failed = 0;
for (const name of asked.length > 0 ? asked : known.toSorted()) {
  const { run } = await load(name);
  const result = await run({ quick: values.quick, seed });
  if (kind === "bench") continue;
  const { passed, total } = result;
  console.log(`seed ${seed}`);
  console.log(`PROOF ${name}: ${passed} of ${total}`);
  if (passed !== total || total === 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

async function load(name) {
  const bundle = await rolldown({ input: `${folder}/${name}.ts`, platform: "node", external: /^[^./]/ });
  const { output } = await bundle.write({ dir: `build/generated/${kind}-${name}`, format: "esm" });
  await bundle.close();
  return import(pathToFileURL(resolve(`build/generated/${kind}-${name}`, output[0].fileName)).href);
}
