import type { BookingPorts } from "../../booking/ports.ts";
import type { FlowCall, FlowSnapshot } from "../../flow/session/state.ts";
import { todayIn } from "../../time/zoned-time.ts";
import type { IndexCache } from "../../brain/choose-candidate.ts";
import { modelBrain } from "../../brain/model-brain.ts";
import { modelCaller } from "./model-caller.ts";
import type { ModelPorts } from "../../brain/model-ports.ts";
import { offlineBrain, type OfflineBrain } from "../../brain/offline-brain.ts";
import type { World } from "../ports.ts";
import type { CallerNumber } from "../scenario/caller-number.ts";
import type { ClinicFacts } from "../scenario/clinic-facts.ts";
import type { Fault, Scenario } from "../scenario/schema.ts";
import { analyseCall, type CallAnalysis } from "./analyse-call.ts";
import { endedCall, ongoingCall, sendEvent } from "./call-events.ts";
import type { Observed } from "./check-expectations.ts";
import { announceCall, type InboundAnswer } from "./inbound-call.ts";
import { playCall, textIn, type Persona, type PlayedCall } from "./play-call.ts";
import { recordedTools, sendCall, type RecordedTools } from "./recorded-tools.ts";
import { appointmentsOf, changedSince, setScene, takeSlotFirst } from "./scene.ts";

/** A scenario with its placeholders filled, about to be played to one clinic. */
export interface PreparedRun {
  readonly scenario: Scenario;
  readonly facts: ClinicFacts;
  readonly caller: CallerNumber;
  readonly callId: string;
}

export interface RunSettings {
  readonly world: World;
  readonly indexes: IndexCache;
  /** Decides, words and speaks for personas instead of the offline brain. */
  readonly model?: ModelPorts | undefined;
  /** Whether calls may write to a server that is not a copy of ours. */
  readonly allowWrites: boolean;
}

export interface AnsweredCall extends PlayedCall {
  readonly kind: "answered";
  readonly observed: Observed;
  /** Body of the inbound webhook's answer. */
  readonly inboundBody: string;
  /** Call events that the server did not take. */
  readonly eventProblems: readonly string[];
  /** Tools that would have written to somebody's server. */
  readonly refusals: readonly string[];
}

export type CallResult =
  | AnsweredCall
  | { readonly kind: "unanswered"; readonly problem: string; readonly webhookMs: number };

/** One call from the ring to the analysis: inbound webhook, flow, functions, events; then what it left behind. */
export async function runScenario(run: PreparedRun, settings: RunSettings): Promise<CallResult> {
  const { world } = settings;
  const booking = world.copy === undefined ? undefined : world.booking(run.facts.clinic);
  const caller = { phone: run.caller.number, callId: run.callId };
  const before = booking && (await appointmentsOf(caller, booking));
  if (booking !== undefined) await setScene(run.scenario, run.facts, booking);
  const line = await openLine(run, settings, booking);
  if (line.kind === "unanswered") return line;
  const { call, tools, brain, body, webhookMs } = line;
  const played = await playCall(scriptOf(run, call), { world, tools, brain, persona: personaOf(run, settings) });
  const { analysis, eventProblems } = await report(played.snapshot, tools, settings);
  const appointments = booking && changedSince(before ?? [], await appointmentsOf(caller, booking));
  const { language } = run.facts.clinic;
  const { records, latencies } = tools;
  return {
    kind: "answered",
    ...played,
    inboundBody: body,
    eventProblems,
    refusals: tools.refusals,
    observed: {
      language,
      snapshot: played.snapshot,
      records,
      analysis,
      appointments,
      webhookMs,
      functionMs: latencies,
    },
  };
}

export interface OpenLine {
  readonly kind: "open";
  readonly call: FlowCall;
  readonly tools: RecordedTools;
  readonly brain: OfflineBrain;
  /** Of the inbound webhook's answer. */
  readonly body: string;
  readonly webhookMs: number;
}

