import type { IndexCache } from "../domain/brain/choose-candidate.ts";
import type { ModelPorts } from "../domain/brain/model-ports.ts";
import { type WallDate, isWallDate } from "../domain/time/wall-date.ts";
import { type WallTime, minutesOfWallTime, minutesPerDay, wallTimeOfMinutes } from "../domain/time/wall-time.ts";
import { type Zone, dateAt, instantOf, wallTimeAt } from "../domain/time/zoned-time.ts";
import { AscendiaError } from "../errors.ts";
import { type Flow, toolNames } from "../flow/flow.ts";
import {
  type ClinicMarks,
  type LeakSearch,
  type OfferedDoctor,
  doctorMismatch,
  doctorsInAnswer,
  doctorsInList,
} from "./reports/leaks.ts";
import type { ClinicReport, Measured, RunReport } from "./reports/report.ts";
import { announceCall, stableHex } from "./run/scene.ts";
import { judgeRun, judgedByModel, skippedRun, verdictOfPlays } from "./run/judge-run.ts";
import { runScenario } from "./run/run-scenario.ts";
import { type Engine, notOverSocket } from "./run/socket.ts";
import {
  type ClinicFacts,
  type OpenDate,
  callerNumber,
  fillPlaceholders,
  findOpenDates,
  unmetNeed,
} from "./scenario/fill-placeholders.ts";
import type { Scenario } from "./scenario/schema.ts";
import { type Clinic, accountOf } from "../domain/clinic/clinic.ts";
import type { World } from "./world.ts";

/** When calls come in, in each clinic's own time zone; `now`: at the instant of the simulation. */
export type CallMoment = "now" | { readonly date: WallDate; readonly time: WallTime };

/** When calls come in by default, on the clinic's day of the simulation. */
const CALL_TIME: WallTime = "09:05";

interface TimedCall {
  readonly now: number;
  readonly moment?: CallMoment | undefined;
  readonly scenario?: Pick<Scenario, "clock">;
}

/** The instant at which a call comes in: the scenario's, or else the simulation's moment, or else today at 09:05. */
export function callInstant({ now, moment, scenario }: TimedCall, zone: Zone): number {
  const [date, time] = scenario?.clock?.at.split("T") ?? [];
  if (date !== undefined && time !== undefined) return instantOf(date, time, zone);
  if (moment === undefined) return instantOf(dateAt(now, zone), CALL_TIME, zone);
  if (moment === "now") return instantOf(dateAt(now, zone), wallTimeAt(now, zone), zone);
  return instantOf(moment.date, moment.time, zone);
}

/** "2026-03-29", "2026-03-29T08:55" or "2026-03-29 08:55". @throws usage for anything else */
export function parseCallMoment(text: string): CallMoment {
  const [date = "", time = CALL_TIME, ...more] = text.trim().split(/[T ]+/);
  const minutes = minutesOfWallTime(time);
  if (isWallDate(date) && minutes !== undefined && minutes < minutesPerDay && more.length === 0) {
    return { date, time: wallTimeOfMinutes(minutes) };
  }
  throw new AscendiaError("usage", `--at: "${text}" is not a date and time.`, {
    hint: "Write it as 2026-03-29T08:55 or 2026-03-29, in each clinic's local time.",
  });
}

export interface ClinicSimulation {
  readonly marks: ClinicMarks;
  /** How often each scenario is played; default: 1. */
  readonly repeat?: number;
  readonly scenarios: readonly Scenario[];
  readonly seed: string;
  /** The instant of the simulation; its date is the callers' today unless `moment` names another. */
  readonly now: number;
  readonly moment?: CallMoment;
}

export interface ClinicRunSettings {
  readonly world: World;
  readonly indexes: IndexCache;
  readonly search: LeakSearch;
  readonly model?: ModelPorts | undefined;
  readonly allowWrites: boolean;
  /** Who runs the calls; default: Retell. */
  readonly engine?: Engine | undefined;
  /** Gives a wording to the sentences that a model would word. */
  readonly voiced?: boolean | undefined;
  /** Milliseconds from an arbitrary start, for measuring. */
  readonly stopwatch: () => number;
  /** Called as each run ends. @returns whether to continue */
  ended(run: RunReport): boolean;
  /** The part of a run that the clinic's report keeps. */
  kept(run: RunReport): RunReport;
}

const unmeasured: Measured = { webhookMs: [], functionMs: [], callMs: [] };

/** A clinic's report before its coverage is counted, and how long each run's requests took. */
export interface ClinicRuns {
  readonly report: Omit<ClinicReport, "coverage">;
  /** One for each run. */
  readonly measured: readonly Measured[];
}

