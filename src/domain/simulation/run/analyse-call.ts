import type { CallOutcome } from "../../call/call.ts";
import type { ExtractedVariable } from "../../flow/flow.ts";
import type { FlowSnapshot } from "../../flow/session/state.ts";
import type { ToolRecord } from "./recorded-tools.ts";

/** `call_analysis` of retell-api.md 5.4. */
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

/** What makes an outcome true, weightiest first; tools by name and answer, nodes by id. */
const outcomes: readonly (readonly [CallOutcome, (facts: CallFacts) => boolean])[] = [
  ["opted_out", ({ snapshot }) => snapshot.visitedNodes.includes("forget_opt_out")],
  ["booked", (facts) => answered(facts, "book_appointment", "booked")],
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
 * The analysis after the call without a model: the outcome follows from what the tools answered and which nodes were
 * passed, every other item is the variable of that name where the call collected one.
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
