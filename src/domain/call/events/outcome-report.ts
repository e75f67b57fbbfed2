import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { TEXT_LIMITS } from "../field-limits.ts";

/** Senders write null, or nothing between the quotes, for what was not decided. */
const word = z
  .string()
  .max(100)
  .nullish()
  .transform((text) => (text?.trim() === "" ? undefined : (text ?? undefined)))
  .optional();

const id = z
  .union([z.string().max(TEXT_LIMITS.id), z.int().transform(String)])
  .nullish()
  .transform((named) => (named === "" ? undefined : (named ?? undefined)))
  .optional();

/** An older system's report on the end of an outbound call: what happened to the call, and what the person decided. */
export const outcomeReportSchema = z.object({
  session_id: id,
  call_id: id,
  status: word,
  appointment_action: word,
  outcome: word,
});

type OutcomeReport = z.output<typeof outcomeReportSchema>;

/** An outbound call of ours. */
export interface ReportedCall {
  readonly callId: string;
  readonly clinicId: string;
}

/** Older senders' words for the outcomes of Retell's analysis. */
const ACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    confirm: "confirmed",
    confirmed: "confirmed",
    reschedule: "rescheduled",
    rescheduled: "rescheduled",
    cancel: "cancelled",
    canceled: "cancelled",
    cancelled: "cancelled",
    callback: "callback_requested",
    callback_requested: "callback_requested",
    wrong_number: "wrong_person",
    wrong_person: "wrong_person",
    do_not_call: "opted_out",
    opted_out: "opted_out",
    none: "no_outcome",
    no_action: "no_outcome",
    no_outcome: "no_outcome",
  }),
);

/** How a call ended, in Retell's words (docs/retell.md 5.4). */
const ENDINGS: ReadonlyMap<string, { readonly status: string; readonly reason: string }> = new Map(
  Object.entries({
    completed: { status: "ended", reason: "user_hangup" },
    ended: { status: "ended", reason: "user_hangup" },
    answered: { status: "ended", reason: "user_hangup" },
    voicemail: { status: "ended", reason: "voicemail_reached" },
    no_answer: { status: "not_connected", reason: "dial_no_answer" },
    busy: { status: "not_connected", reason: "dial_busy" },
    failed: { status: "not_connected", reason: "dial_failed" },
  }),
);

/** Words for a call that is not over: they have no effect. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  "queued",
  "registered",
  "initiated",
  "ringing",
  "ongoing",
  "in_progress",
]);

/** @throws invalid when the report has no call id */
export function sessionOf({ session_id: session, call_id: call }: OutcomeReport): string {
  const named = session ?? call;
  if (named !== undefined) return named;
  throw new AscendiaError("invalid", "The report names no call: it needs a session_id or a call_id");
}

/**
 * The report as the event that Retell would have sent, so that one handler serves both senders.
 * @returns undefined while the call is under way
 * @throws invalid for unknown words
 */
export function eventOfReport(report: OutcomeReport, { callId, clinicId }: ReportedCall): object | undefined {
  const said = [report.status, report.appointment_action, report.outcome].flatMap((text) =>
    text === undefined
      ? []
      : [
          text
            .trim()
            .toLowerCase()
            .replaceAll(/[\s-]+/gu, "_"),
        ],
  );
  const unknown = said.find((text) => !UNDER_WAY.has(text) && !ACTIONS.has(text) && !ENDINGS.has(text));
  if (unknown !== undefined || said.length === 0) {
    throw new AscendiaError("invalid", `The report has no known outcome: "${unknown ?? ""}"`, {
      hint: `Use one of ${[...ENDINGS.keys(), ...ACTIONS.keys()].join(", ")}.`,
    });
  }
  const action = said.map((text) => ACTIONS.get(text)).find((known) => known !== undefined);
  const ending = said.map((text) => ENDINGS.get(text)).find((known) => known !== undefined);
  if (action === undefined && ending === undefined) return undefined;
  const { status, reason } = ending ?? { status: "ended", reason: "user_hangup" };
  // The decision made in an answered call may be reported later; no further report follows about any other call.
  const isFinal = action !== undefined || reason !== "user_hangup";
  return {
    event: isFinal ? "call_analyzed" : "call_ended",
    call: {
      call_id: callId,
      direction: "outbound",
      call_status: status,
      disconnection_reason: reason,
      metadata: { clinic_id: clinicId },
      ...(isFinal && { call_analysis: { custom_analysis_data: action === undefined ? {} : { outcome: action } } }),
    },
  };
}
