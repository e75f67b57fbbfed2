import { MINUTE_MS } from "../clock.ts";
import { readVersion } from "../domain/agent/live-versions.ts";
import { flowToCreate } from "../domain/agent/content/agent-content.ts";
import type { FlowReference, JsonObject, RetellTests, TestCase, TestResult } from "../domain/agent/ports.ts";
import { AscendiaError } from "../errors.ts";
import { isObject } from "../flow/parse/unwrap-flow.ts";
import type { RunReport, SimulationReport } from "../simulator/reports/report.ts";
import { makeTestCase } from "../simulator/retell-tests/make-test-case.ts";
import { type RetellVerdict, withRetell } from "../simulator/retell-tests/with-retell.ts";
import type { Scenario } from "../simulator/scenario/schema.ts";
import { counted } from "../terminal/table.ts";
import { agentPorts, agreeTo, masterOf } from "./agent/agent-ports.ts";
import type { Context } from "./context.ts";

type Place = Pick<RunReport, "clinic" | "scenario">;

interface Planned {
  readonly place: Place;
  readonly testCase: TestCase;
}

/** Plays the calls of a report again on the master agent's flow, on Retell's own engine, and reports what it said. */
export async function playOnRetell(
  report: SimulationReport,
  scenarios: readonly Scenario[],
  context: Context,
): Promise<SimulationReport> {
  return compared({ report, scenarios, tested: await masterFlow(context) }, context);
}

/** The same for another flow, which exists at Retell only while the tests run. */
export async function playFlowOnRetell(
  report: SimulationReport,
  scenarios: readonly Scenario[],
  { flow, context }: { readonly flow: JsonObject; readonly context: Context },
): Promise<SimulationReport> {
  const { tests } = await context.retell();
  const { whole, known } = flowToCreate(flow);
  let added: FlowReference | undefined;
  const open = async () => {
    added ??= await tests.addFlow(whole).catch((error: unknown) => {
      const isUnknownKey = error instanceof AscendiaError && error.code === "invalid";
      if (!isUnknownKey || JSON.stringify(known) === JSON.stringify(whole)) throw error;
      return tests.addFlow(known);
    });
    return added;
  };
  try {
    return await compared({ report, scenarios, tested: { open, tools: toolNames(flow), isForeign: true } }, context);
  } finally {
    if (added !== undefined) await tests.deleteFlow(added.flowId);
  }
}

interface TestedFlow {
  /** Called after the price was confirmed. */
  open(): Promise<FlowReference>;
  readonly tools: readonly string[];
  readonly isForeign: boolean;
}

interface Comparison {
  readonly report: SimulationReport;
  readonly scenarios: readonly Scenario[];
  readonly tested: TestedFlow;
}

async function compared({ report, scenarios, tested }: Comparison, context: Context): Promise<SimulationReport> {
  const { tools, isForeign } = tested;
  const verdicts = new Map<string, RetellVerdict>();
  const planned: Planned[] = [];
  for (const clinic of report.clinics) {
    for (const run of clinic.runs.filter(({ status }) => status !== "skipped")) {
      const scenario = scenarios.find(({ name }) => name === run.scenario);
      if (scenario === undefined) continue;
      const variables = isForeign ? (scenario.variables ?? {}) : clinic.variables;
      const made = makeTestCase({ run, scenario, clinic: { variables }, tools, isForeign });
      if (made.kind === "made") planned.push({ place: run, testCase: made.testCase });
      else verdicts.set(keyOf(run), { status: "not_sent", explanation: made.reason });
    }
  }
  if (planned.length === 0) {
    throw new AscendiaError("nothing_checked", "None of the calls can be played on Retell's engine.", {
      hint: "Choose scenarios in which the caller speaks and functions are called.",
    });
  }
  await confirmPrice(planned, context);
  const results = await playBatch({ flow: await tested.open(), planned }, context);
  for (const [key, { status, explanation }] of results) verdicts.set(key, { status, explanation });
  return withRetell(report, (run) => verdicts.get(keyOf(run)));
}

function keyOf({ clinic, scenario }: Place): string {
  return `${clinic} ${scenario}`;
}

async function masterFlow(context: Context): Promise<TestedFlow> {
  const { platform } = await agentPorts(context);
  const { agentId, version } = await masterOf(context);
  const { flow, content } = await readVersion(agentId, version, platform);
  return { open: () => Promise.resolve(flow), tools: toolNames(content.flow), isForeign: false };
}

/** Of the flow, its components and its subagents: everything Retell could call. */
function toolNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(toolNames);
  if (!isObject(value)) return [];
  const { tools, nodes, components } = value;
  const own = Array.isArray(tools) ? tools : [];
  const names = own.flatMap((tool: unknown) =>
    isObject(tool) && typeof tool["name"] === "string" ? tool["name"] : [],
  );
  return [...new Set([...names, ...toolNames(nodes), ...toolNames(components)])];
}

/** Dollars a message, by model; the model that plays the caller is billed too (docs/retell.md 11). */
const price = { least: 0.001, most: 0.05 };

async function confirmPrice(planned: readonly Planned[], context: Context): Promise<void> {
  const messages = planned.reduce((sum, { testCase }) => sum + 2 * (testCase.prompt.split("\n").length - 1), 0);
  const [least, most] = [price.least, price.most].map((each) => `$${(each * messages).toFixed(2)}`);
  const what = `${counted(planned.length, "test case")} on Retell's engine, about ${messages} messages`;
  context.output.note(`Price: ${what}: ${least} to ${most}, depending on the agent's model, paid to Retell`);
  await agreeTo(`Play ${what}?`, context);
}

const pauseMs = 1000;
const longestMs = 30 * MINUTE_MS;

/** Creates the test cases, plays them in one batch and deletes them again, whatever happens. */
async function playBatch(
  { flow, planned }: { readonly flow: FlowReference; readonly planned: readonly Planned[] },
  context: Context,
): Promise<ReadonlyMap<string, TestResult>> {
  const { tests } = await context.retell();
  const places = new Map<string, string>();
  try {
    for (const { place, testCase } of planned) places.set(await tests.createCase(flow, testCase), keyOf(place));
    const batch = await tests.startBatch(flow, [...places.keys()]);
    const results = await resultsOf(batch, tests, context);
    return new Map(results.map((result) => [places.get(result.caseId) ?? result.caseId, result]));
  } finally {
    for (const id of places.keys()) await tests.deleteCase(id);
  }
}

async function resultsOf(
  batch: string,
  tests: RetellTests,
  { wait, output, clock }: Pick<Context, "wait" | "output" | "clock">,
): Promise<readonly TestResult[]> {
  const deadline = clock.now() + longestMs;
  return output.step("Playing on Retell's engine", async () => {
    while (clock.now() < deadline) {
      const results = await tests.results(batch);
      if (results !== undefined) return results;
      await wait(pauseMs);
    }
    throw new AscendiaError("transient", `Retell has not finished the batch test ${batch} in 30 minutes.`, {
      hint: "Look at it in the Retell dashboard, or try again with fewer scenarios.",
    });
  });
}