/** Rings a clinic: what its inbound webhook supplies, and all that the flow then acts on. */
export async function openLine(
  run: PreparedRun,
  settings: RunSettings,
  booking: BookingPorts | undefined,
): Promise<OpenLine | Extract<CallResult, { readonly kind: "unanswered" }>> {
  const { world } = settings;
  const dialled = { callId: run.callId, fromNumber: run.caller.number, facts: run.facts };
  const { answer, ms: webhookMs, body } = await announceCall(dialled, world);
  if (answer.kind !== "accepted") return { kind: "unanswered", problem: problemOf(answer), webhookMs };
  const tools = toolsFor(run, settings, booking);
  const brain = brainFor(run, settings);
  return { kind: "open", call: flowCall(run, answer, world), tools, brain, body, webhookMs };
}

function problemOf(answer: Exclude<InboundAnswer, { readonly kind: "accepted" }>): string {
  return answer.kind === "rejected" ? "the inbound webhook rejected the call" : `inbound webhook: ${answer.problem}`;
}

type Accepted = Extract<InboundAnswer, { readonly kind: "accepted" }>;

function flowCall({ callId, caller, facts }: PreparedRun, { variables, metadata }: Accepted, world: World): FlowCall {
  const { agentId, agentName, version } = world.agent;
  return {
    callId,
    agentId,
    agentName,
    agentVersion: version,
    type: "phone_call",
    direction: "inbound",
    fromNumber: caller.number,
    ...(facts.phoneNumber !== null && { toNumber: facts.phoneNumber }),
    startedAt: world.clock.now(),
    variables,
    ...(metadata !== undefined && { metadata }),
  };
}

function scriptOf({ scenario, facts }: PreparedRun, call: FlowCall) {
  return { call, language: facts.clinic.language, turns: scenario.caller.turns, faults: scenario.faults ?? [] };
}

function brainFor({ scenario, facts }: PreparedRun, { world, indexes, model }: RunSettings): OfflineBrain {
  const { language, country, timezone } = facts.clinic;
  const given = scenario.values ?? {};
  const today = todayIn(timezone, world.clock);
  if (model !== undefined) return modelBrain({ language, today, given }, model);
  return offlineBrain({ language, country, today, given, indexes });
}

function personaOf({ scenario, facts }: PreparedRun, { model }: RunSettings): Persona | undefined {
  const { persona } = scenario.caller;
  const { language } = facts.clinic;
  return persona === undefined || model === undefined
    ? undefined
    : modelCaller({ persona: textIn(persona, language), language }, model);
}

const taker: Fault["kind"] = "slot_taken";

function toolsFor(
  { scenario, facts }: PreparedRun,
  { world, allowWrites }: RunSettings,
  booking: BookingPorts | undefined,
): RecordedTools {
  const faults = scenario.faults ?? [];
  let taken = !faults.some(({ kind }) => kind === taker);
  return recordedTools((call) => sendCall(call, world.wire), {
    faults,
    refused: world.copy === undefined && !allowWrites ? writingTools : new Set(),
    before: async (call, { variables }) => {
      if (taken || !slotTools.has(call.name) || booking === undefined) return;
      taken = true;
      await takeSlotFirst({ doctor_id: variables["chosen_doctor_id"], ...call.args }, facts, booking);
    },
  });
}

/** Functions that ask for a slot. */
const slotTools: ReadonlySet<string> = new Set(["book_appointment", "reschedule_appointment"]);

/** Functions that change a clinic's calendar. */
const writingTools: ReadonlySet<string> = new Set([
  "book_appointment",
  "reschedule_appointment",
  "cancel_appointment",
  "join_waitlist",
]);

async function report(
  snapshot: FlowSnapshot,
  { records }: RecordedTools,
  { world, allowWrites }: RunSettings,
): Promise<{ readonly analysis: CallAnalysis; readonly eventProblems: readonly string[] }> {
  const analysis = analyseCall({ records, snapshot }, world.agent.analysis);
  if (world.copy === undefined && !allowWrites) return { analysis, eventProblems: [] };
  const ended = endedCall(snapshot, world.clock.now());
  const problems = [
    await sendEvent("call_started", ongoingCall(snapshot), world),
    await sendEvent("call_ended", ended, world),
    await sendEvent("call_analyzed", { ...ended, call_analysis: analysis }, world),
  ];
  return { analysis, eventProblems: problems.filter((problem) => problem !== undefined) };
}