/** Plays every scenario against one clinic, each on untouched data, after asking which doctors it offers. */
export async function simulateClinic(job: ClinicSimulation, given: ClinicRunSettings): Promise<ClinicRuns> {
  const { clinic } = job.marks;
  const settings = { ...given, world: asAccountOf(clinic, given.world) };
  const closed = closedReason(job.marks);
  if (closed !== undefined) return closedClinic(job, settings, closed);
  const greeting = await greet(job, settings);
  const runs: RunReport[] = [];
  const measured: Measured[] = [];
  const withDates = { ...settings, openDates: datesByStart(job, settings) };
  for (const scenario of job.scenarios) {
    const played = await repeatedRun(scenario, job, withDates);
    runs.push(settings.kept(played.report));
    measured.push(played.measured);
    if (!settings.ended(played.report)) break;
  }
  return { report: { clinic: clinic.slug, clinicId: clinic.id, ...greeting, runs }, measured };
}

/** A running server accepts only requests signed with the key of the clinic's account. */
function asAccountOf(clinic: Clinic, world: World): World {
  const account = accountOf(clinic);
  return { ...world, wire: { send: (request) => world.wire.send({ ...request, account }) } };
}

function closedClinic({ marks, scenarios }: ClinicSimulation, settings: ClinicRunSettings, closed: string): ClinicRuns {
  const { id: clinicId, slug: clinic } = marks.clinic;
  const own = marks.doctors.map(({ id, name }) => ({ id, name }));
  const facts = { ...marks, openDates: [] };
  const runs = scenarios.map((scenario) => skippedRun({ facts, scenario }, closed));
  for (const run of runs) settings.ended(run);
  const doctors = { own, offered: { variable: [], function: [] }, problems: [] };
  const report = { clinic, clinicId, doctors, variables: {}, runs: runs.map((run) => settings.kept(run)) };
  return { report, measured: runs.map(() => unmeasured) };
}

function closedReason({ clinic, phoneNumber }: ClinicMarks): string | undefined {
  if (clinic.status !== "active") return `the clinic is ${clinic.status}`;
  return phoneNumber === null ? "the clinic has no number" : undefined;
}

/** The variables of a first call, and the doctors named by them and by the function get_doctors. */
async function greet(
  job: ClinicSimulation,
  { world }: ClinicRunSettings,
): Promise<Pick<ClinicReport, "doctors" | "variables">> {
  const { marks, seed } = job;
  world.copy?.clock.set(callInstant(job, marks.clinic.timezone));
  const facts = { ...marks, openDates: [] };
  const { number: fromNumber } = callerNumber(marks.clinic.country);
  const callId = callIdOf(seed, marks.clinic.slug, "doctors");
  const { answer } = await announceCall({ callId, fromNumber, facts }, world);
  const variables = answer.kind === "accepted" ? answer.variables : {};
  const offered = {
    variable: doctorsInList(variables["available_doctors"] ?? ""),
    function: await doctorsByFunction({ callId, fromNumber, marks, variables }, world),
  };
  const told = (name: string, doctors: readonly OfferedDoctor[]) => {
    const problem = doctorMismatch(doctors, marks.doctors);
    return problem === undefined ? [] : [`${name} ${problem}`];
  };
  const problems = [...told("available_doctors", offered.variable), ...told("get_doctors", offered.function)];
  const own = marks.doctors.map(({ id, name }) => ({ id, name }));
  return { doctors: { own, offered, problems }, variables };
}

interface DoctorQuestion {
  readonly callId: string;
  readonly fromNumber: string;
  readonly marks: ClinicMarks;
  readonly variables: Readonly<Record<string, string>>;
}

async function doctorsByFunction(
  { callId, fromNumber, marks, variables }: DoctorQuestion,
  { url, wire, agent, clock }: World,
): Promise<readonly OfferedDoctor[]> {
  const call = {
    call_id: callId,
    call_type: "phone_call",
    call_status: "ongoing",
    direction: "inbound",
    agent_id: agent.agentId,
    agent_version: agent.version,
    from_number: fromNumber,
    to_number: marks.phoneNumber,
    start_timestamp: clock.now(),
    retell_llm_dynamic_variables: variables,
  };
  const body = JSON.stringify({ name: "get_doctors", args: { clinic_id: marks.clinic.id }, call });
  const outcome = await wire.send({ url: `${url}/api/get-doctors`, method: "POST", body, timeoutMs: 10_000 });
  return outcome.kind === "answered" ? doctorsInAnswer(outcome.body) : [];
}

/** Runs of a clinic that start at the same instant share the open dates, because no run sees another's changes. */
interface RunSettings extends Omit<ClinicRunSettings, "ended" | "kept"> {
  readonly openDates: () => Promise<readonly OpenDate[]>;
}

function datesByStart(
  { marks }: ClinicSimulation,
  { world }: Pick<ClinicRunSettings, "world">,
): RunSettings["openDates"] {
  const known = new Map<number, Promise<readonly OpenDate[]>>();
  return () => {
    const start = world.clock.now();
    const dates = known.get(start) ?? findOpenDates(marks.doctors, world.booking(marks.clinic));
    known.set(start, dates);
    return dates;
  };
}

