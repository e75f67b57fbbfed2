import { jsonOf } from "../../json.ts";
import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import type { ChangedRun, Comparison, RunReport, SimulationReport, Slower } from "./report.ts";

const latency = z.object({ p50: z.number() });

const earlierReport = z.object({
  schema: z.literal(1),
  clinics: z.array(
    z.object({ runs: z.array(z.object({ clinic: z.string(), scenario: z.string(), status: z.string() })) }),
  ),
  timings: z.object({
    webhook: latency.nullable(),
    functions: latency.nullable(),
    scenarios: z.record(z.string(), latency),
  }),
});

const document = z.union([z.object({ data: earlierReport }).transform(({ data }) => data), earlierReport]);

export type EarlierReport = z.infer<typeof earlierReport>;

/** A report of `simulate --json` or --record. @throws invalid for anything else */
export function parseEarlierReport(text: string, file: string): EarlierReport {
  const result = document.safeParse(jsonOf(text));
  if (result.success) return result.data;
  throw new AscendiaError("invalid", `${file} is not the result of a simulation.`, {
    hint: "Create one with: ascendia simulate --all --json > baseline.json, or use report.json of --record.",
  });
}

/** Statuses without a fault. A run that had or has any other one is failing. */
const idle: ReadonlySet<string> = new Set(["passed", "skipped"]);

/** Compares runs with those of an earlier simulation. */
export function compareRuns(earlier: EarlierReport, { clinics }: SimulationReport): Comparison {
  const runs = clinics.flatMap((clinic) => clinic.runs);
  const before = new Map(earlier.clinics.flatMap((clinic) => clinic.runs).map((run) => [keyOf(run), run.status]));
  const compared = runs.map((run) => changedRun(run, before.get(keyOf(run)) ?? "new"));
  const failing = compared.filter(({ is }) => !idle.has(is) && is !== "flaky");
  const now = new Map(runs.map((run) => [keyOf(run), run.status]));
  return {
    newlyFailing: failing.filter(({ was }) => idle.has(was) || was === "new"),
    stillFailing: failing.filter(({ was }) => !idle.has(was) && was !== "new"),
    fixed: compared.filter(({ was, is }) => !idle.has(was) && was !== "new" && is === "passed"),
    flaky: compared.filter(({ is }) => is === "flaky"),
    gone: earlier.clinics
      .flatMap((clinic) => clinic.runs)
      .filter((run) => run.status === "passed" && (now.get(keyOf(run)) ?? "skipped") === "skipped")
      .map(({ clinic, scenario, status }) => ({ clinic, scenario, was: status })),
  };
}

/** A median counts as slower if it more than doubled, and by enough for a caller to notice. */
const SLOWER_BY = 2;

const NOTICED_MS = 200;

/** Depends on the machine and its load, so it is reported with the timings. */
export function slowerThan(earlier: EarlierReport, { timings }: Pick<SimulationReport, "timings">): readonly Slower[] {
  const { webhook, functions, scenarios } = timings;
  const now = { webhook, functions, ...scenarios };
  const then: Readonly<Record<string, { readonly p50: number } | null>> = {
    webhook: earlier.timings.webhook,
    functions: earlier.timings.functions,
    ...earlier.timings.scenarios,
  };
  return Object.entries(now).flatMap(([what, measured]) => {
    const was = then[what]?.p50;
    const is = measured?.p50;
    if (was === undefined || is === undefined) return [];
    return is > was * SLOWER_BY && is >= NOTICED_MS ? [{ what, was, is }] : [];
  });
}

function keyOf({ clinic, scenario }: Pick<RunReport, "clinic" | "scenario">): string {
  return `${clinic} ${scenario}`;
}

function changedRun({ clinic, scenario, status, reason }: RunReport, was: string): ChangedRun {
  return { clinic, scenario, was, is: status, reason };
}
