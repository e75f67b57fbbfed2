import type { PlayedOutcome } from "../schemas/player-schema.ts";

export interface OutcomePlay {
  readonly status: "ended" | "not_connected";
  /** `disconnection_reason` (retell-api.md 5.4). */
  readonly reason: string;
  /** The function that the flow calls for what the person wants. */
  readonly tool?: string;
  /** What the analysis finds: an item `outcome` of the agent's analysis. */
  readonly found?: string;
}

/** How each outcome looks at Retell. Unconnected calls have no `call_started` (retell-api.md 5.3). */
export const outcomePlays: Readonly<Record<PlayedOutcome, OutcomePlay>> = {
  confirm: { status: "ended", reason: "agent_hangup", tool: "confirm_appointment", found: "confirmed" },
  move: { status: "ended", reason: "agent_hangup", tool: "reschedule_appointment", found: "rescheduled" },
  cancel: { status: "ended", reason: "agent_hangup", tool: "cancel_appointment", found: "cancelled" },
  opt_out: { status: "ended", reason: "agent_hangup", tool: "opt_out", found: "opted_out" },
  wrong_person: { status: "ended", reason: "agent_hangup", found: "wrong_person" },
  callback: { status: "ended", reason: "agent_hangup", tool: "request_callback", found: "callback_requested" },
  hang_up: { status: "ended", reason: "user_hangup", found: "no_outcome" },
  silence: { status: "ended", reason: "inactivity", found: "no_outcome" },
  voicemail: { status: "ended", reason: "voicemail_reached", found: "voicemail" },
  busy: { status: "not_connected", reason: "dial_busy" },
  no_answer: { status: "not_connected", reason: "dial_no_answer" },
  declined: { status: "not_connected", reason: "user_declined" },
  dial_failed: { status: "not_connected", reason: "dial_failed" },
};
