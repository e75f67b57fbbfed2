import { type Command, Option } from "commander";
import type { Store } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import {
  type MutantFate,
  type MutationPorts,
  type MutationReport,
  mutateFleet,
} from "../../simulator/coverage/mutation.ts";
import { callAudio } from "../../simulator/reports/call-audio.ts";
import type { FleetSimulation } from "../../simulator/ports.ts";
import { type Engine, engines } from "../../simulator/run/socket.ts";
import { parseScenarios } from "../../simulator/scenario/parse-scenario.ts";
import type { SimulationReport } from "../../simulator/reports/report.ts";
import type { Scenario } from "../../simulator/scenario/schema.ts";
import { simulateFleet } from "../../simulator/simulate-fleet.ts";
import type { World } from "../../simulator/world.ts";
import { counted, table, terminalSafe } from "../../terminal/table.ts";
import type { Context, SimulationPorts } from "../context.ts";
import { simulateInteractive } from "./interactive.ts";
import { playOnRetell } from "../play-on-retell.ts";
import { type HtmlReport, alsoTo, printReport, htmlReport, progressLine, scenarioTable } from "./report.ts";
import { simulateStandalone } from "./simulate-standalone.ts";
import { type ModelFlags, agreeToModel, printModelUse, modelOf } from "./simulate-model.ts";
import {
  type SuiteFlags,
  addSuiteOptions,
  earlierReport,
  helpersOf,
  keepReport,
  leastCoverage,
  recorder,
  suiteOf,
} from "./simulate-suite.ts";
import { listOption } from "../list-option.ts";

/** Breaks the flow in one place at a time and lists the faults that no scenario detects. */
export async function simulateMutants(
  request: FleetSimulation,
  ports: Omit<MutationPorts, "progress">,
  { output }: Context,
): Promise<void> {
  const report = await mutateFleet(request, {
    ...ports,
    progress: ({ fate, what }, { mutants, of }) => output.note(terminalSafe(`[${mutants}/${of}] ${fate}: ${what}`)),
  });
  const { killed, survived } = report.totals;
  if (killed + survived > 0) return output.result(report, mutationText);
  const error = new AscendiaError("nothing_checked", "The flow has nothing to mutate.");
  output.failedResult(report, mutationText, error);
  throw error;
}

function mutationText({ mutants, totals, score, clinics, timings, seed }: MutationReport): string {
  const survivors = mutants.filter(({ fate }) => fate === "survived");
  const unreachable = mutants.filter(({ fate }) => fate === "unreachable");
  return [
    ...(survivors.length === 0 ? [] : [fateTable("undetected mutation", survivors), ""]),
    ...(unreachable.length === 0 ? [] : [`no call reaches: ${unreachable.map(({ id }) => id).join(", ")}`, ""]),
    `${counted(totals.mutants, "mutant")} on ${clinics.join(", ")}: ${totals.killed} killed, ${totals.survived} survived, ${totals.unreachable} unreachable`,
    `${score} % of the detectable mutants were detected; ${counted(timings.runs, "call")} in ${timings.elapsedMs} ms, seed ${seed}`,
  ].join("\n");
}

function fateTable(title: string, mutants: readonly MutantFate[]): string {
  return table(
    [title, "because"],
    mutants.map(({ what, by }) => [what, by]),
  );
}

interface SimulateFlags extends SuiteFlags, ModelFlags {
  readonly clinic?: readonly string[];
  readonly all?: boolean;
  readonly scenario?: readonly string[];
  readonly filter?: string;
  readonly suite?: string;
  readonly list?: boolean;
  readonly seed?: string;
  readonly bail?: boolean;
  readonly url?: string;
  readonly allowWrites?: boolean;
  readonly inProcess?: boolean;
  readonly engine?: Engine;
  readonly on?: "retell";
  readonly html?: string;
  readonly audio?: string;
  readonly interactive?: boolean;
  readonly flow?: string;
  readonly script?: string;
  readonly mocks?: string;
}

