import * as z from "zod";
import { foldText } from "../../language/fold-text.ts";
import { type Turn, readTranscript } from "../events/call-snapshot.ts";
import type { CallEventRecords, FleetCall } from "../ports.ts";
import type { Call, CallOutcome } from "../call.ts";

/** One thing that went badly, and the node of the flow where it happened. */
export interface Trouble {
  readonly node: string;
  readonly kind: "tool_failed" | "tool_refused" | "repeated" | "asked_again" | "waited";
  /** The tool, what was said twice, or how long the caller waited. */
  readonly what: string;
  /** For a tool: the error, or the answer that refused. For a wait: milliseconds. */
  readonly detail: string;
}

/** Everything in a call's record that a caller would complain about, in order, and where the call ended. */
export interface CallTroubles {
  /** null: the record has no nodes. */
  readonly lastNode: string | null;
  readonly lastSaid: { readonly agent: string | null; readonly caller: string | null };
  readonly troubles: readonly Trouble[];
  /** How long the caller waited for each answer, in milliseconds; null: the record has no times. */
  readonly waitsMs: readonly number[] | null;
}

/** After such a wait, callers begin to ask whether anyone is there. */
export const LONG_WAIT_MS = 2_000;

/**
 * Kinds of trouble, most serious first. The last trouble of the most serious kind is the turning point: the call did
 * not recover from it.
 */
const WEIGHTS: readonly Trouble["kind"][] = ["tool_failed", "tool_refused", "asked_again", "repeated", "waited"];

export function turningPoint(troubles: readonly Trouble[]): Trouble | undefined {
  const kind = WEIGHTS.find((one) => troubles.some((trouble) => trouble.kind === one));
  return troubles.findLast((trouble) => trouble.kind === kind);
}

/** The times of words are in the call's last event, as long as it is stored. */
export async function findTroubles(
  { callId, transcriptJson }: Pick<FleetCall, "callId" | "transcriptJson">,
  events: Pick<CallEventRecords, "list">,
): Promise<CallTroubles> {
  const [ended] = await events.list({ callId, event: "call_ended", limit: 1 });
  return readTroubles(transcriptJson, ended?.body);
}

/** The node of a call without a flow. */
const NO_NODE = "(no node)";

/** Fewer words may be a normal answer, such as "yes please". */
const LEAST_WORDS = 3;

const SAME_WORDS = 0.75;

interface Walk {
  node: string | null;
  readonly tools: Map<string, string>;
  readonly heard: ReadonlySet<string>[];
  readonly asked: Set<string>;
}

/**
 * @param transcriptJson of the call's record
 * @param ended the body of its `call_ended`, which holds the time of each word; undefined: no longer stored
 */
export function readTroubles(transcriptJson: string | null, ended: string | undefined): CallTroubles {
  const turns = readTranscript(transcriptJson);
  const walk: Walk = { node: firstNode(turns), tools: new Map(), heard: [], asked: new Set() };
  const troubles: Trouble[] = [];
  for (const turn of turns) {
    if (turn.kind === "node") walk.node = turn.to;
    troubles.push(...troublesOf(turn, walk));
  }
  const waits = ended === undefined ? null : waitsIn(ended);
  const saidBy = (by: string): string | null => {
    const last = turns.findLast((turn) => turn.kind === "said" && turn.by === by);
    return last?.kind === "said" ? last.text : null;
  };
  return {
    lastNode: walk.node,
    lastSaid: { agent: saidBy("agent"), caller: saidBy("user") },
    troubles: [...troubles, ...(waits ?? []).flatMap(longWait)],
    waitsMs: waits === null ? null : waits.map(({ ms }) => ms),
  };
}

function firstNode(turns: readonly Turn[]): string | null {
  const first = turns.find(({ kind }) => kind === "node");
  return first?.kind === "node" ? first.from : null;
}

function troublesOf(turn: Turn, walk: Walk): readonly Trouble[] {
  const node = walk.node ?? NO_NODE;
  if (turn.kind === "tool") walk.tools.set(turn.id, turn.name);
  if (turn.kind === "result") return resultTrouble(turn, node, walk.tools.get(turn.id) ?? "");
  if (turn.kind !== "said") return [];
  return turn.by === "agent" ? askedAgain(turn.text, node, walk) : saidAgain(turn.text, node, walk);
}

function resultTrouble(
  { successful, content }: Extract<Turn, { kind: "result" }>,
  node: string,
  tool: string,
): readonly Trouble[] {
  if (successful === false) return [{ node, kind: "tool_failed", what: tool, detail: content }];
  const refusal = refusalIn(content);
  return refusal === undefined ? [] : [{ node, kind: "tool_refused", what: tool, detail: refusal }];
}

/** Our functions answer `"booked": "false"` and give the reason in `reason`. */
function refusalIn(content: string): string | undefined {
  const answer = objectIn(content);
  const word = Object.keys(answer).find((key) => answer[key] === "false");
  if (word === undefined) return undefined;
  const { reason } = answer;
  return typeof reason === "string" && reason !== "" ? `${word}: false (${reason})` : `${word}: false`;
}

