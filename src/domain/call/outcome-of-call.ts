import { type Turn, readTranscript } from "./call-snapshot.ts";
import { type Call, type CallOutcome, callOutcomes, disconnection, isOver } from "./call.ts";
import { readAnalysis } from "./call-details.ts";

export type OutcomeFacts = Pick<Call, "status" | "reason" | "analysisJson" | "transcriptJson">;

/** The source of the outcome: the analysis, what the agent did, or how the call ended; each beats the next. */
export interface OutcomeOfCall {
  readonly outcome: CallOutcome;
  readonly basis: "analysis" | "tools" | "ending";
}

/** null: the call is not over. */
export function outcomeOf(call: OutcomeFacts): OutcomeOfCall | null {
  if (!isOver(call.status)) return null;
  const analysed = ofAnalysis(call);
  if (analysed !== undefined) return { outcome: analysed, basis: "analysis" };
  const done = ofTools(call);
  if (done !== undefined) return { outcome: done, basis: "tools" };
  return { outcome: ofEnding(call), basis: "ending" };
}

function ofAnalysis({ analysisJson }: OutcomeFacts): CallOutcome | undefined {
  const { custom_analysis_data: found, in_voicemail: inVoicemail } = readAnalysis(analysisJson);
  const named = callOutcomes.find((outcome) => outcome === found?.["outcome"]);
  // The analysis has to choose one of its outcomes, and voicemail is not among them: it then reports `no_outcome`.
  if (inVoicemail === true && (named === undefined || named === "no_outcome")) return "voicemail";
  return named;
}

/** What a tool did, when this word of its answer is "true"; the first match of any tool counts. */
const DONE_BY_TOOLS: readonly (readonly [tool: string, word: string, outcome: CallOutcome])[] = [
  ["opt_out", "opted_out", "opted_out"],
  ["book_appointment", "booked", "booked"],
  ["accept_slot", "booked", "booked"],
  ["reschedule_appointment", "rescheduled", "rescheduled"],
  ["cancel_appointment", "cancelled", "cancelled"],
  ["confirm_appointment", "confirmed", "confirmed"],
  ["request_callback", "requested", "callback_requested"],
];

function ofTools({ transcriptJson }: OutcomeFacts): CallOutcome | undefined {
  const turns = readTranscript(transcriptJson);
  return DONE_BY_TOOLS.find(([tool, word]) => hasDone(turns, tool, word))?.[2];
}

function hasDone(turns: readonly Turn[], tool: string, word: string): boolean {
  const calls = new Set(turns.flatMap((turn) => (turn.kind === "tool" && turn.name === tool ? [turn.id] : [])));
  return turns.some((turn) => turn.kind === "result" && calls.has(turn.id) && saysTrue(turn.content, word));
}

/** A tool's answer is JSON text; Retell passes on whatever the server said. */
function saysTrue(content: string, word: string): boolean {
  try {
    const answer: unknown = JSON.parse(content);
    return typeof answer === "object" && answer !== null && Reflect.get(answer, word) === "true";
  } catch {
    return false;
  }
}

/** An unknown reason counts like its status. */
function ofEnding({ status, reason }: OutcomeFacts): CallOutcome {
  const known = reason === null ? undefined : disconnection(reason);
  return known?.outcome ?? (status === "ended" ? "no_outcome" : "failed");
}