export function configure(command: Command, context: Context): void {
  addSuiteOptions(command)
    .addOption(listOption("--clinic <id|slug>", "clinic to call"))
    .option("--all", "call every clinic")
    .addOption(listOption("--scenario <name|file>", "scenario to play, or its YAML file"))
    .option("--filter <text>", "only scenarios whose name contains the text")
    .option(
      "--suite <path>",
      "only the scenarios of this folder or file (default: the built-in ones, extended by ASCENDIA_SUITE)",
    )
    .option("--list", "list the scenarios without playing them")
    .option("--seed <text>", "seed for the ids of calls and bookings")
    .option("--bail", "stop at the first failure")
    .option("--url <url>", "call a running server instead of a copy of the database; read-only")
    .option("--allow-writes", "with --url: actually book, move and cancel")
    .addOption(
      new Option("--in-process", "call the copy's server without HTTP, which is quicker").conflicts([
        "url",
        "flow",
        "interactive",
        "list",
      ]),
    )
    .addOption(
      new Option("--brain <name>", "what makes the decisions: rules, or a language model").choices(["offline", "llm"]),
    )
    .option("--budget <requests>", "with --brain llm: maximum number of requests to the model")
    .addOption(
      new Option(
        "--engine <name>",
        "what runs the dialogue: Retell with the flow, or the server over its socket",
      ).choices(engines),
    )
    .addOption(
      new Option("--on <engine>", "also play the calls on Retell's own engine, at Retell's rates, and compare")
        .choices(["retell"])
        .conflicts(["at", "url", "mutate", "interactive", "engine", "list"]),
    )
    .option("--html <file>", "write the report as one self-contained HTML page")
    .addOption(
      new Option(
        "--audio <file>",
        "write the one call of this run as a WAV file, read by two voices of espeak-ng or ASCENDIA_SPEECH_MODEL",
      ).conflicts(["all", "mutate", "on", "interactive", "flow", "list"]),
    )
    .option("--interactive", "type the caller's side of one call, line by line")
    .option("--flow <file>", "play any flow without a clinic or a server; needs --script")
    .option("--script <file>", "with --flow: the scenario file, or a folder of them")
    .option("--mocks <file>", "with --flow: the answers of the flow's tools")
    .action((flags: SimulateFlags) => start(flags, context));
}

async function start(flags: SimulateFlags, context: Context): Promise<void> {
  if (flags.flow !== undefined || flags.script !== undefined || flags.mocks !== undefined) {
    return simulateStandalone(flags, context);
  }
  return flags.interactive === true ? simulateInteractive(flags, context) : simulate(flags, context);
}

async function simulate(flags: SimulateFlags, context: Context): Promise<void> {
  const { output, clock } = context;
  const { suite, ...named } = await suiteOfFiles(flags, context);
  const scenarios = chooseScenarios(suite, { ...flags, ...named });
  if (flags.list === true) return output.result({ scenarios: scenarios.map(described) }, (list) => scenarioTable(list));
  const ports = await context.simulation();
  const now = clock.now();
  const request = requestOf(flags, { scenarios, now, context });
  const earlier = await earlierReport(flags, context);
  const model = await modelOf(flags, context);
  const store = await context.store();
  await agreeToModel(model, { ...request, clinics: await clinicsIn(request, store) }, context);
  const worlds = await ports.openWorlds({
    now,
    inProcess: request.inProcess,
    ...(flags.url !== undefined && { url: flags.url }),
  });
  const least = leastCoverage(flags);
  if (flags.mutate === true) {
    const stopwatch = () => ports.stopwatch();
    const mutating = { store, worlds, helpers: ports.openHelpers(helpersOf(flags)), stopwatch };
    return simulateMutants(request, mutating, context);
  }
  const page = htmlOf(flags, worlds, context);
  const played = await simulateFleet(request, {
    store,
    worlds,
    helpers: flags.url === undefined ? ports.openHelpers(helpersOf(flags)) : [],
    record: flags.on === undefined ? alsoTo(page, recorder(flags, ports)) : undefined,
    model,
    stopwatch: () => ports.stopwatch(),
    progress: (run, done) => output.note(progressLine(run, done)),
  });
  printModelUse(model, context);
  const compared = flags.on === undefined ? played : await onRetell(played, { request, flags, page, ports }, context);
  const report = await keepReport(compared, { ...flags, earlier }, context);
  await writeMore(report, { audio: flags.audio, page }, context);
  printReport(report, context, { coverage: isWholeSuite(flags) || least !== undefined, leastEdges: least });
}

async function clinicsIn({ clinics }: FleetSimulation, store: Store): Promise<number> {
  return clinics?.length ?? (await store.clinics.list()).length;
}

interface Asked {
  readonly scenarios: readonly Scenario[];
  readonly now: number;
  readonly context: Context;
}

function requestOf(flags: SimulateFlags, { scenarios, now, context }: Asked): FleetSimulation {
  return {
    clinics: chosenClinics(flags, scenarios),
    scenarios,
    seed: flags.seed ?? (flags.url === undefined ? "1" : context.newId()),
    now,
    ...suiteOf(flags),
    bail: flags.bail === true,
    allowWrites: flags.allowWrites === true,
    inProcess: flags.inProcess === true,
    ...(flags.engine !== undefined && { engine: flags.engine }),
    ...(flags.audio !== undefined && { voiced: true }),
  };
}

