import { basename } from "node:path";
import { AscendiaError } from "../domain/errors.ts";
import { parseFlow, type LoadedFlow } from "../domain/flow/parse-flow.ts";
import { parseMocks, type Mock } from "../domain/simulation/foreign/mocks.ts";
import type { ForeignCall } from "../domain/simulation/foreign/play-foreign-call.ts";
import { simulateForeignFlow } from "../domain/simulation/foreign/simulate-foreign-flow.ts";
import { parseScenarios } from "../domain/simulation/scenario/parse-scenario.ts";
import type { Context } from "./context.ts";
import { readJson } from "./read-json.ts";
import { htmlReport } from "./simulate-html.ts";
import { modelOf, tellUse } from "./simulate-model.ts";
import { tellReport } from "./simulate-outcome.ts";
import { progressLine } from "./simulate-view.ts";

export interface ForeignFlags {
  readonly clinic: readonly string[];
  readonly all?: boolean;
  readonly url?: string;
  readonly interactive?: boolean;
  readonly flow?: string;
  readonly script?: string;
  readonly mocks?: string;
  readonly seed?: string;
  readonly html?: string;
  readonly brain?: "offline" | "llm";
}

/** A flow that belongs to no clinic: dashboard exports, other people's agents. */
export async function simulateForeign(flags: ForeignFlags, context: Context): Promise<void> {
  const { flow: flowFile, script } = required(flags);
  const agent = foreignAgent(parseFlow(await readJson(flowFile, context)), flowFile);
  const scenarios = parseScenarios(await context.scenarioFiles(script));
  const mocks = await readMocks(flags.mocks, context);
  const model = await modelOf(flags, context);
  const request = { agent, scenarios, mocks, seed: flags.seed ?? "1", now: context.clock.now() };
  const report = await simulateForeignFlow(request, {
    scripts: await context.scriptRunner(),
    model,
    stopwatch: () => performance.now(),
    progress: (run, done) => context.output.note(progressLine(run, done)),
  });
  tellUse(model, context);
  if (flags.html !== undefined) {
    const page = htmlReport({ file: flags.html, flow: agent.flow }, context);
    for (const clinic of report.clinics) page.add(clinic);
    await page.write(report);
  }
  tellReport(report, context);
}

function required({ flow, script, clinic, all, url, interactive }: ForeignFlags) {
  if (flow === undefined) {
    throw new AscendiaError("usage", "--script and --mocks are for a flow of its own.", {
      hint: "Add --flow <file>; scenarios for clinics go under --suite <path>.",
    });
  }
  if (clinic.length > 0 || all === true || url !== undefined || interactive === true) {
    throw new AscendiaError("usage", "--flow plays a flow without a clinic, a server or a person at the line.", {
      hint: "Leave out --clinic, --all, --url and --interactive.",
    });
  }
  if (script !== undefined) return { flow, script };
  throw new AscendiaError("usage", "What is the caller of the flow to say?", {
    hint: "Add --script <scenario.yaml>, or a folder of them; the format is in templates/scenario.schema.json.",
  });
}

async function readMocks(file: string | undefined, context: Context): Promise<readonly Mock[]> {
  return file === undefined ? [] : parseMocks({ file: basename(file), text: await context.readInput(file) });
}

function foreignAgent({ flow, agent = {} }: LoadedFlow, file: string): ForeignCall["agent"] {
  const { agent_id: id, agent_name: name, timezone } = agent;
  return {
    agentId: typeof id === "string" ? id : "agent_foreign",
    agentName: typeof name === "string" && name.trim() !== "" ? name.trim() : basename(file),
    flow,
    options: typeof timezone === "string" && timezone !== "" ? { defaultTimeZone: timezone } : {},
  };
}
