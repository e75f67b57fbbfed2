import { AscendiaError } from "../errors.ts";
import type { RecordedScenario } from "../simulator/recorded/to-scenario.ts";
import type { SimulationReport } from "../simulator/reports/report.ts";
import { parseScenario } from "../simulator/scenario/parse-scenario.ts";
import { simulateFleet } from "../simulator/simulate-fleet.ts";
import type { World } from "../simulator/world.ts";
import type { Context } from "./context.ts";

interface Keeping {
  readonly folder: string;
  readonly world: World;
  readonly context: Context;
}

/** Plays the scenario and writes its file. @throws failed where it does not pass @returns the file */
export async function keepScenario(made: RecordedScenario, { folder, world, context }: Keeping): Promise<string> {
  await refuseUnlessItPasses(made, { world, context });
  const file = `${folder}/${made.scenario.name}.yaml`;
  await context.makeFolder(folder);
  await context.writePrivately(file, made.yaml);
  return file;
}

/** Played as `simulate` will play it. @throws failed where it does not pass */
async function refuseUnlessItPasses(
  { scenario, yaml }: RecordedScenario,
  { world, context }: Pick<Keeping, "world" | "context">,
): Promise<void> {
  const parsed = parseScenario({ file: `${scenario.name}.yaml`, text: yaml });
  const request = {
    clinics: parsed.needs?.clinic === undefined ? undefined : [parsed.needs.clinic],
    scenarios: [parsed],
    seed: "1",
    now: context.clock.now(),
    bail: false,
    allowWrites: false,
  };
  const ports = { store: await context.store(), worlds: [world], stopwatch: () => 0, progress: () => {} };
  const report: SimulationReport = await simulateFleet(request, ports);
  const [run] = report.clinics.flatMap(({ runs }) => runs);
  if (run?.status === "passed") return;
  throw new AscendiaError("failed", "The scenario of the call does not pass when it is played again.", {
    detail: [run?.reason ?? "it was not played"],
    hint: "Please report this as a bug in ascendia.",
  });
}
