import { basename } from "node:path";
import { AscendiaError } from "../../errors.ts";
import { type LoadedFlow, parseFlow } from "../../flow/parse/parse-flow.ts";
import { unwrapFlow } from "../../flow/parse/unwrap-flow.ts";
import { parseScenarios } from "../../simulator/scenario/parse-scenario.ts";
import {
  type Mock,
  type StandaloneCall,
  parseMocks,
  simulateStandaloneFlow,
} from "../../simulator/retell-tests/standalone-flow.ts";
import type { Context } from "../context.ts";
import { readTemplateInput } from "../input-files.ts";
import { playFlowOnRetell } from "../play-on-retell.ts";
import { printReport, htmlReport, progressLine } from "./report.ts";
import { refuseFlags } from "./simulate-flags.ts";
import { type ModelFlags, agreeToModel, printModelUse, modelOf } from "./simulate-model.ts";
import { type SuiteFlags, earlierReport, keepReport, leastCoverage } from "./simulate-suite.ts";

export interface StandaloneFlags extends SuiteFlags, ModelFlags {
  readonly flow?: string;
  readonly script?: string;
  readonly mocks?: string;
  readonly seed?: string;
  readonly html?: string;
  readonly on?: "retell";
}

/** Flags that only apply to clinics, suites and servers. */
const refused = ["clinic", "all", "url", "allowWrites", "interactive", "suite", "scenario", "filter", "list", "bail"];
const refusedOfSuites = ["at", "now", "shard", "threads", "repeat", "mutate"];

/** A flow without a clinic: a dashboard export, or another agent's flow. */
export async function simulateStandalone(flags: StandaloneFlags, context: Context): Promise<void> {
  const { flow: flowFile, script } = required(flags);
  const { json } = await readTemplateInput(flowFile, context);
  const agent = foreignAgent(parseFlow(json), flowFile);
  const scenarios = parseScenarios(await context.scenarioFiles(script));
  const mocks = await readMocks(flags.mocks, context);
  const model = await modelOf(flags, context);
  const request = { agent, scenarios, mocks, seed: flags.seed ?? "1", now: context.clock.now() };
  await agreeToModel(model, { scenarios, clinics: 1 }, context);
  const least = leastCoverage(flags);
  const earlier = await earlierReport(flags, context);
  const played = await simulateStandaloneFlow(request, {
    scripts: await context.scriptRunner(),
    model,
    stopwatch: () => performance.now(),
    progress: (run, done) => context.output.note(progressLine(run, done)),
  });
  printModelUse(model, context);
  const flow = flags.on === undefined ? undefined : unwrapFlow(json)?.flow;
  const compared = flow === undefined ? played : await playFlowOnRetell(played, scenarios, { flow, context });
  const report = await keepReport(compared, { ...flags, earlier }, context);
  if (flags.html !== undefined) {
    const page = htmlReport({ file: flags.html, flow: agent.flow }, context);
    for (const clinic of report.clinics) page.add(clinic);
    await page.write(report);
  }
  printReport(report, context, { coverage: scenarios.length > 1 || least !== undefined, leastEdges: least });
}

function required(flags: StandaloneFlags) {
  const { flow, script } = flags;
  if (flow === undefined) {
    throw new AscendiaError("usage", "--script and --mocks need --flow.", {
      hint: "Add --flow <file>, or use --suite <path> for clinic scenarios.",
    });
  }
  refuseFlags(flags, [...refused, ...refusedOfSuites], {
    of: "--flow",
    hint: "Remove them. --script names the scenario file or folder, and a scenario's `clock` sets the time.",
  });
  if (script !== undefined) return { flow, script };
  throw new AscendiaError("usage", "Missing --script.", {
    hint: "Pass --script <scenario.yaml> or a folder; the format is in templates/scenario.schema.json.",
  });
}

async function readMocks(file: string | undefined, context: Context): Promise<readonly Mock[]> {
  return file === undefined ? [] : parseMocks({ file: basename(file), text: await context.readInput(file) });
}

function foreignAgent({ flow, agent = {} }: LoadedFlow, file: string): StandaloneCall["agent"] {
  const { agent_id: id, agent_name: name, timezone } = agent;
  return {
    agentId: typeof id === "string" ? id : "agent_foreign",
    agentName: typeof name === "string" && name.trim() !== "" ? name.trim() : basename(file),
    flow,
    options: typeof timezone === "string" && timezone !== "" ? { defaultTimeZone: timezone } : {},
  };
}
