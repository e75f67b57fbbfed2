import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { buildCommit } from "./built-commit.mjs";

/**
 * `npm run bench:compare BASE [-- --quick]`: builds the commit BASE next to this one, with this folder's packages, and
 * runs both builds' `serve` in alternation (bench/compare.ts).
 */
const [base, ...flags] = process.argv.slice(2);
if (base === undefined) {
  console.error("error: name a commit to compare with: npm run bench:compare BASE");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "ascendia-base-"));
try {
  buildCommit(base, folder);
  // The base's own code writes its database, because the tables may differ.
  const store = join(folder, "bench/load/busy-clinics.ts");
  if (!existsSync(store))
    throw new Error(`${base} is older than bench/load/busy-clinics.ts, which writes its database`);
  const bundle = await rolldown({ input: store, cwd: folder, platform: "node", external: /^[^./]/ });
  await bundle.write({ dir: join(folder, "build/generated/store"), format: "esm" });
  await bundle.close();
  const env = { ...process.env, BENCH_BASE: folder };
  execFileSync(process.execPath, ["build/run.mjs", "bench", "compare", ...flags], { stdio: "inherit", env });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
