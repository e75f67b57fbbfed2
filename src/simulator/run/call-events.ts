import type { CallOutcome } from "../../domain/call/call.ts";
import type { ExtractedVariable } from "../../flow/flow.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import { type Decision, type TranscriptItem, isTranscriptItem } from "../../flow/trace.ts";
import type { TranscriptLine } from "../reports/report.ts";
import type { World } from "../world.ts";
import type { ToolRecord } from "./recorded-tools.ts";

const EVENT_TIMEOUT_MS = 10_000;

type Json = Readonly<Record<string, unknown>>;

/** The call object while the call lasts (docs/retell.md 5.4). */
export function ongoingCall({ call }: Pick<FlowSnapshot, "call">): Json {
  return {
    call_id: call.callId,
    call_type: call.type,
    call_status: "ongoing",
    agent_id: call.agentId,
    agent_name: call.agentName,
    agent_version: call.agentVersion,
    direction: call.direction,
    from_number: call.fromNumber,
    to_number: call.toNumber,
    metadata: call.metadata,
    retell_llm_dynamic_variables: call.variables,
    start_timestamp: call.startedAt,
  };
}

/** The call object once it is over; `call_analyzed` adds `call_analysis`. */
export function endedCall(snapshot: FlowSnapshot, endedAt: number): Json {
  const transcript = snapshot.trace.filter(isTranscriptItem);
  const spoken = transcript.flatMap((item) => (item.role === "agent" || item.role === "user" ? [item] : []));
  return {
    ...ongoingCall(snapshot),
    call_status: "ended",
    end_timestamp: endedAt,
    duration_ms: endedAt - snapshot.call.startedAt,
    disconnection_reason: snapshot.ended?.reason ?? "error_unknown",
    ...(snapshot.ended?.transferDestination !== undefined && {
      transfer_destination: snapshot.ended.transferDestination,
    }),
    collected_dynamic_variables: snapshot.collected,
    transcript: spoken.map(({ role, content }) => `${role === "agent" ? "Agent" : "User"}: ${content}\n`).join(""),
    transcript_object: spoken.map(({ role, content }) => ({ role, content, words: [] })),
    transcript_with_tool_calls: transcript,
  };
}

/** @returns what went wrong, or undefined; any 2xx is right and its body is ignored (docs/retell.md 5.3) */
export async function sendEvent(event: string, call: Json, world: World): Promise<string | undefined> {
  const outcome = await world.wire.send({
    url: world.agent.eventUrl,
    method: "POST",
    body: JSON.stringify({ event, call }),
    timeoutMs: EVENT_TIMEOUT_MS,
  });
  if (outcome.kind === "failed") return `${event}: ${outcome.reason}`;
  return outcome.status >= 200 && outcome.status < 300 ? undefined : `${event}: the server answered ${outcome.status}`;
}

/** `call_analysis` of docs/retell.md 5.4. */
export interface CallAnalysis {
  readonly call_summary: string;
  readonly user_sentiment: "Unknown";
  readonly call_successful: boolean;
  readonly in_voicemail: false;
  readonly custom_analysis_data: Readonly<Record<string, string>>;
}

interface CallFacts {
  readonly records: readonly ToolRecord[];
  readonly snapshot: FlowSnapshot;
}

/** What proves each outcome, the weightiest first: tools by name and answer, nodes by id. */
const outcomes: readonly (readonly [CallOutcome, (facts: CallFacts) => boolean])[] = [
  ["opted_out", ({ snapshot }) => snapshot.visitedNodes.includes("forget_opt_out")],
  ["booked", (facts) => answered(facts, "book_appointment", "booked")],
  ["booked", (facts) => answered(facts, "accept_slot", "booked")],
  ["rescheduled", (facts) => answered(facts, "reschedule_appointment", "rescheduled")],
  ["cancelled", (facts) => answered(facts, "cancel_appointment", "cancelled")],
  ["confirmed", (facts) => answered(facts, "confirm_appointment", "confirmed")],
  ["wrong_person", ({ snapshot }) => snapshot.visitedNodes.includes("wrong_person")],
  ["callback_requested", (facts) => answered(facts, "request_callback", "requested")],
  ["emergency", ({ snapshot }) => snapshot.visitedNodes.includes("emergency")],
  ["transferred", ({ snapshot }) => snapshot.ended?.reason === "call_transfer"],
  ["message_taken", ({ snapshot }) => snapshot.visitedNodes.includes("message_taken")],
  ["question_answered", ({ snapshot }) => snapshot.visitedNodes.includes("answer_question")],
];
const noOutcome: CallOutcome = "no_outcome";

/**
 * The analysis after the call without a model: the outcome follows from the tools' answers and the passed nodes; every
 * other item is the variable of that name if the call collected one.
 */
export function analyseCall(facts: CallFacts, wanted: readonly ExtractedVariable[]): CallAnalysis {
  const outcome = outcomes.find(([, holds]) => holds(facts))?.[0] ?? noOutcome;
  const { collected } = facts.snapshot;
  const items = wanted.flatMap(({ name }) => {
    const value = name === "outcome" ? outcome : collected[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    call_summary: `Simulated call, outcome ${outcome}.`,
    user_sentiment: "Unknown",
    call_successful: outcome !== noOutcome,
    in_voicemail: false,
    custom_analysis_data: { outcome, ...Object.fromEntries(items) },
  };
}

function answered({ records }: CallFacts, tool: string, field: string): boolean {
  return records.some(({ name, ok, result }) => {
    if (name !== tool || !ok || typeof result !== "object" || result === null) return false;
    return String(Reflect.get(result, field)) === "true";
  });
}

type Spoken = Omit<TranscriptLine, "node">;
type Speaking = Exclude<TranscriptItem, { readonly role: "node_transition" }>;

/** Who said what at which node. */
export function transcriptLines(snapshot: FlowSnapshot): readonly TranscriptLine[] {
  let node = snapshot.visitedNodes[0] ?? "";
  const lines: TranscriptLine[] = [];
  for (const item of snapshot.trace) {
    if (!("role" in item)) {
      if (item.kind === "code" && !item.successful)
        lines.push({ node, speaker: "code", text: `failed: ${item.content}` });
      continue;
    }
    if (item.role === "node_transition") node = item.new_node_id;
    else lines.push({ node, ...spokenItem(item) });
  }
  return lines;
}

function spokenItem(item: Speaking): Spoken {
  if (item.role === "sms") return { speaker: "sms", text: item.content };
  if (item.role === "dtmf") return { speaker: "keys", text: item.digit };
  if (item.role === "tool_call_invocation") return { speaker: "tool", text: `${item.name} ${item.arguments}` };
  if (item.role === "tool_call_result") {
    return { speaker: "tool", text: `${item.successful ? "→" : "→ failed:"} ${item.content}` };
  }
  return { speaker: item.role === "agent" ? "agent" : "caller", text: item.content };
}

export function decisionsOf({ trace }: FlowSnapshot): readonly Decision[] {
  return trace.flatMap((item) => (!("role" in item) && item.kind === "decision" ? [item] : []));
}
