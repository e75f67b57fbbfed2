import {
  type Leak,
  type LeakSearch,
  type Utterance,
  doctorMismatch,
  doctorsInList,
  doctorsInMap,
  findLeaks,
} from "../reports/leaks.ts";
import { RunStopped } from "../../domain/brain/brain.ts";
import type { ModelPorts } from "../../domain/brain/model-ports.ts";
import type { Flow } from "../../flow/flow.ts";
import { isSystemVariable, placeholderNames } from "../../flow/placeholders.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import type { Check, RunReport, RunStatus } from "../reports/report.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { ClinicFacts } from "../scenario/fill-placeholders.ts";
import { askJudge, unjudged } from "./call-judge.ts";
import { decisionsOf, transcriptLines } from "./call-events.ts";
import { type Observed, agentTexts, checkExpectations, plain } from "./check-expectations.ts";
import type { PreparedRun } from "./recorded-tools.ts";
import { recordedChecks } from "./recorded-answers.ts";
import type { AnsweredCall, CallResult } from "./run-scenario.ts";

/** Decides a run's status by its expectations, its deviations from the script, and any leak of other clinics' data. */
export function judgeRun(run: PreparedRun, result: CallResult, { search, judged, flow }: RunEvidence): RunReport {
  const { facts, scenario } = run;
  if (result.kind === "unanswered") return { ...emptyReport(placeOf(run)), status: "failed", reason: result.problem };
  const checks = [
    ...checkExpectations(scenario.expect ?? {}, result.observed),
    ...judged.checks,
    ...recordedChecks(scenario.recorded, result.observed.records),
    ...unasked(result, facts, flow),
  ];
  const leaks = leaksOf(result, facts, search);
  return {
    ...placeOf(run),
    ...verdict(withJudge(result, judged), {
      checks,
      leaks,
      expected: Object.keys(scenario.expect ?? {}).length > 0,
    }),
    ...playedReport(result.observed),
    checks,
    leaks,
  };
}

interface RunEvidence {
  readonly search: LeakSearch;
  readonly judged: Judged;
  /** What was played. */
  readonly flow: Flow;
}

/** A model's verdict on a finished call. */
export interface Judged {
  readonly checks: readonly Check[];
  /** Why it gave no verdict. */
  readonly stopped?: RunStopped;
}

/** The model is not asked about a call that was not played to its end. */
export async function judgedByModel(
  scenario: Scenario,
  result: CallResult,
  model: ModelPorts | undefined,
): Promise<Judged> {
  if (result.kind === "unanswered") return { checks: [] };
  const { observed, stopped } = result;
  const isWhole = stopped === undefined && observed.snapshot.status === "ended";
  if (model === undefined || !isWhole) return { checks: unjudged(scenario, observed) };
  try {
    return { checks: await askJudge(scenario, observed, model) };
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    return { checks: [], stopped: error };
  }
}

/** A call is undecided when its judge cannot say. */
export function withJudge(call: AnsweredCall, { stopped }: Judged): AnsweredCall {
  return stopped === undefined ? call : { ...call, stopped };
}

/** The part of a call's report that does not depend on its status. */
export function playedReport({ snapshot, records, analysis }: Observed) {
  return {
    path: snapshot.visitedNodes,
    edges: snapshot.visitedEdges,
    transcript: transcriptLines(snapshot),
    tools: records,
    variables: snapshot.collected,
    decisions: decisionsOf(snapshot),
    outcome: analysis.custom_analysis_data["outcome"] ?? null,
    ended: snapshot.ended?.reason ?? null,
  };
}

function placeOf({ facts, scenario }: Pick<PreparedRun, "facts" | "scenario">): Place {
  return { clinic: facts.clinic.slug, scenario: scenario.name };
}

type Place = Pick<RunReport, "clinic" | "scenario">;

export function skippedRun(run: Pick<PreparedRun, "facts" | "scenario">, reason: string): RunReport {
  return { ...emptyReport(placeOf(run)), status: "skipped", reason };
}

export function emptyReport(place: Place): Omit<RunReport, "status" | "reason"> {
  return {
    ...place,
    path: [],
    edges: [],
    transcript: [],
    tools: [],
    variables: {},
    decisions: [],
    outcome: null,
    ended: null,
    checks: [],
    leaks: [],
  };
}

/**
 * Checks that apply to every run, whatever its scenario expects; reported only if violated, because passing them proves
 * nothing.
 */
function unasked(
  { deviations, eventProblems, observed }: AnsweredCall,
  { doctors }: ClinicFacts,
  flow: Flow,
): readonly Check[] {
  const { variables } = observed.snapshot.call;
  const offered = [
    ["available_doctors", doctorMismatch(doctorsInList(variables["available_doctors"] ?? ""), doctors)],
    ["doctor_id_map", doctorMismatch(doctorsInMap(variables["doctor_id_map"] ?? ""), doctors)],
  ] as const;
  const problems = [
    ...deviations,
    ...eventProblems,
    ...offered.flatMap(([name, problem]) => (problem === undefined ? [] : [`${name} ${problem}`])),
    ...unsupplied(flow, observed.snapshot),
    ...literalPlaceholders([...agentTexts(observed.snapshot), ...observed.records.map(({ args }) => plain(args))]),
  ];
  return problems.map((what) => ({ what, status: "failed" }));
}

