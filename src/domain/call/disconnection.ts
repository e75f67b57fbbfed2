import type { CallOutcome, CallStatus } from "./call.ts";

interface Disconnection {
  /** What it lets suppose of a call of which nothing else is known. */
  readonly outcome: CallOutcome;
  readonly status: Extract<CallStatus, "ended" | "not_connected" | "error">;
  /** Why the call ended, for people. */
  readonly words: string;
}

/** Every `disconnection_reason` of Retell (retell-api.md 5.4). */
const DISCONNECTIONS = {
  user_hangup: ended("no_outcome", "The caller hung up."),
  agent_hangup: ended("no_outcome", "The agent said goodbye and hung up."),
  call_transfer: ended("transferred", "The agent put the caller through to somebody else."),
  voicemail_reached: ended("voicemail", "A voicemail answered."),
  ivr_reached: ended("no_answer", "A phone menu answered, no person."),
  inactivity: ended("no_outcome", "Nobody said anything for too long."),
  max_duration_reached: ended("no_outcome", "The call reached the longest time that a call may take."),
  no_concurrency_fallback: ended("failed", "All lines were taken, so the call went to the fallback."),
  transfer_bridged: ended("transferred", "The agent connected the caller with somebody else and left the call."),
  transfer_cancelled: ended("no_outcome", "The agent tried to put the caller through; nobody took the call."),
  manual_stopped: ended("no_outcome", "Somebody stopped the call by hand."),
  call_take_over: ended("transferred", "A person took the call over from the agent."),
  dial_busy: unconnected("busy", "The line was busy."),
  dial_failed: unconnected("failed", "The call could not be put through."),
  dial_no_answer: unconnected("no_answer", "Nobody answered."),
  invalid_destination: unconnected("failed", "The number dialled does not exist or cannot be called."),
  telephony_provider_permission_denied: unconnected(
    "failed",
    "The carrier refused the call: its SIP log-in was denied.",
  ),
  telephony_provider_unavailable: unconnected("failed", "The carrier could not be reached."),
  sip_routing_error: unconnected("failed", "The carrier found no way to the number."),
  marked_as_spam: unconnected("failed", "The clinic's number was blocked as spam."),
  user_declined: unconnected("no_answer", "The call was declined."),
  concurrency_limit_reached: broken("All lines of the Retell account were taken."),
  no_valid_payment: broken("Retell refused the call: the account has no valid payment."),
  scam_detected: broken("Retell stopped the call, taking it for a scam."),
  error_llm_websocket_open: broken("Retell could not open the socket to the dialogue server."),
  error_llm_websocket_lost_connection: broken("The socket to the dialogue server broke off."),
  error_llm_websocket_runtime: broken("The dialogue server closed its socket with an error."),
  error_llm_websocket_corrupt_payload: broken("The dialogue server sent what Retell could not read."),
  error_no_audio_received: broken("No sound came from the caller's side."),
  error_asr: broken("Retell's speech recognition failed."),
  error_retell: broken("Retell itself failed."),
  error_unknown: broken("The call failed; Retell does not know why."),
  error_user_not_joined: broken("Nobody joined the web call within 30 seconds."),
  registered_call_timeout: broken("The call was announced to Retell, but did not come within 5 minutes."),
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
