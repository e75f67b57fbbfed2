import { z } from "zod";

const object = z.record(z.string(), z.unknown());

type Redact = (text: string) => string;
type Change = (value: unknown, redact: Redact) => unknown;

/** Where a call object says what was said (retell-api.md 5.4), and how each place is redacted. Words one by one would give it away again. */
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
