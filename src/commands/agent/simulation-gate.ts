import type { GatedVersion, GateResult, SimulationGate } from "../../domain/agent/version-gate.ts";
import { parseTemplate } from "../../domain/agent/template.ts";
import type { World } from "../../domain/simulation/ports.ts";
import type { SimulationReport } from "../../domain/simulation/report.ts";
import { parseScenarios } from "../../domain/simulation/scenario/parse-scenario.ts";
import { simulatedAgent } from "../../domain/simulation/simulated-agent.ts";
import { simulateFleet } from "../../domain/simulation/simulate-fleet.ts";
import type { Context } from "../context.ts";

/** `simulate --all` on a version, or the operator's word that it is not wanted. */
export function simulationGate(skip: boolean, context: Context): SimulationGate {
  return skip ? () => Promise.resolve({ kind: "skipped" }) : (version) => simulateAll(version, context);
}

async function simulateAll(gated: GatedVersion, context: Context): Promise<GateResult> {
  const store = await context.store();
  if ((await store.clinics.list()).length === 0) {
    return { kind: "refused", problem: "there is no clinic yet whose calls could be simulated." };
  }
  const ports = await context.simulation();
  const now = context.clock.now();
  const worlds = await ports.openWorlds({ now });
  const scenarios = parseScenarios(await ports.scenarioFiles());
  const request = { clinics: undefined, scenarios, seed: "1", now, bail: false, allowWrites: false };
  const report = await context.output.step(`simulating version ${gated.version} on every clinic`, () =>
    simulateFleet(request, {
      store,
      worlds: worlds.map((world) => withVersion(gated, world)),
      stopwatch: () => ports.stopwatch(),
      progress: () => undefined,
    }),
  );
  return verdict(report);
}

/** The version's functions call the world's own server, whatever address they have at Retell. */
function withVersion({ agentId, version, template }: GatedVersion, world: World): World {
  const origin = { file: `version ${version}`, values: { PUBLIC_URL: world.url } };
  return { ...world, agent: simulatedAgent(parseTemplate(template, origin), { agentId, version }) };
}

function verdict({ totals }: SimulationReport): GateResult {
  const { failed, undecided, vacuous, leaks, doctorProblems, passed, clinics } = totals;
  const problems = Object.entries({ failed, undecided, vacuous, leaks, "wrong doctors": doctorProblems });
  const counted = problems.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`);
  if (counted.length > 0) return { kind: "refused", problem: `${counted.join(", ")}, passed ${passed}.` };
  if (passed === 0) return { kind: "refused", problem: "no scenario applied to any clinic." };
  return { kind: "green", runs: passed, clinics };
}
