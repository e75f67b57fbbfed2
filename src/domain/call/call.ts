/** What came of a call, for the clinic. A booking receptionist's outcomes and those of calls that go out. */
export const callOutcomes = [
  "booked",
  "confirmed",
  "rescheduled",
  "cancelled",
  "question_answered",
  "message_taken",
  "callback_requested",
  "transferred",
  "emergency",
  "wrong_person",
  "opted_out",
  "no_answer",
  "busy",
  "voicemail",
  "failed",
  "no_outcome",
] as const;

export type CallOutcome = (typeof callOutcomes)[number];

/** How far a call has come; it never goes back (retell-api.md 5.4). */
export type CallStatus = "registered" | "ongoing" | "ended" | "not_connected" | "error";

/** How sure its clinic is: `contradicted` names one and is held on the number of another, so it belongs to none. */
export type Attribution = "known" | "unknown" | "contradicted";

/**
 * A call as its events told it so far, in whatever order they came. Texts that end in `Json` are Retell's own
 * objects (retell-api.md 5.4).
 */
export interface Call {
  readonly callId: string;
  readonly attribution: Attribution;
  readonly direction: "inbound" | "outbound" | "web";
  readonly status: CallStatus;
  /** The patient's end of the line, E.164. */
  readonly patientNumber: string | null;
  readonly clinicNumber: string | null;
  readonly agentId: string | null;
  readonly agentVersion: number | null;
  /** When it started; of one that never did, when it ended or was first heard of. */
  readonly calledAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  /** Retell's `disconnection_reason`; unknown ones are kept as they are. */
  readonly reason: string | null;
  /** null until the call ended; from the analysis where there is one, else from status and reason. */
  readonly outcome: CallOutcome | null;
  /** `transcript_with_tool_calls` where it was sent, else `transcript_object`. */
  readonly transcriptJson: string | null;
  /** What the transfer events told, in their order: `Transfer[]` (transfer.ts). */
  readonly transfersJson: string | null;
  /** The variables it began with, and those collected in it over them. */
  readonly variablesJson: string | null;
  readonly analysisJson: string | null;
  /** `metadata` as given when the call was made. */
  readonly metadataJson: string | null;
  /** With fractions of a cent. */
  readonly costCents: number | null;
  /** `latency.e2e.p50` and `p99`. */
  readonly latencyP50Ms: number | null;
  readonly latencyP99Ms: number | null;
  readonly analyzedAt: number | null;
  readonly updatedAt: number;
}
