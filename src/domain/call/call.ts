import { MINUTE_MS } from "../../clock.ts";

/** What a call achieved, as clinics see it: the outcomes of a booking receptionist and those of outbound calls. */
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

/** How far a call has progressed; it never goes back (docs/retell.md 5.4). */
export type CallStatus = "registered" | "ongoing" | "ended" | "not_connected" | "error";

/**
 * How certain the clinic of a call is. `contradicted`: the call names one clinic and uses another's number, so it
 * belongs to neither.
 */
export type Attribution = "known" | "unknown" | "contradicted";

/**
 * A call as its events describe it so far, in whatever order they arrived. Fields that end in `Json` hold Retell's own
 * objects (docs/retell.md 5.4).
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
  /** When the call started; if it never did, when it ended or was first reported. */
  readonly calledAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  /** Retell's `disconnection_reason`; unknown ones are stored unchanged. */
  readonly reason: string | null;
  /**
   * null until the call has ended. Taken from the analysis, else from the agent's tools, else from status and reason.
   */
  readonly outcome: CallOutcome | null;
  /** `transcript_with_tool_calls` when it was sent, else `transcript_object`. */
  readonly transcriptJson: string | null;
  /** The transfer events, in order: `Transfer[]`. */
  readonly transfersJson: string | null;
  /** The variables that the call began with, overridden by those collected in it. */
  readonly variablesJson: string | null;
  readonly analysisJson: string | null;
  /** `metadata` as set when the call was created. */
  readonly metadataJson: string | null;
  /** With fractions of a cent. */
  readonly costCents: number | null;
  /** `latency.e2e.p50` and `p99`. */
  readonly latencyP50Ms: number | null;
  readonly latencyP99Ms: number | null;
  readonly analyzedAt: number | null;
  readonly updatedAt: number;
}

const FURTHER: Readonly<Record<CallStatus, number>> = {
  registered: 0,
  ongoing: 1,
  ended: 2,
  not_connected: 2,
  error: 2,
};

/** The furthest of all reported statuses; of two final ones, the later report wins. */
export function furthestStatus(statuses: readonly (CallStatus | undefined)[]): CallStatus {
  let furthest: CallStatus = "registered";
  for (const status of statuses) if (status !== undefined && FURTHER[status] >= FURTHER[furthest]) furthest = status;
  return furthest;
}

export function isOver(status: CallStatus): boolean {
  return FURTHER[status] === FURTHER.ended;
}

/** undefined: a status that Retell added later, or an invalid one. */
export function callStatus(text: string | undefined): CallStatus | undefined {
  return ALL.find((status) => status === text);
}

const ALL = ["registered", "ongoing", "ended", "not_connected", "error"] as const satisfies readonly CallStatus[];

interface Disconnection {
  /** The outcome to assume when nothing else is known about the call. */
  readonly outcome: CallOutcome;
  readonly status: Extract<CallStatus, "ended" | "not_connected" | "error">;
  /** Why the call ended, for people. */
  readonly words: string;
}