/** What the run was asked to write besides the report. */
async function writeMore(report: SimulationReport, { audio, page }: More, context: Context): Promise<void> {
  await page?.write(report);
  if (audio !== undefined) await writeAudio(report, audio, context);
}

interface More {
  readonly audio: string | undefined;
  readonly page: HtmlReport | undefined;
}

function isFile(name: string): boolean {
  return /\.ya?ml$/u.test(name);
}

/** A scenario is named, or given as a file in addition to the suite. */
async function suiteOfFiles(flags: SimulateFlags, context: Context) {
  const names = flags.scenario ?? [];
  const read = await Promise.all(names.filter(isFile).map((path) => context.scenarioFiles(path)));
  const own = parseScenarios(read.flat());
  const scenario = [...names.filter((name) => !isFile(name)), ...own.map(({ name }) => name)];
  const known = names.length > 0 && names.every(isFile) ? [] : await suiteNamed(flags.suite, context);
  const suite = [...known.filter(({ name }) => own.every((one) => one.name !== name)), ...own];
  return { suite, ...(names.length > 0 && { scenario }) };
}

/** @throws usage unless exactly one call was played */
async function writeAudio({ clinics }: SimulationReport, file: string, context: Context): Promise<void> {
  const runs = clinics.flatMap(({ clinic, runs: of }) =>
    of.filter(({ status }) => status !== "skipped").map((run) => ({ clinic, run })),
  );
  const [only] = runs;
  if (only === undefined || runs.length > 1) {
    throw new AscendiaError("usage", `--audio reads one call aloud, and this run has ${runs.length}.`, {
      hint: "Name one clinic and one scenario: --clinic <slug> --scenario book --audio call.wav",
    });
  }
  const clinic = (await (await context.store()).clinics.list()).find(({ slug }) => slug === only.clinic);
  if (clinic === undefined) throw new RangeError("a simulated clinic is in the store");
  const engine = await context.speech();
  await context.writeOutput(file, await callAudio(only.run.transcript, clinic.language, engine));
  context.output.note(`${file}: the call, read aloud by ${engine.name}.`);
}

/** `--suite` plays only its own scenarios. */
async function suiteNamed(path: string | undefined, context: Context): Promise<readonly Scenario[]> {
  return path === undefined ? context.suite() : parseScenarios(await context.scenarioFiles(path));
}

interface Comparing {
  readonly request: FleetSimulation;
  readonly flags: SimulateFlags;
  readonly page: HtmlReport | undefined;
  readonly ports: SimulationPorts;
}

/** The clinics' reports are recorded only now, with Retell's results. */
async function onRetell(
  played: SimulationReport,
  { request, flags, page, ports }: Comparing,
  context: Context,
): Promise<SimulationReport> {
  const compared = await playOnRetell(played, request.scenarios, context);
  const record = alsoTo(page, recorder(flags, ports));
  for (const clinic of compared.clinics) await record?.(clinic);
  return compared;
}

function isWholeSuite({ all, scenario, filter, shard }: SimulateFlags): boolean {
  return all === true && scenario === undefined && filter === undefined && shard === undefined;
}

function htmlOf({ html: file }: SimulateFlags, [world]: readonly World[], context: Context): HtmlReport | undefined {
  return file === undefined || world === undefined ? undefined : htmlReport({ file, flow: world.agent.flow }, context);
}

/** Scenarios of recorded calls name their clinic. */
function chosenClinics({ clinic, all }: SimulateFlags, scenarios: readonly Scenario[]): readonly string[] | undefined {
  if (all === true && clinic === undefined) return undefined;
  if (all !== true && clinic !== undefined) return clinic;
  const own = scenarios.flatMap(({ needs }) => (needs?.clinic === undefined ? [] : [needs.clinic]));
  if (all !== true && own.length === scenarios.length) return [...new Set(own)];
  throw new AscendiaError("usage", "Pass exactly one of --all or --clinic.", {
    hint: "Use ascendia simulate --all, or --clinic <id|slug> for some clinics.",
  });
}

function chooseScenarios(
  all: readonly Scenario[],
  { scenario: named = [], filter }: SimulateFlags,
): readonly Scenario[] {
  const unknown = named.find((name) => !all.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    throw new AscendiaError("not_found", `Unknown scenario "${unknown}".`, {
      hint: "List them with: ascendia simulate --list",
    });
  }
  const chosen = all
    .filter(({ name }) => named.length === 0 || named.includes(name))
    .filter(({ name }) => filter === undefined || name.includes(filter));
  if (chosen.length > 0) return chosen;
  throw new AscendiaError("nothing_checked", "No matching scenarios.", {
    hint: "List them with: ascendia simulate --list",
  });
}

function described({ name, title, languages }: Scenario) {
  return { name, title, languages };
}
