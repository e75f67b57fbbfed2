import type { AppointmentStatus } from "../../domain/booking/appointment.ts";
import type { Call, CallOutcome } from "../../domain/call/call.ts";
import type { Words } from "../words/en.ts";
import { Tag } from "./parts.tsx";

const STATUS_TONES = {
  scheduled: "plain",
  confirmed: "good",
  completed: "good",
  cancelled: "warn",
  rescheduled: "warn",
  no_show: "bad",
} as const;

export function StatusTag({ status, words }: { readonly status: AppointmentStatus; readonly words: Words }) {
  return <Tag tone={STATUS_TONES[status]}>{words.appointment.statuses[status]}</Tag>;
}

const GOOD: ReadonlySet<CallOutcome> = new Set(["booked", "confirmed", "rescheduled", "question_answered"]);
const BAD: ReadonlySet<CallOutcome> = new Set(["failed", "emergency"]);

/** A call's result once there is one, or else its status. */
export function CallTag({ call, words }: { readonly call: Call; readonly words: Words }) {
  const { outcome, status } = call;
  if (outcome === null) {
    return <Tag tone={status === "ongoing" ? "live" : "plain"}>{words.calls.states[status]}</Tag>;
  }
  const tone = GOOD.has(outcome) ? "good" : BAD.has(outcome) ? "bad" : "plain";
  return <Tag tone={tone}>{words.calls.outcomes[outcome]}</Tag>;
}
