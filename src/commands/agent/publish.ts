import type { Command } from "commander";
import {
  type GateCall,
  type GateResult,
  type GatedVersion,
  type SimulationGate,
  gateText,
  planPublish,
  publishVersion,
} from "../../domain/agent/release/publish-version.ts";
import { parseTemplate } from "../../domain/agent/template/template.ts";
import type { SimulationReport } from "../../simulator/reports/report.ts";
import { simulateFleet } from "../../simulator/simulate-fleet.ts";
import { simulatedAgent } from "../../simulator/simulated-agent.ts";
import type { World } from "../../simulator/world.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context } from "../context.ts";
import { agreeTo, noteUnknown, versionOf } from "./agent-ports.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";
import { type AcceptFlags, addAcceptOption, conductGate } from "../conduct.ts";

/** Plays every scenario with the version at the clinics that its agent answers, unless the operator skips this. */
export function simulationGate(skip: boolean, { ownClinics }: ChosenAgent, context: Context): SimulationGate {
  return skip ? () => Promise.resolve({ kind: "skipped" }) : (version) => simulateAll(version, ownClinics, context);
}

/** @param ownClinics the clinics that were given the agent; null: every clinic */
async function simulateAll(
  gated: GatedVersion,
  ownClinics: readonly string[] | null,
  context: Context,
): Promise<GateResult> {
  const store = await context.store();
  if ((await store.clinics.list()).length === 0) {
    return { kind: "refused", problem: "there are no clinics yet to simulate calls for.", calls: [] };
  }
  const ports = await context.simulation();
  const now = context.clock.now();
  const worlds = await ports.openWorlds({ now });
  const scenarios = await context.suite();
  const request = { clinics: ownClinics ?? undefined, scenarios, seed: "1", now, bail: false, allowWrites: false };
  const report = await context.output.step(
    `simulating version ${gated.version} on ${ownClinics?.join(", ") ?? "every clinic"}`,
    (count) =>
      simulateFleet(request, {
        store,
        worlds: worlds.map((world) => withVersion(gated, world)),
        stopwatch: () => ports.stopwatch(),
        progress: (_run, { runs, of }) => count(runs, of),
      }),
  );
  return verdict(report);
}

/** In the simulation, functions call the world's own server, whatever their address at Retell. */
function withVersion({ agentId, version, template }: GatedVersion, world: World): World {
  const origin = { file: `version ${version}`, values: { PUBLIC_URL: world.url }, isAccepted: true };
  const agent = simulatedAgent(parseTemplate(template, origin), { agentId, version });
  const { understanding } = world.agent;
  return { ...world, agent: { ...agent, ...(understanding !== undefined && { understanding }) } };
}

const shownCalls = 5;
const notGreen = ["failed", "flaky", "undecided", "vacuous"] as const;

function verdict({ totals, clinics: reports }: SimulationReport): GateResult {
  const { failed, undecided, vacuous, leaks, doctorProblems, passed, clinics } = totals;
  const problems = Object.entries({ failed, undecided, vacuous, leaks, "wrong doctors": doctorProblems });
  const counted = problems.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`);
  if (counted.length > 0)
    return { kind: "refused", problem: `${counted.join(", ")}, passed ${passed}.`, calls: callsNotGreen(reports) };
  if (passed === 0) return { kind: "refused", problem: "no scenario applies to any clinic.", calls: [] };
  return { kind: "green", runs: passed, clinics };
}

/** Failures before undecided calls, clinic by clinic. */
function callsNotGreen(reports: SimulationReport["clinics"]): readonly GateCall[] {
  const calls = reports.flatMap(({ runs }) => runs);
  const wrong = notGreen.flatMap((status) => calls.filter((call) => call.status === status));
  const leaking = calls.filter(({ status, leaks }) => status === "passed" && leaks.length > 0);
  return [...wrong, ...leaking].slice(0, shownCalls).map(({ clinic, scenario, status, reason, checks, leaks }) => {
    const leak = leaks.length === 0 ? null : "the agent revealed another clinic's data";
    const failed = checks.find((check) => check.status === "failed");
    return { clinic, scenario, status, why: failed?.what ?? leak ?? reason };
  });
}

interface PublishFlags extends AcceptFlags, AgentFlag {
  readonly version?: string;
  readonly skipSimulation?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addAgentOption(addAcceptOption(command))
    .description("simulate a draft version, then freeze it; callers get it with agent:rollout or agent:promote")
    .option("--version <number>", "version number (default: the newest)")
    .option("--skip-simulation", "publish without a simulation; recorded in the audit log")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: PublishFlags) => onChosenAgent(flags, context, (chosen) => publish(chosen, flags, context)));
}

async function publish(chosenAgent: ChosenAgent, flags: PublishFlags, context: Context): Promise<void> {
  const { output } = context;
  const { master, ports, ownClinics } = chosenAgent;
  const version = flags.version === undefined ? undefined : versionOf(flags.version);
  const plan = await planPublish({ master, version }, ports);
  const chosen = plan.live.agent.version;
  noteUnknown(plan.live.content, context);
  if (flags.dryRun === true) {
    const data = { dry_run: true, action: plan.action, version: chosen };
    return output.result(data, ({ action }) =>
      action === "unchanged"
        ? `Nothing to change: version ${chosen} is already published.`
        : `Would publish version ${chosen}.`,
    );
  }
  if (plan.action === "update")
    await agreeTo(`Publish version ${chosen}? A published version cannot be changed.`, context);
  const simulate = simulationGate(flags.skipSimulation === true, chosenAgent, context);
  const judge = conductGate(flags, context);
  const request = { master, version: chosen, publicUrl: publicUrlOf(context), reason: flags.reason ?? null };
  const done = await context.exclusively(() => publishVersion(request, { ...ports, simulate, judge }));
  const simulation = done.simulation === null ? null : gateText(done.simulation);
  const data = { outcome: done.kind === "update" ? "published" : "unchanged", version: chosen, simulation };
  output.result(data, ({ outcome }) =>
    outcome === "unchanged"
      ? `Nothing to change: version ${chosen} is already published.`
      : [
          `Published version ${chosen} (simulation ${simulation ?? ""}). No caller gets it yet.`,
          nextStep(chosen, ownClinics),
        ].join("\n"),
  );
}

function nextStep(version: number, ownClinics: readonly string[] | null): string {
  if (ownClinics !== null) return `Next: ascendia agent:rollout --version ${version} --clinic ${ownClinics.join(",")}`;
  return `Next: ascendia agent:rollout --version ${version} --percent 10, then ascendia agent:promote --version ${version}`;
}
