import type { Command } from "commander";
import { AscendiaError } from "../domain/errors.ts";
import type { SimulationReport } from "../domain/simulation/report.ts";
import { parseScenarios } from "../domain/simulation/scenario/parse-scenario.ts";
import type { Scenario } from "../domain/simulation/scenario/schema.ts";
import { simulateFleet, type FleetSimulation } from "../domain/simulation/simulate-fleet.ts";
import type { Context } from "./context.ts";
import { progressLine, scenarioTable, simulationText } from "./simulate-view.ts";

interface SimulateFlags {
  readonly clinic: readonly string[];
  readonly all?: boolean;
  readonly scenario: readonly string[];
  readonly filter?: string;
  readonly suite?: string;
  readonly list?: boolean;
  readonly seed?: string;
  readonly bail?: boolean;
  readonly url?: string;
  readonly allowWrites?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .option("--clinic <id|slug>", "a clinic to call; can be repeated", gather, [])
    .option("--all", "call every clinic")
    .option("--scenario <name>", "a scenario to play; can be repeated", gather, [])
    .option("--filter <text>", "only scenarios whose name holds the text")
    .option("--suite <path>", "scenarios of this folder or file instead of those that ascendia ships")
    .option("--list", "list the scenarios and play none")
    .option("--seed <text>", "what ids of calls and bookings follow from")
    .option("--bail", "stop at the first failure")
    .option("--url <url>", "call a running server instead of one on a copy of the database; only reads")
    .option("--allow-writes", "with --url: book, move and cancel there for real")
    .action((flags: SimulateFlags) => simulate(flags, context));
}

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function simulate(flags: SimulateFlags, context: Context): Promise<void> {
  const { output, clock } = context;
  const ports = await context.simulation();
  const scenarios = chooseScenarios(parseScenarios(await ports.scenarioFiles(flags.suite)), flags);
  if (flags.list === true) return output.result({ scenarios: scenarios.map(described) }, (list) => scenarioTable(list));
  const now = clock.now();
  const request: FleetSimulation = {
    clinics: chosenClinics(flags),
    scenarios,
    seed: flags.seed ?? (flags.url === undefined ? "1" : context.newId()),
    now,
    bail: flags.bail === true,
    allowWrites: flags.allowWrites === true,
  };
  const worlds = await ports.openWorlds({ now, ...(flags.url !== undefined && { url: flags.url }) });
  const report = await simulateFleet(request, {
    store: await context.store(),
    worlds,
    stopwatch: () => ports.stopwatch(),
    progress: (run, done) => output.note(progressLine(run, done)),
  });
  tell(report, context);
}

function chosenClinics({ clinic, all }: SimulateFlags): readonly string[] | undefined {
  if (all === true) return undefined;
  if (clinic.length > 0) return clinic;
  throw new AscendiaError("usage", "Which clinics are to be called?", {
    hint: "ascendia simulate --all, or --clinic <id|slug> for some.",
  });
}

function chooseScenarios(all: readonly Scenario[], { scenario: named, filter }: SimulateFlags): readonly Scenario[] {
  const unknown = named.find((name) => !all.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    throw new AscendiaError("usage", `There is no scenario "${unknown}".`, { hint: "ascendia simulate --list" });
  }
  const chosen = all
    .filter(({ name }) => named.length === 0 || named.includes(name))
    .filter(({ name }) => filter === undefined || name.includes(filter));
  if (chosen.length > 0) return chosen;
  throw new AscendiaError("nothing_checked", "No scenario is left to play.", { hint: "ascendia simulate --list" });
}

function described({ name, title, languages }: Scenario) {
  return { name, title, languages };
}

/** A failure beats what was not checked; a simulation in which nothing was proved is no success. */
function tell(report: SimulationReport, { output }: Context): void {
  const error = failureOf(report);
  if (error === undefined) return output.result(report, simulationText);
  output.failedResult(report, simulationText, error);
  throw error;
}

function failureOf({ totals }: SimulationReport): AscendiaError | undefined {
  const { failed, undecided, vacuous, passed, doctorProblems, runs } = totals;
  const bad = failed + undecided;
  if (bad > 0) return new AscendiaError("failed", `${bad} of ${runs} calls did not go as expected.`);
  if (doctorProblems > 0) {
    return new AscendiaError("failed", `${doctorProblems} times a clinic offers other doctors than its own.`);
  }
  if (vacuous > 0) {
    return new AscendiaError("nothing_checked", `${vacuous} calls were played and nothing was expected of them.`, {
      hint: "Give the scenarios something under `expect`.",
    });
  }
  if (passed > 0) return undefined;
  return new AscendiaError("nothing_checked", "No call was played: no scenario applies to the clinics chosen.", {
    hint: "The reasons stand beside each scenario above.",
  });
}