interface SingleRun extends Pick<ClinicSimulation, "marks"> {
  readonly scenario: Scenario;
  /** Played instead of the world's own flow. */
  readonly flow: Flow;
}

/** Plays single runs of any clinic on any flow, without asking for the doctors first. */
export function scenarioRunner(
  job: Omit<ClinicSimulation, "marks" | "scenarios" | "repeat">,
  settings: Omit<ClinicRunSettings, "ended" | "kept">,
): (run: SingleRun) => Promise<RunReport> {
  const { world } = settings;
  return async ({ marks, scenario, flow }) => {
    const changed = { ...settings, world: { ...world, agent: { ...world.agent, flow } } };
    const clinic = { ...job, marks, scenarios: [scenario] };
    const { report } = await isolatedRun(scenario, clinic, { ...changed, openDates: datesByStart(clinic, changed) });
    return report;
  };
}

interface PlayedRun {
  readonly report: RunReport;
  readonly measured: Measured;
}

/** Repeats the same call, each time under its own ids; a scenario that does not apply is tried once. */
async function repeatedRun(scenario: Scenario, job: ClinicSimulation, settings: RunSettings): Promise<PlayedRun> {
  const plays: PlayedRun[] = [];
  for (let play = 0; play < (job.repeat ?? 1); play += 1) {
    const began = settings.stopwatch();
    const seed = play === 0 ? job.seed : `${job.seed}.${play}`;
    const { report, measured } = await isolatedRun(scenario, { ...job, seed }, settings);
    if (report.status === "skipped") return { report, measured };
    plays.push({ report, measured: { ...measured, callMs: [settings.stopwatch() - began] } });
  }
  return { report: verdictOfPlays(plays.map(({ report }) => report)), measured: together(plays) };
}

function together(plays: readonly PlayedRun[]): Measured {
  return {
    webhookMs: plays.flatMap(({ measured }) => measured.webhookMs),
    functionMs: plays.flatMap(({ measured }) => measured.functionMs),
    callMs: plays.flatMap(({ measured }) => measured.callMs),
  };
}

async function isolatedRun(scenario: Scenario, job: ClinicSimulation, settings: RunSettings): Promise<PlayedRun> {
  const { copy } = settings.world;
  const work = () => preparedRun(scenario, job, settings);
  if (copy === undefined) return work();
  const { timezone, slug } = job.marks.clinic;
  copy.clock.set(callInstant({ ...job, scenario }, timezone));
  copy.seedIds(`${job.seed} ${slug} ${scenario.name}`);
  return copy.isolated(work);
}

async function preparedRun(scenario: Scenario, job: ClinicSimulation, settings: RunSettings): Promise<PlayedRun> {
  const { world } = settings;
  const { clinic } = job.marks;
  const facts: ClinicFacts = { ...job.marks, openDates: await settings.openDates() };
  const unmet =
    (world.copy === undefined ? needsCopy(scenario) : undefined) ??
    (settings.model === undefined ? needsModel(scenario) : undefined) ??
    (settings.engine === "custom-llm" ? await notOverSocket(scenario, clinic, world) : undefined) ??
    unmetNeed(scenario, facts, toolNames(world.agent.flow));
  if (unmet !== undefined) {
    return { report: skippedRun({ facts, scenario }, unmet), measured: unmeasured };
  }
  const caller = callerNumber(clinic.country, scenario.caller.number);
  const filled = fillPlaceholders(scenario, facts, caller);
  const run = { scenario: filled, facts, caller, callId: callIdOf(job.seed, clinic.slug, scenario.name) };
  const result = await runScenario(run, settings);
  const measured =
    result.kind === "answered"
      ? { webhookMs: measuredOnly(result.observed.webhookMs), functionMs: result.observed.functionMs, callMs: [] }
      : { webhookMs: [result.webhookMs], functionMs: [], callMs: [] };
  const judged = await judgedByModel(filled, result, settings.model);
  return { report: judgeRun(run, result, { search: settings.search, judged, flow: world.agent.flow }), measured };
}

function measuredOnly(ms: number | undefined): readonly number[] {
  return ms === undefined ? [] : [ms];
}

const copyFaults = new Set(["slot_taken", "day_closed", "outside_event", "calendar_cut_off"]);

function needsCopy({ clock, direction, existing, types, faults = [] }: Scenario): string | undefined {
  if (direction === "outbound") return "the clinic places the call, which needs a copy of the database";
  const needs =
    clock !== undefined ||
    types !== undefined ||
    (existing ?? []).length > 0 ||
    faults.some(({ kind }) => copyFaults.has(kind));
  return needs ? "it sets up clock or calendar, which needs a copy of the database" : undefined;
}

function needsModel({ caller }: Scenario): string | undefined {
  return caller.persona === undefined ? undefined : "its caller is a persona, which needs --brain llm";
}

function callIdOf(...parts: readonly string[]): string {
  return `call_simulated_${stableHex(parts.join(" ")).slice(0, 24)}`;
}
