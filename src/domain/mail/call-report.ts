import { z } from "zod";
import type { Call } from "../call/call.ts";
import type { Language } from "../language/language.ts";
import { type OutcomeWords, outcomeWords } from "./call-outcome-words.ts";

const optionalText = z.string().trim().catch("");

/** Retell's call_analysis with the fields of the master template (retell-api.md 5.4). */
const analysisSchema = z
  .object({
    call_summary: optionalText,
    custom_analysis_data: z
      .object({
        callback_message: optionalText,
        callback_requested: z.boolean().catch(false),
        callback_time: optionalText,
      })
      .catch({ callback_message: "", callback_requested: false, callback_time: "" }),
  })
  .catch({
    call_summary: "",
    custom_analysis_data: { callback_message: "", callback_requested: false, callback_time: "" },
  });

/** A finished call as the clinic is told of it. */
export interface CallReport {
  readonly calledAt: number;
  readonly durationMs: number | null;
  readonly words: OutcomeWords;
  readonly isOutbound: boolean;
  readonly summary: string | null;
  /** What the caller left for the team. */
  readonly message: string | null;
  /** When they asked to be called, as the analysis noted it: "2026-03-02T15:00". */
  readonly callbackTime: string | null;
  /** Whole where somebody has to be called back, else its last two digits. */
  readonly number: string | null;
}

/** Whoever left a message is to be answered, whatever else the call led to. */
export function callReport(call: Call, language: Language): CallReport {
  const { call_summary: summary, custom_analysis_data: fields } = analysisSchema.parse(parsed(call.analysisJson));
  const all = outcomeWords[language];
  const outcome = all[call.outcome ?? "no_outcome"];
  const wantsAnswer = fields.callback_requested || fields.callback_message !== "";
  const next = outcome.next ?? (wantsAnswer ? all.callback_requested.next : null);
  return {
    calledAt: call.calledAt,
    durationMs: call.durationMs,
    words: { ...outcome, next },
    isOutbound: call.direction === "outbound",
    summary: summary || null,
    message: fields.callback_message || null,
    callbackTime: fields.callback_time || null,
    number: shownNumber(call.patientNumber, next !== null),
  };
}

function shownNumber(number: string | null, isNeeded: boolean): string | null {
  return number === null || isNeeded ? number : `**${number.slice(-2)}`;
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
