import * as z from "zod";
import { type OfflineBrain, RunStopped, offlineBrain } from "../../domain/brain/brain.ts";
import { IndexCache } from "../../domain/brain/choose-candidate.ts";
import type { Understanding } from "../../domain/brain/understanding.ts";
import { modelBrain } from "../../domain/brain/model-brain.ts";
import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import { countryOfTelephone } from "../../domain/clinic/telephone/telephone.ts";
import type { Language } from "../../domain/language/language.ts";
import { dateAt, instantOf } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import type { ScriptRunner, ToolCall, ToolOutcome } from "../../flow/ports.ts";
import { type FlowCall, defaultEngineOptions } from "../../flow/session/state.ts";
import { fleetCoverage, passedBy } from "../coverage/coverage.ts";
import { type Check, type RunReport, type SimulationReport, durationTally, totalsOf } from "../reports/report.ts";
import { analyseCall } from "../run/call-events.ts";
import { checkExpectations, matches, valueAtPath } from "../run/check-expectations.ts";
import { emptyReport, judgedByModel, playedReport, verdict, withJudge } from "../run/judge-run.ts";
import { type Stage, modelCaller, playCall, textIn } from "../run/play-call.ts";
import { type SendCall, recordedTools } from "../run/recorded-tools.ts";
import type { AnsweredCall } from "../run/run-scenario.ts";
import { stableHex } from "../run/scene.ts";
import { callerNumber } from "../scenario/fill-placeholders.ts";
import { type ScenarioFile, parseYaml } from "../scenario/parse-scenario.ts";
import { type Scenario, matcherSchema } from "../scenario/schema.ts";
import type { SimulatedAgent } from "../world.ts";

/** The mocks of one run. @throws RunStopped failed for a call that none of them answers: answers are never invented */
function answerByMock(mocks: readonly Mock[], language: Language): SendCall {
  const left = new Map(mocks.map((mock) => [mock, mock.times ?? Infinity]));
  return async (call) => {
    const due = mocks.find((mock) => (left.get(mock) ?? 0) > 0 && fits(mock, call, language));
    if (due === undefined) throw new RunStopped("failed", unanswered(call, mocks));
    left.set(due, (left.get(due) ?? 0) - 1);
    return outcomeOf(due);
  };
}

function fits({ tool, when = {} }: Mock, { name, args }: ToolCall, language: Language): boolean {
  const fields = Object.entries(when);
  return tool === name && fields.every(([path, matcher]) => matches(valueAtPath(args, path), matcher, language));
}

function outcomeOf({ answer, status }: Mock): ToolOutcome {
  const content = typeof answer === "string" ? answer : (JSON.stringify(answer) ?? "");
  if (status !== undefined) return { ok: false, status, content: `HTTP status ${status}: ${content}`, ms: 0 };
  return { ok: true, status: 200, content, ms: 0 };
}

function unanswered({ name, args }: ToolCall, mocks: readonly Mock[]): string {
  const others = mocks.filter(({ tool }) => tool === name).length;
  const called = `the flow calls the tool ${name} with ${JSON.stringify(args)}`;
  return others === 0
    ? `${called}, but no mock answers that tool: add "- tool: ${name}" with an answer to the mocks`
    : `${called}, and none of its ${others} mocks fits or is left: widen "when" or "times", or add one`;
}

/** Expectations and deviations from the script; there are no other clinics to leak. */
async function judgeStandaloneCall(call: StandaloneCall, played: AnsweredCall, model?: ModelPorts): Promise<RunReport> {
  const { expect = {} } = call.scenario;
  const judged = await judgedByModel(call.scenario, played, model);
  const deviations = played.deviations.map((what): Check => ({ what, status: "failed" }));
  const checks = [...checkExpectations(expect, played.observed), ...judged.checks, ...deviations];
  const evidence = { checks, leaks: [], expected: Object.keys(expect).length > 0 };
  return {
    ...placeOf(call),
    ...verdict(withJudge(played, judged), evidence),
    ...playedReport(played.observed),
    checks,
    leaks: [],
  };
}

function skippedStandaloneCall(call: StandaloneCall, reason: string): RunReport {
  return { ...emptyReport(placeOf(call)), status: "skipped", reason };
}

function placeOf({ agent, scenario }: StandaloneCall): Pick<RunReport, "clinic" | "scenario"> {
  return { clinic: agent.agentName, scenario: scenario.name };
}

