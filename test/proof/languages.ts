import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "../../src/main.ts";
import { Recorder, inputOf } from "../fakes/streams.ts";
import { simulation } from "./simulation-days/simulation.ts";

const examples = "examples/clinics";

/** Every call of the suite passes for the example clinics, of which one speaks Spanish, and one English and Spanish. */
export async function run({ quick }: { readonly quick: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-languages-"));
  try {
    const files = readdirSync(examples).filter((name) => name.endsWith(".json"));
    const steps = [
      ["agent:create"],
      ...files.map((name) => ["clinic:onboard", "--file", resolve(examples, name), "--yes"]),
    ];
    for (const step of steps) await command(step, folder);
    const filter = quick ? ["--filter", "book"] : ["--min-edge-coverage", "95"];
    const { code, totals, bad } = await simulation(["--all", ...filter], folder);
    process.stdout.write(
      `${files.length} clinics: ${totals.passed} passed, ${totals.skipped} skipped, leaks ${totals.leaks}\n`,
    );
    for (const line of bad) process.stdout.write(`  ${line}\n`);
    return { passed: code === 0 ? totals.passed : 0, total: totals.passed + bad.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function command(argv: readonly string[], cwd: string): Promise<void> {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const code = await main(argv, { env: {}, cwd: () => cwd, stdin: inputOf(""), stdout, stderr });
  if (code !== 0) throw new Error(`ascendia ${argv.join(" ")} ended with ${code}: ${stderr.text}`);
}
