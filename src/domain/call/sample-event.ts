import { retellLists } from "../../flow/schema/retell-lists.ts";
import { AscendiaError } from "../../errors.ts";
import { closestText } from "../closest-text.ts";

/** Asked before the first word, at the inbound webhook; all others go to the event webhook. */
export const INBOUND_EVENT = "call_inbound";

const CHAT_EVENTS = ["chat_started", "chat_ended", "chat_analyzed"];

/** Every event that can be made up here. */
const sampleEvents: readonly string[] = [INBOUND_EVENT, ...retellLists.eventTypes, ...CHAT_EVENTS];

/** @throws usage */
export function assertEventName(name: string): void {
  if (sampleEvents.includes(name)) return;
  const close = closestText(name, sampleEvents);
  throw new AscendiaError("usage", `"${name}" is not an event of Retell's.`, {
    hint: `${close === undefined ? "" : `Did you mean ${close}? `}There are ${sampleEvents.join(", ")}. For another name: --set event=<name>`,
  });
}

/** Between which numbers, and with which agent. */
export interface SampleLine {
  readonly clinicId: string;
  readonly clinicNumber: string;
  readonly agentId: string;
  readonly agentVersion: number;
}

export const fictitiousLine: SampleLine = {
  clinicId: "",
  clinicNumber: "+14155550100",
  agentId: "agent_sample",
  agentVersion: 0,
};

export interface SampleCall {
  readonly callId: string;
  readonly now: number;
  readonly line: SampleLine;
  /** What an earlier event said of the same call. */
  readonly before: Readonly<Record<string, unknown>>;
}

const CALLER = "+14155550199";

/** An event of that kind about a fictitious call or chat (docs/retell.md 4.2, 5.2, 5.4), or the next one of a known call. */
export function sampleEvent(event: string, sample: SampleCall): Readonly<Record<string, unknown>> {
  const { callId, line } = sample;
  if (event === INBOUND_EVENT) return { event, call_inbound: inbound(line) };
  if (event.startsWith("chat_")) return { event, chat: { chat_id: callId, metadata: metadataOf(line) } };
  const call = {
    ...begun(sample),
    ...(OVER.has(event) ? over(sample) : {}),
    ...(event === "call_analyzed" ? analysed : {}),
  };
  if (!event.startsWith("transfer_") || event === "transfer_ended") return { event, call };
  return { event, call: { ...call, call_status: "ongoing" }, transfer_destination: { number: "+14155550112" } };
}

const OVER: ReadonlySet<string> = new Set(["call_ended", "call_analyzed"]);
const LASTED_MS = 42_000;

function inbound({ agentId, agentVersion, clinicNumber }: SampleLine) {
  return { agent_id: agentId, agent_version: agentVersion, from_number: CALLER, to_number: clinicNumber };
}

function metadataOf({ clinicId }: SampleLine) {
  return { clinic_id: clinicId };
}

function begun({ callId, now, line, before }: SampleCall) {
  return {
    call_id: callId,
    call_type: "phone_call",
    call_status: "ongoing",
    direction: "inbound",
    ...inbound(line),
    start_timestamp: now - LASTED_MS,
    metadata: metadataOf(line),
    retell_llm_dynamic_variables: metadataOf(line),
    transcript: "Agent: Hello, how can I help you?\n",
    ...before,
  };
}

/** A call that was over keeps its end. */
function over({ now, before }: SampleCall) {
  const started = before["start_timestamp"];
  return {
    call_status: "ended",
    end_timestamp: now,
    duration_ms: typeof started === "number" ? now - started : LASTED_MS,
    disconnection_reason: "user_hangup",
    transcript: "Agent: Hello, how can I help you?\nUser: Are you open today?\nAgent: Yes, until six.\n",
    ...(before["call_status"] === "ended" ? before : {}),
  };
}

const analysed = {
  call_analysis: {
    call_summary: "The caller asked about opening hours.",
    user_sentiment: "Neutral",
    call_successful: true,
    in_voicemail: false,
    custom_analysis_data: { outcome: "question_answered", callback_message: "" },
  },
};