const mock = z
  .strictObject({
    tool: z.string().min(1).describe("name of the tool"),
    when: z.record(z.string(), matcherSchema).optional().describe("arguments by dot path; others do not count"),
    answer: z.unknown().optional().describe("what the tool answers: JSON, or text as it is"),
    status: z.int().min(400).max(599).optional().describe("it fails with this HTTP status"),
    times: z.int().min(1).optional().describe("number of calls of a run it answers; default: all"),
  })
  .refine(({ answer, status }) => answer !== undefined || status !== undefined, {
    message: "It needs an answer, or a status",
  });

/** A list; the first mock that fits a call answers it. */
const mocksSchema = z.array(mock).min(1);

export type Mock = z.infer<typeof mock>;

/** Reads YAML, and so JSON too. @throws invalid with every problem and its line */
export function parseMocks(file: ScenarioFile): readonly Mock[] {
  return parseYaml(file, {
    shape: mocksSchema,
    use: "as mocks",
    hint: "It is a list of: tool, when (arguments), answer, status, times; tool is required, and answer or status.",
    jsonSchema: () => z.toJSONSchema(mocksSchema),
  });
}

export interface StandaloneCall {
  readonly scenario: Scenario;
  readonly agent: Pick<SimulatedAgent, "agentId" | "agentName" | "flow" | "options">;
  readonly mocks: readonly Mock[];
  readonly seed: string;
  readonly now: number;
}

interface StandalonePorts {
  readonly scripts: ScriptRunner;
  readonly indexes: IndexCache;
  readonly model?: ModelPorts | undefined;
  /** What callers of this flow say; without it, only the flow's own words are known. */
  readonly understanding?: Understanding | undefined;
}

/** Where a scenario's caller calls from, when, and in which language. */
interface StandaloneLine {
  readonly call: FlowCall;
  readonly stage: Stage;
  readonly brain: OfflineBrain;
}

/** A line to a flow without clinic or server; the scenario sets number, variables and clock. */
function openStandaloneLine(job: StandaloneCall, ports: StandalonePorts): StandaloneLine {
  const { scenario, agent, seed } = job;
  const { name, languages, variables = {}, values: given = {}, caller } = scenario;
  const [language = "en"] = languages;
  const fromNumber = callerNumber("", caller.number).number;
  const timezone = variables["timezone"] ?? agent.options.defaultTimeZone ?? defaultEngineOptions.defaultTimeZone;
  const startedAt = startOf(job, timezone);
  const today = dateAt(startedAt, timezone);
  const country = variables["country"] ?? countryOfTelephone(fromNumber) ?? "US";
  const facts = { language, today, given };
  return {
    call: {
      callId: `call_simulated_${stableHex(`${seed} ${name}`).slice(0, 24)}`,
      agentId: agent.agentId,
      agentName: agent.agentName,
      type: "phone_call",
      direction: "inbound",
      fromNumber,
      startedAt,
      variables,
    },
    stage: stageAt(startedAt, agent, ports.scripts),
    brain:
      ports.model === undefined
        ? offlineBrain({ ...facts, country, indexes: ports.indexes, understanding: ports.understanding })
        : modelBrain(facts, ports.model),
  };
}

/** One scenario against a flow whose tools are answered by mocks. */
export async function playStandaloneCall(job: StandaloneCall, ports: StandalonePorts): Promise<AnsweredCall> {
  const { scenario, mocks } = job;
  const [language = "en"] = scenario.languages;
  const { call, stage, brain } = openStandaloneLine(job, ports);
  const faults = scenario.faults ?? [];
  const tools = recordedTools(answerByMock(mocks, language), { faults, refused: new Set(), before: async () => {} });
  const { persona } = scenario.caller;
  const caller =
    persona === undefined || ports.model === undefined
      ? undefined
      : modelCaller(textIn(persona, language), language, ports.model);
  const script = { call, language, turns: scenario.caller.turns, faults };
  const played = await playCall(script, { world: stage, brain, tools, persona: caller });
  const { records } = tools;
  const observed = {
    language,
    snapshot: played.snapshot,
    records,
    analysis: analyseCall({ records, snapshot: played.snapshot }, []),
    appointments: undefined,
    called: undefined,
    webhookMs: 0,
    functionMs: tools.latencies,
  };
  return { kind: "answered", ...played, suppliedBody: "", eventProblems: [], refusals: [], observed };
}