function objectIn(content: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = z.record(z.string(), z.unknown()).safeParse(JSON.parse(content));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** The agent asked the same question in the same words, so it did not understand the answer. */
function askedAgain(text: string, node: string, { asked }: Walk): readonly Trouble[] {
  const question = foldText(text);
  if (!text.includes("?") || wordsIn(question).length < LEAST_WORDS) return [];
  if (asked.has(question)) return [{ node, kind: "asked_again", what: text, detail: "" }];
  asked.add(question);
  return [];
}

function saidAgain(text: string, node: string, { heard }: Walk): readonly Trouble[] {
  const words = new Set(wordsIn(foldText(text)));
  if (words.size < LEAST_WORDS) return [];
  const isSaidBefore = heard.some((before) => shareOf(words, before) >= SAME_WORDS);
  heard.push(words);
  return isSaidBefore ? [{ node, kind: "repeated", what: text, detail: "" }] : [];
}

function wordsIn(folded: string): readonly string[] {
  return folded.match(/[\p{L}\d]+/gu) ?? [];
}

function shareOf(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const common = [...words].filter((word) => others.has(word)).length;
  return common / Math.max(words.size, others.size);
}

interface Wait {
  readonly node: string;
  readonly ms: number;
  readonly answer: string;
}

const seconds = z.number().min(0).max(86_400);

const timedItemSchema = z.object({
  role: z.string(),
  content: z.string().catch(""),
  former_node_name: z.string().optional().catch(undefined),
  new_node_name: z.string().optional().catch(undefined),
  words: z.array(z.object({ start: seconds, end: seconds })).catch([]),
});

const bodySchema = z.object({ call: z.object({ transcript_with_tool_calls: z.array(z.unknown()) }) });

/** The waits from the caller's last word to the agent's next one (docs/retell.md 5.4). null: no word has a time. */
function waitsIn(ended: string): readonly Wait[] | null {
  const body = bodySchema.safeParse(JSON.parse(ended));
  const items = body.success ? body.data.call.transcript_with_tool_calls.flatMap(timedItem) : [];
  if (items.every(({ words }) => words.length === 0)) return null;
  let node = items.find(({ former_node_name: name }) => name !== undefined)?.former_node_name ?? NO_NODE;
  let heardAt: { readonly end: number; readonly node: string } | undefined;
  const waits: Wait[] = [];
  for (const item of items) {
    node = item.new_node_name ?? node;
    const [first, last] = [item.words[0], item.words.at(-1)];
    if (item.role === "user" && last !== undefined) heardAt = { end: last.end, node };
    if (item.role !== "agent" || first === undefined || heardAt === undefined) continue;
    const ms = Math.max(0, Math.round((first.start - heardAt.end) * 1000));
    waits.push({ node: heardAt.node, ms, answer: item.content });
    heardAt = undefined;
  }
  return waits;
}

function timedItem(item: unknown): readonly z.output<typeof timedItemSchema>[] {
  const parsed = timedItemSchema.safeParse(item);
  return parsed.success ? [parsed.data] : [];
}

function longWait({ node, ms, answer }: Wait): readonly Trouble[] {
  return ms < LONG_WAIT_MS ? [] : [{ node, kind: "waited", what: answer, detail: String(ms) }];
}

/** The troubles at one node of the flow; each figure counts calls. */
export interface Hotspot {
  readonly node: string;
  readonly hungUp: number;
  readonly repeated: number;
  readonly waited: number;
  readonly toolFailed: number;
  readonly toolRefused: number;
}

type Figure = Exclude<keyof Hotspot, "node">;

const FIGURE_OF = {
  tool_failed: "toolFailed",
  tool_refused: "toolRefused",
  repeated: "repeated",
  asked_again: "repeated",
  waited: "waited",
} as const satisfies Readonly<Record<CallTroubles["troubles"][number]["kind"], Figure>>;

/** Outcomes of calls that achieved their purpose, or in which the caller never spoke with the agent. */
const SETTLED: ReadonlySet<CallOutcome | null> = new Set<CallOutcome>([
  "booked",
  "confirmed",
  "rescheduled",
  "cancelled",
  "question_answered",
  "message_taken",
  "callback_requested",
  "transferred",
  "opted_out",
  "no_answer",
  "busy",
  "voicemail",
]);

export interface Hotspots {
  readonly calls: number;
  /** Calls whose words have times; the others show no waits. */
  readonly timed: number;
  readonly longWaitMs: number;
  /** The nodes, worst first. */
  readonly nodes: readonly Hotspot[];
}

/** Adds up the troubles of one call after another. */
export function hotspotTally() {
  const nodes = new Map<string, Record<Figure, number>>();
  let [calls, timed] = [0, 0];
  const count = (node: string, figure: Figure): void => {
    const known = nodes.get(node) ?? { hungUp: 0, repeated: 0, waited: 0, toolFailed: 0, toolRefused: 0 };
    known[figure] += 1;
    nodes.set(node, known);
  };
  return {
    add: ({ reason, outcome }: Pick<Call, "reason" | "outcome">, found: CallTroubles): void => {
      calls += 1;
      if (found.waitsMs !== null) timed += 1;
      const met = new Set(found.troubles.map(({ node, kind }) => `${FIGURE_OF[kind]} ${node}`));
      for (const { node, kind } of found.troubles) {
        if (met.delete(`${FIGURE_OF[kind]} ${node}`)) count(node, FIGURE_OF[kind]);
      }
      if (reason === "user_hangup" && !SETTLED.has(outcome) && found.lastNode !== null) count(found.lastNode, "hungUp");
    },
    result: (): Hotspots => ({
      calls,
      timed,
      longWaitMs: LONG_WAIT_MS,
      nodes: [...nodes].map(([node, figures]) => Object.assign({ node }, figures)).toSorted(worstFirst),
    }),
  };
}

function worstFirst(one: Hotspot, other: Hotspot): number {
  return weight(other) - weight(one) || (one.node < other.node ? -1 : 1);
}

function weight({ hungUp, repeated, waited, toolFailed, toolRefused }: Hotspot): number {
  return 3 * hungUp + 2 * toolFailed + repeated + waited + toolRefused;
}