/** Every `disconnection_reason` of Retell (docs/retell.md 5.4). */
const DISCONNECTIONS = {
  user_hangup: ended("no_outcome", "The caller hung up."),
  agent_hangup: ended("no_outcome", "The agent said goodbye and hung up."),
  call_transfer: ended("transferred", "The agent transferred the caller."),
  voicemail_reached: ended("voicemail", "A voicemail answered."),
  ivr_reached: ended("no_answer", "A phone menu answered, no person."),
  inactivity: ended("no_outcome", "No one spoke for too long."),
  max_duration_reached: ended("no_outcome", "The call reached the maximum call length."),
  no_concurrency_fallback: ended("failed", "All lines were taken, so the call went to the fallback."),
  transfer_bridged: ended("transferred", "The agent connected the caller with someone else and left the call."),
  transfer_cancelled: ended("no_outcome", "The agent tried to transfer the caller; no one answered."),
  manual_stopped: ended("no_outcome", "Someone stopped the call manually."),
  call_take_over: ended("transferred", "A person took the call over from the agent."),
  dial_busy: unconnected("busy", "The line was busy."),
  dial_failed: unconnected("failed", "The call could not be connected."),
  dial_no_answer: unconnected("no_answer", "No one answered."),
  invalid_destination: unconnected("failed", "The number dialled does not exist or cannot be called."),
  telephony_provider_permission_denied: unconnected(
    "failed",
    "The carrier refused the call: its SIP log-in was denied.",
  ),
  telephony_provider_unavailable: unconnected("failed", "The carrier could not be reached."),
  sip_routing_error: unconnected("failed", "The carrier could not route the call to the number."),
  marked_as_spam: unconnected("failed", "The clinic's number was blocked as spam."),
  user_declined: unconnected("no_answer", "The call was declined."),
  concurrency_limit_reached: broken("All lines of the Retell account were taken."),
  no_valid_payment: broken("Retell refused the call: the account has no valid payment."),
  scam_detected: broken("Retell stopped the call as a suspected scam."),
  error_llm_websocket_open: broken("Retell could not open the socket to the dialogue server."),
  error_llm_websocket_lost_connection: broken("The socket to the dialogue server broke off."),
  error_llm_websocket_runtime: broken("The dialogue server closed its socket with an error."),
  error_llm_websocket_corrupt_payload: broken("The dialogue server sent a message that Retell could not read."),
  error_no_audio_received: broken("No sound came from the caller's side."),
  error_asr: broken("Retell's speech recognition failed."),
  error_retell: broken("Retell itself failed."),
  error_unknown: broken("The call failed; Retell does not know why."),
  error_user_not_joined: broken("No one joined the web call within 30 seconds."),
  registered_call_timeout: broken("The call was registered with Retell, but did not arrive within 5 minutes."),
} as const satisfies Readonly<Record<string, Disconnection>>;

export const disconnectionReasons: readonly string[] = Object.keys(DISCONNECTIONS);

const known: ReadonlyMap<string, Disconnection> = new Map(Object.entries(DISCONNECTIONS));

/** undefined: a reason that Retell added later. */
export function disconnection(reason: string): Disconnection | undefined {
  return known.get(reason);
}

function ended(outcome: CallOutcome, words: string): Disconnection {
  return { outcome, status: "ended", words };
}

function unconnected(outcome: CallOutcome, words: string): Disconnection {
  return { outcome, status: "not_connected", words };
}

function broken(words: string): Disconnection {
  return { outcome: "failed", status: "error", words };
}

const WITHOUT_REASON: Readonly<Record<Call["status"], string>> = {
  registered: "The call has not begun.",
  ongoing: "The call is in progress.",
  ended: "The call ended; Retell did not say why.",
  not_connected: "The call was not connected; Retell did not say why.",
  error: "The call failed; Retell did not say why.",
};

/** Why the call ended, in one plain sentence. */
export function whyEnded({ status, reason }: Pick<Call, "status" | "reason">): string {
  if (reason === null) return WITHOUT_REASON[status];
  return disconnection(reason)?.words ?? `The call ended for a reason unknown to this version: ${reason}.`;
}

interface Priced {
  readonly costCents: number | null;
  readonly durationMs: number | null;
}

/** What a minute of these calls cost, to a tenth of a cent; null: no call has a cost yet. */
export function centsPerMinuteOf(calls: readonly Priced[]): number | null {
  const paid = calls.flatMap(({ costCents, durationMs }) =>
    costCents === null || durationMs === null || durationMs === 0 ? [] : [{ costCents, durationMs }],
  );
  const minutes = paid.reduce((sum, { durationMs }) => sum + durationMs, 0) / MINUTE_MS;
  if (minutes === 0) return null;
  return Math.round((paid.reduce((sum, { costCents }) => sum + costCents, 0) / minutes) * 10) / 10;
}