function startOf({ scenario, now }: StandaloneCall, timezone: string): number {
  const [date, time] = scenario.clock?.at.split("T") ?? [];
  return date === undefined || time === undefined ? now : instantOf(date, time, timezone);
}

/** A clock that advances only while the caller speaks or is silent. */
function stageAt(start: number, agent: StandaloneCall["agent"], scripts: ScriptRunner): Stage {
  let instant = start;
  const clock = {
    now: () => instant,
    set: (next: number) => {
      instant = next;
    },
  };
  return { agent, scripts, clock, copy: { clock } };
}

interface StandaloneSimulation extends Omit<StandaloneCall, "scenario"> {
  readonly scenarios: readonly Scenario[];
}

interface StandaloneSimulationPorts extends Omit<StandalonePorts, "indexes"> {
  readonly stopwatch: () => number;
  readonly progress: (run: RunReport, done: { readonly runs: number; readonly of: number }) => void;
}

/** Every scenario against one flow; the report is a fleet's with the agent in place of the clinic. */
export async function simulateStandaloneFlow(
  request: StandaloneSimulation,
  ports: StandaloneSimulationPorts,
): Promise<SimulationReport> {
  const { scenarios, agent, seed } = request;
  for (const scenario of scenarios) refuseClinicSettings(scenario);
  const started = ports.stopwatch();
  const coverage = fleetCoverage(agent.flow);
  const durations = durationTally();
  const indexes = new IndexCache();
  const runs: RunReport[] = [];
  for (const scenario of scenarios) {
    const { run, functionMs } = await playOne({ ...request, scenario }, { ...ports, indexes });
    runs.push(run);
    // Each scenario supplies its own variables, so an edge is unreachable only if it is for all of them.
    const report = { ...agentReport(agent, [run]), variables: scenario.variables ?? {} };
    coverage.add({ report, passed: passedBy(report), played: run.status !== "skipped" });
    durations.add({ report, measured: [{ webhookMs: [], functionMs, callMs: [] }], passed: passedBy(report) });
    ports.progress(run, { runs: runs.length, of: scenarios.length });
  }
  const flowCoverage = coverage.result();
  const { nodes, edges, unreachable } = flowCoverage;
  const ofAgent = {
    nodes: { total: nodes.total, covered: nodes.covered },
    edges: { total: edges.total, covered: edges.covered, missed: edges.missed },
    unreachable,
  };
  const variables = scenarios[0]?.variables ?? {};
  const clinics = [{ ...agentReport(agent, runs), variables, coverage: ofAgent }];
  return {
    schema: 1,
    seed,
    at: null,
    detail: "whole",
    totals: totalsOf(clinics),
    clinics,
    coverage: flowCoverage,
    timings: durations.result(ports.stopwatch() - started),
  };
}

function agentReport({ agentName, agentId }: StandaloneCall["agent"], runs: readonly RunReport[]) {
  const doctors = { own: [], offered: { variable: [], function: [] }, problems: [] };
  return { clinic: agentName, clinicId: agentId, doctors, runs };
}

async function playOne(
  call: StandaloneCall,
  ports: StandalonePorts,
): Promise<{ readonly run: RunReport; readonly functionMs: readonly number[] }> {
  if (call.scenario.caller.persona !== undefined && ports.model === undefined) {
    return { run: skippedStandaloneCall(call, "its caller is a persona, which needs --brain llm"), functionMs: [] };
  }
  const played = await playStandaloneCall(call, ports);
  return { run: await judgeStandaloneCall(call, played, ports.model), functionMs: played.observed.functionMs };
}

const calendarFaults = new Set(["slot_taken", "day_closed", "outside_event", "calendar_cut_off"]);

function refuseClinicSettings({ name, existing = [], needs, faults = [], recorded, expect }: Scenario): void {
  const settings = [
    ...(existing.length > 0 ? ["existing"] : []),
    ...(needs === undefined ? [] : ["needs"]),
    ...faults.flatMap(({ kind }) => (calendarFaults.has(kind) ? [`the fault ${kind}`] : [])),
    ...(recorded === undefined ? [] : ["recorded"]),
    ...(expect?.appointments === undefined ? [] : ["expect.appointments"]),
  ];
  if (settings.length === 0) return;
  throw new AscendiaError("invalid", `Scenario ${name} uses a clinic's calendar (${settings.join(", ")}).`, {
    hint: "A flow played with --flow has no clinic: leave these out, and set its tools' answers with --mocks.",
  });
}
