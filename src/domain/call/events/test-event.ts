import { z } from "zod";
import { AscendiaError } from "../../../errors.ts";
import { retellLists } from "../../../flow/schema/retell-lists.ts";
import { closestText } from "../../closest-text.ts";

/** An edit such as `call.duration_ms=5`, which changes only the existing value at that path. */
interface Edit {
  readonly path: readonly string[];
  readonly text: string;
}

/** @throws usage when an edit is not `path=value`, or nothing exists at its path */
export function editEvent(event: unknown, edits: readonly string[]): unknown {
  let edited = event;
  for (const edit of edits) edited = changed(edited, parseEdit(edit), 0);
  return edited;
}

function parseEdit(edit: string): Edit {
  const [, path, text] = /^([^=]+)=(.*)$/su.exec(edit) ?? [];
  if (path !== undefined && text !== undefined) return { path: path.split("."), text };
  throw new AscendiaError("usage", `"${edit}" is not an edit.`, {
    hint: "Write path=value, such as call.duration_ms=60000.",
  });
}

function changed(value: unknown, edit: Edit, depth: number): unknown {
  const name = edit.path[depth];
  if (name === undefined) return valueLike(value, edit.text);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name))
    throw matchesNothing(value, edit, depth);
  const change = (part: unknown) => changed(part, edit, depth + 1);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === name ? change(item) : item));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [key, key === name ? change(part) : part]),
  );
}

/** A string stays a string; any other value is read as JSON, or as a string if it is not JSON. */
function valueLike(before: unknown, text: string): unknown {
  if (typeof before === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function matchesNothing(value: unknown, { path }: Edit, depth: number): AscendiaError {
  const where = path.slice(0, depth).join(".");
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const present = names.length === 0 ? "it has no fields" : `there are ${names.join(", ")}`;
  return new AscendiaError("usage", `--set ${path.join(".")} matches nothing: there is no "${path[depth] ?? ""}".`, {
    hint: `In ${where === "" ? "the event" : where} ${present}.`,
  });
}

const object = z.record(z.string(), z.unknown());

type Redact = (text: string) => string;

/**
 * Fields of a call or chat object that describe the line, not the conversation (docs/retell.md 5.4). All other fields
 * are redacted, including any that Retell adds later.
 */
const OF_THE_LINE: ReadonlySet<string> = new Set([
  "call_id",
  "chat_id",
  "call_type",
  "chat_type",
  "direction",
  "from_number",
  "to_number",
  "agent_id",
  "agent_name",
  "agent_version",
  "call_status",
  "chat_status",
  "disconnection_reason",
  "start_timestamp",
  "end_timestamp",
  "transfer_end_timestamp",
  "duration_ms",
  "call_cost",
  "chat_cost",
  "latency",
  "llm_token_usage",
  "telephony_identifier",
  "data_storage_setting",
  "opt_out_sensitive_data_storage",
]);

/** Links to recordings, logs and transcripts: anyone with the link can hear or read everything. */
const LINK = /(?:^|_)urls?$/u;

/** The event with its conversation redacted. The line's numbers are not part of the conversation. */
export function redactEvent(body: string, redact: Redact): string {
  const event = object.parse(JSON.parse(body));
  const once = onceEach(redact);
  const redactedEvent = mapEntries(event, (name, part) => {
    if (name === "event" || name === "transfer_destination") return part;
    return name === "call" || name === "chat" ? ofTheCall(part, once) : redacted(part, once);
  });
  return JSON.stringify(redactedEvent);
}

const LONGEST_NAME = 100;

/** Caches results: thousands of list items have the same few names and words. */
function onceEach(redact: Redact): Redact {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > LONGEST_NAME) return redact(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const after = redact(text);
    known.set(text, after);
    return after;
  };
}

function ofTheCall(call: unknown, redact: Redact): unknown {
  return mapEntries(call, (name, part) => (OF_THE_LINE.has(name) ? part : redacted(part, redact)));
}

/** Fewer digits are not a phone number. */
const SHORTEST_NUMBER = 7;

function redactedNumber(value: number, redact: Redact): number | null {
  const digits = String(value);
  return digits.length < SHORTEST_NUMBER || redact(digits) === digits ? value : null;
}

/** Redacts every text, and every number long enough to be a phone number, at any depth, in names and in values. */
function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redactedText(value, redact);
  if (typeof value === "number") return redactedNumber(value, redact);
  if (Array.isArray(value)) return value.map((item: unknown) => redacted(item, redact));
  return mapEntries(
    value,
    // The timed single words would reveal what the redacted sentence hides.
    (name, part) => (name === "words" && Array.isArray(part) ? [] : redacted(part, redact)),
    redact,
  );
}

/** Redacts a text; in a text that is JSON, such as a tool's arguments, each value. */
function redactedText(text: string, redact: Redact): string {
  if (!/^\s*[{[]/u.test(text)) return redact(text);
  try {
    return JSON.stringify(redacted(JSON.parse(text), redact));
  } catch {
    return redact(text);
  }
}

function mapEntries(
  value: unknown,
  change: (name: string, part: unknown) => unknown,
  redactName: Redact = (name) => name,
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const kept = entries.filter(([name]) => !LINK.test(name));
  return Object.fromEntries(kept.map(([name, part]) => [redactName(name), change(name, part)]));
}

/** Sent to the inbound webhook before the call's first word; all other events go to the event webhook. */
export const INBOUND_EVENT = "call_inbound";

const CHAT_EVENTS = ["chat_started", "chat_ended", "chat_analyzed"];

/** Every event that `sampleEvent` can make. */
const sampleEvents: readonly string[] = [INBOUND_EVENT, ...retellLists.eventTypes, ...CHAT_EVENTS];

/** @throws usage */
export function assertEventName(name: string): void {
  if (sampleEvents.includes(name)) return;
  const close = closestText(name, sampleEvents);
  throw new AscendiaError("usage", `"${name}" is not a Retell event.`, {
    hint: `${close === undefined ? "" : `Did you mean ${close}? `}There are ${sampleEvents.join(", ")}. For another name: --set event=<name>`,
  });
}

/** The clinic, number and agent of a sample call. */
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

interface SampleCall {
  readonly callId: string;
  readonly now: number;
  readonly line: SampleLine;
  /** The fields that an earlier event reported about the same call. */
  readonly before: Readonly<Record<string, unknown>>;
}

const CALLER = "+14155550199";

/**
 * An event of that kind about a fictitious call or chat (docs/retell.md 4.2, 5.2, 5.4), or the next event of a known
 * call.
 */
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

/** A call that has already ended keeps its end. */
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
