import * as z from "zod";
import type { CallEventRecords } from "../ports.ts";

/** When someone speaks, or a tool runs while the caller waits; in milliseconds since the call began. */
export interface SpokenSpan {
  readonly lane: "agent" | "caller" | "tool";
  readonly from: number;
  readonly to: number;
  /** What was said, or the tool's name. */
  readonly what: string;
}

/**
 * What Retell reports about a call but the call's record does not hold. Available while the call's last event is
 * stored.
 */
export interface ReportedTimes {
  /** Empty if no word has a time. */
  readonly spans: readonly SpokenSpan[];
  readonly lengthMs: number;
  /** An https link to Retell's servers. */
  readonly recordingUrl: string | null;
}

/** More bars than this are unreadable. */
const MOST_SPANS = 400;

const LONGEST_URL = 2000;

const seconds = z.number().min(0).max(86_400);

const itemSchema = z.object({
  role: z.string(),
  content: z.string().catch(""),
  name: z.string().catch(""),
  words: z.array(z.object({ start: seconds, end: seconds })).catch([]),
});

type Item = z.output<typeof itemSchema>;

const bodySchema = z.object({
  call: z.object({
    transcript_with_tool_calls: z.array(z.unknown()).catch([]),
    recording_url: z.string().max(LONGEST_URL).nullish().catch(null),
  }),
});

export async function readSpokenTimes(
  callId: string,
  events: Pick<CallEventRecords, "list">,
): Promise<ReportedTimes | undefined> {
  const [ended] = await events.list({ callId, event: "call_ended", limit: 1 });
  return ended === undefined ? undefined : spokenTimes(ended.body);
}

/** @param body of the call's `call_ended` (docs/retell.md 5.4) */
export function spokenTimes(body: string): ReportedTimes | undefined {
  const read = bodySchema.safeParse(JSON.parse(body));
  if (!read.success) return undefined;
  const { transcript_with_tool_calls: turns, recording_url: url } = read.data.call;
  const items = turns.flatMap((item) => {
    const parsed = itemSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  const spans = spansIn(items).slice(0, MOST_SPANS);
  const lengthMs = Math.max(0, ...spans.map(({ to }) => to));
  return { spans, lengthMs, recordingUrl: safeUrl(url ?? "") };
}

/** A tool's span lasts from the last word before it to the assistant's next word. */
function spansIn(items: readonly Item[]): readonly SpokenSpan[] {
  const spans: SpokenSpan[] = [];
  let waiting: string[] = [];
  let heardUntil = 0;
  for (const { role, content, name, words } of items) {
    if (role === "tool_call_invocation") waiting.push(name);
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) continue;
    const [from, to] = [milliseconds(first.start), milliseconds(Math.max(first.start, last.end))];
    if (role === "agent" && waiting.length > 0) {
      if (from > heardUntil) spans.push({ lane: "tool", from: heardUntil, to: from, what: waiting.join(", ") });
      waiting = [];
    }
    spans.push({ lane: role === "agent" ? "agent" : "caller", from, to, what: content });
    heardUntil = Math.max(heardUntil, to);
  }
  return spans;
}

function milliseconds(time: number): number {
  return Math.round(time * 1000);
}

/** Clicking the link leaves the console, so it must be https, without a user name or password. */
function safeUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, password, href } = new URL(text);
  return protocol === "https:" && username === "" && password === "" ? href : null;
}

/** A node of the flow that a call reached. */
interface PassedNode {
  /** Unique within a flow or one of its components; empty if the record does not give it. */
  readonly id: string;
  readonly name: string;
}

const text = z.string().catch("");

/** docs/retell.md 5.4 */
const transition = z.object({
  role: z.literal("node_transition"),
  former_node_id: text,
  former_node_name: text,
  new_node_id: text,
  new_node_name: text,
});

/** The nodes that a call reached, in order, starting with its first node. Empty for a call without a flow. */
export function nodesPassed(transcriptJson: string | null): readonly PassedNode[] {
  const items: unknown = transcriptJson === null ? [] : JSON.parse(transcriptJson);
  const moves = (Array.isArray(items) ? items : []).flatMap((item: unknown) => {
    const parsed = transition.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  const [first] = moves;
  if (first === undefined) return [];
  const began = { id: first.former_node_id, name: first.former_node_name };
  const passed = moves.map((move) => ({ id: move.new_node_id, name: move.new_node_name }));
  return began.id === "" && began.name === "" ? passed : [began, ...passed];
}