/** No simulated sentence shows the global prompt, but a model would read it with every sentence. */
function unsupplied(flow: Flow, { call, collected }: FlowSnapshot): readonly string[] {
  const sources = [collected, call.variables, flow.default_dynamic_variables ?? {}];
  return promptNames(flow)
    .filter((name) => sources.every((values) => values[name] === undefined))
    .map((name) => `the global prompt has {{${name}}}, which nothing supplied`);
}

const namesByFlow = new WeakMap<Flow, readonly string[]>();

function promptNames(flow: Flow): readonly string[] {
  const known = namesByFlow.get(flow);
  if (known !== undefined) return known;
  const names = new Set(placeholderNames(flow.global_prompt ?? "").filter((name) => !isSystemVariable(name)));
  const made = [...names];
  namesByFlow.set(flow, made);
  return made;
}

/** Retell leaves a placeholder without a value in the text (docs/retell.md 10), and the caller hears the braces. */
function literalPlaceholders(texts: readonly string[]): readonly string[] {
  const found = new Set(texts.flatMap((text) => text.match(/\{\{[^{}]+\}\}/g) ?? []));
  return [...found].map((placeholder) => `says or sends ${placeholder}, which nothing supplied`);
}

function leaksOf({ observed, suppliedBody }: AnsweredCall, own: ClinicFacts, search: LeakSearch): readonly Leak[] {
  const { snapshot, records } = observed;
  const { direction, fromNumber = "", toNumber = "" } = snapshot.call;
  const isOutbound = direction === "outbound";
  const utterances: readonly Utterance[] = [
    { where: isOutbound ? "variables of the call" : "inbound webhook", text: suppliedBody },
    ...agentTexts(snapshot).map((text) => ({ where: "said", text })),
    ...records.flatMap(({ name, args, result }) => [
      { where: `arguments of ${name}`, text: plain(args) },
      { where: `answer of ${name}`, text: plain(result) },
    ]),
    { where: "transfer", text: snapshot.ended?.transferDestination ?? "" },
  ];
  const caller = snapshot.trace.flatMap((item) => ("role" in item && item.role === "user" ? [item.content] : []));
  return findLeaks(utterances, { own, caller: [...caller, isOutbound ? toNumber : fromNumber] }, search);
}

interface Evidence {
  readonly checks: readonly Check[];
  readonly leaks: readonly Leak[];
  readonly expected: boolean;
}

export function verdict(
  { observed, refusals, stopped }: Pick<AnsweredCall, "observed" | "refusals" | "stopped">,
  { checks, leaks, expected }: Evidence,
): { status: RunStatus; reason: string | null } {
  const { snapshot } = observed;
  const failed = checks.find(({ status }) => status === "failed");
  const [leak] = leaks;
  if (leak !== undefined)
    return { status: "failed", reason: `leak: ${leak.where} holds ${leak.mark} of ${leak.clinics.join(", ")}` };
  const [refused] = refusals;
  if (refused !== undefined) return { status: "skipped", reason: `it calls ${refused}, which writes` };
  if (stopped !== undefined) return { status: stopped.status, reason: stopped.message };
  if (snapshot.status === "undecided") return { status: "undecided", reason: undecidedText(snapshot.undecided) };
  if (snapshot.status === "failed") return { status: "failed", reason: snapshot.problem?.message ?? null };
  if (failed !== undefined) return { status: "failed", reason: failureText(failed) };
  const proved = expected && checks.some(({ status }) => status === "passed");
  return proved ? { status: "passed", reason: null } : { status: "vacuous", reason: "nothing was expected" };
}

function failureText({ what, found }: Check): string {
  return found === undefined ? what : `${what}; found ${found}`;
}

function undecidedText(undecided: AnsweredCall["snapshot"]["undecided"]): string {
  if (undecided === undefined) return "";
  const scores = undecided.candidates.slice(0, 3).map(({ id, score }) => `${id} ${score.toFixed(2)}`);
  return `at ${undecided.node} "${undecided.heard}" could mean ${scores.join(", ")}`;
}

/**
 * The status of several plays of one run: flaky if they differ. A leak in one play fails the run, even if the others
 * passed.
 */
export function verdictOfPlays(plays: readonly RunReport[]): RunReport {
  const [first] = plays;
  if (first === undefined) throw new RangeError("a run is played at least once");
  if (plays.length === 1) return first;
  const bad = plays.filter(({ status }) => status !== "passed");
  const passed = plays.length - bad.length;
  const counted = { of: plays.length, passed };
  const worst = bad.find(({ leaks }) => leaks.length > 0) ?? bad[0];
  if (worst === undefined) return { ...first, plays: counted };
  if (passed === 0 || worst.leaks.length > 0) return { ...worst, plays: counted };
  const reason = `${bad.length} of ${plays.length} plays ${worst.status}: ${worst.reason ?? ""}`;
  return { ...worst, status: "flaky", reason, plays: counted };
}
