import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { austin, cotonou, empty, installClinics } from "../commands/simulate-fixture.ts";
import { ascendia } from "./simulation/command.ts";

const document = z.object({
  data: z.object({
    totals: z.object({ mutants: z.number(), killed: z.number(), survived: z.number(), unreachable: z.number() }),
    score: z.number(),
    mutants: z.array(z.object({ kind: z.string(), what: z.string(), fate: z.string(), by: z.string() })),
    timings: z.object({ runs: z.number(), elapsedMs: z.number() }),
  }),
});

const LEAST_SCORE = 80;

/** The default suite detects at least four of five faults in the master template; the others are listed. */
export async function run({ quick, seed }: { readonly quick: boolean; readonly seed: number }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-mutation-"));
  try {
    await installClinics(folder, quick ? [empty] : [cotonou, austin, empty]);
    const argv = ["simulate", "--all", "--mutate", "--at", "2026-06-10T09:05", "--seed", String(seed), "--json"];
    const { code, stdout, seconds } = await ascendia(argv, folder);
    const { totals, score, mutants, timings } = document.parse(JSON.parse(stdout)).data;
    for (const { what, fate, by } of mutants) if (fate === "survived" && !quick) print(`survived: ${what} (${by})`);
    for (const kind of new Set(mutants.map((mutant) => mutant.kind))) {
      const own = mutants.filter((mutant) => mutant.kind === kind && mutant.fate !== "unreachable");
      print(`${kind}: ${own.filter(({ fate }) => fate === "killed").length} of ${own.length} killed`);
    }
    const { killed, survived, unreachable } = totals;
    print(`${totals.mutants} mutants: ${killed} killed, ${survived} survived, ${unreachable} unreachable`);
    print(`score ${score} %, ${timings.runs} calls, ${seconds.toFixed(1)} s, exit ${code}`);
    // Most calls need a doctor: the short form, without one, uses only the faults that its calls can meet.
    const met = mutants.filter(
      ({ fate, by }) => fate === "killed" || (fate === "survived" && by !== "no run passes there"),
    );
    const noticed = quick ? (100 * killed) / met.length : score;
    return { passed: Number(code === 0) + Number(noticed >= LEAST_SCORE), total: 2 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
