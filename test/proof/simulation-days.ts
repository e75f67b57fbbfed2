import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installClinics } from "../commands/simulate-fixture.ts";
import { threeZones } from "./simulation-days/clinics.ts";
import { daysOfTrouble } from "./simulation-days/days.ts";
import { simulation } from "./simulation-days/simulation.ts";

/**
 * The default suite passes for clinics in three zones, whatever day and hour it is played at; in the quick form, a
 * third of it at one of them.
 */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-days-"));
  try {
    await installClinics(folder, threeZones);
    const moments = quick ? daysOfTrouble.filter((_, index) => index === seed % daysOfTrouble.length) : daysOfTrouble;
    const part = quick ? ["--shard", `${1 + (seed % 3)}/3`] : [];
    let green = 0;
    for (const { what, at } of moments) {
      const { code, bad, totals } = await simulation(["--all", "--at", at, ...part], folder);
      if (code === 0) green += 1;
      print(
        `${code === 0 ? "green" : "RED  "} ${at} ${what}: ${totals.passed} passed, ${totals.skipped} skipped, leaks ${totals.leaks}`,
      );
      for (const line of bad.slice(0, 5)) print(`      ${line}`);
    }
    return { passed: green, total: moments.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
