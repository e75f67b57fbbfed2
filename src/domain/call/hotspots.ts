import { type CallTroubles, LONG_WAIT_MS } from "./call-troubles.ts";
import type { Call, CallOutcome } from "./call.ts";

/** What callers met at one node of the flow; each figure counts calls. */
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

/** The caller got what the call was for, or never spoke with the agent. */
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
  /** Those whose record has the times of words; the others say nothing of waits. */
  readonly timed: number;
  readonly longWaitMs: number;
  /** The worst first. */
  readonly nodes: readonly Hotspot[];
}

/** Adds call after call. */
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
