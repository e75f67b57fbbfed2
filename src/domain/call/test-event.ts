import { z } from "zod";
import { AscendiaError } from "../../errors.ts";

/** `call.duration_ms=5`: of what is there at the path, nothing else, the value is changed. */
interface Edit {
  readonly path: readonly string[];
  readonly text: string;
}

/** @throws usage when an edit is not `path=value`, or there is nothing at its path */
export function editEvent(event: unknown, edits: readonly string[]): unknown {
  let edited = event;
  for (const edit of edits) edited = changed(edited, parseEdit(edit), 0);
  return edited;
}

function parseEdit(edit: string): Edit {
  const [, path, text] = /^([^=]+)=(.*)$/su.exec(edit) ?? [];
  if (path !== undefined && text !== undefined) return { path: path.split("."), text };
  throw new AscendiaError("usage", `"${edit}" is no edit.`, { hint: "Write path=value: call.duration_ms=60000" });
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

/** What was a text stays one; else JSON is read, and text that is none is a text. */
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
  const present = names.length === 0 ? "nothing can be named there" : `there are ${names.join(", ")}`;
  return new AscendiaError("usage", `--set ${path.join(".")} matches nothing: there is no "${path[depth] ?? ""}".`, {
    hint: `In ${where === "" ? "the event" : where} ${present}.`,
  });
}

const object = z.record(z.string(), z.unknown());

type Redact = (text: string) => string;
type Change = (value: unknown, redact: Redact) => unknown;

/**
 * The fields of a call object that hold what was said (docs/retell.md 5.4), and how each is redacted. The lists of
 * single words are dropped: they would reveal it again.
 */
const SAID: Readonly<Record<string, Change>> = {
  transcript: redacted,
  transcript_object: turnsRedacted,
  transcript_with_tool_calls: turnsRedacted,
  scrubbed_transcript_with_tool_calls: turnsRedacted,
  collected_dynamic_variables: redacted,
  call_analysis: analysisRedacted,
};

const FREE_TEXTS: ReadonlySet<string> = new Set(["call_summary", "chat_summary", "callback_message"]);

/** The event without what its clinic does not want to be kept of what was said. Numbers on the line are not said. */
export function redactEvent(body: string, redact: Redact): string {
  const event = object.parse(JSON.parse(body));
  const change = (value: unknown) => mapEntries(value, (name, part) => SAID[name]?.(part, redact) ?? part);
  return JSON.stringify(mapEntries(event, (name, part) => (name === "call" || name === "chat" ? change(part) : part)));
}

function turnsRedacted(turns: unknown, redact: Redact): unknown {
  if (!Array.isArray(turns)) return redacted(turns, redact);
  return turns.map((turn: unknown) =>
    mapEntries(turn, (name, part) => {
      if (name === "words") return [];
      if (name === "arguments") return argumentsRedacted(part, redact);
      return name === "content" ? redacted(part, redact) : part;
    }),
  );
}

/** JSON in a text: its values are redacted, not its spelling. What is no JSON is redacted as it stands. */
function argumentsRedacted(text: unknown, redact: Redact): unknown {
  if (typeof text !== "string") return redacted(text, redact);
  try {
    return JSON.stringify(redacted(JSON.parse(text), redact));
  } catch {
    return redact(text);
  }
}

function analysisRedacted(analysis: unknown, redact: Redact): unknown {
  return mapEntries(analysis, (name, part) => {
    if (name === "custom_analysis_data") return analysisRedacted(part, redact);
    return FREE_TEXTS.has(name) ? redacted(part, redact) : part;
  });
}

function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item: unknown) => redacted(item, redact));
  return mapEntries(value, (_, part) => redacted(part, redact));
}

function mapEntries(value: unknown, change: (name: string, part: unknown) => unknown): unknown {
  const read = object.safeParse(value);
  if (!read.success || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(read.data).map(([name, part]) => [name, change(name, part)]));
}

/** An event of that name about a call or chat that never was, between fictitious numbers (docs/retell.md 5.2, 5.4). */
export function sampleEvent(event: string, callId: string, now: number): Readonly<Record<string, unknown>> {
  if (event.startsWith("chat_")) return { event, chat: { chat_id: callId, metadata: {} } };
  const call = {
    ...begun(callId, now),
    ...(OVER.has(event) ? over(now) : {}),
    ...(event === "call_analyzed" ? analysed : {}),
  };
  if (!event.startsWith("transfer_") || event === "transfer_ended") return { event, call };
  return { event, call, transfer_destination: { number: "+14155550112" } };
}

const OVER: ReadonlySet<string> = new Set(["call_ended", "call_analyzed"]);
const LASTED_MS = 42_000;

function begun(callId: string, now: number) {
  return {
    call_id: callId,
    call_type: "phone_call",
    agent_id: "agent_sample",
    agent_version: 0,
    call_status: "ongoing",
    direction: "inbound",
    from_number: "+14155550199",
    to_number: "+14155550100",
    start_timestamp: now - LASTED_MS,
    metadata: { clinic_id: "" },
    retell_llm_dynamic_variables: { clinic_id: "" },
    transcript: "Agent: Hello, how can I help you?\n",
  };
}

function over(now: number) {
  return {
    call_status: "ended",
    end_timestamp: now,
    duration_ms: LASTED_MS,
    disconnection_reason: "user_hangup",
    transcript: "Agent: Hello, how can I help you?\nUser: Are you open today?\nAgent: Yes, until six.\n",
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
