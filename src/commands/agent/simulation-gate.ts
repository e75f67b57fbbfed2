import type { GateCall, GatedVersion, GateResult, SimulationGate } from "../../domain/agent/version-gate.ts";
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
    return { kind: "refused", problem: "there is no clinic yet whose calls could be simulated.", calls: [] };
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

const shownCalls = 5;
const notGreen = ["failed", "flaky", "undecided", "vacuous"] as const;

function verdict({ totals, clinics: reports }: SimulationReport): GateResult {
  const { failed, undecided, vacuous, leaks, doctorProblems, passed, clinics } = totals;
  const problems = Object.entries({ failed, undecided, vacuous, leaks, "wrong doctors": doctorProblems });
  const counted = problems.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`);
  if (counted.length > 0)
    return { kind: "refused", problem: `${counted.join(", ")}, passed ${passed}.`, calls: callsNotGreen(reports) };
  if (passed === 0) return { kind: "refused", problem: "no scenario applied to any clinic.", calls: [] };
  return { kind: "green", runs: passed, clinics };
}

/** Failures before what nothing decided, one clinic's after the other's. */
function callsNotGreen(reports: SimulationReport["clinics"]): readonly GateCall[] {
  const calls = reports.flatMap(({ runs }) => runs);
  const wrong = notGreen.flatMap((status) => calls.filter((call) => call.status === status));
  const leaking = calls.filter(({ status, leaks }) => status === "passed" && leaks.length > 0);
  return [...wrong, ...leaking].slice(0, shownCalls).map(({ clinic, scenario, status, reason, checks, leaks }) => {
    const leak = leaks.length === 0 ? null : "another clinic's data was said";
    const failed = checks.find((check) => check.status === "failed");
    return { clinic, scenario, status, why: failed?.what ?? leak ?? reason };
  });
}
