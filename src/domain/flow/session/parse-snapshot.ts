import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import type { FlowSnapshot } from "./state.ts";
import { traceItem } from "./trace-schema.ts";

const optional = z.exactOptional;
const texts = z.record(z.string(), z.string());
const frame = z.strictObject({ component: optional(z.string()), node: z.string() });

const call = z.strictObject({
  callId: z.string(),
  agentId: z.string(),
  agentName: optional(z.string()),
  agentVersion: optional(z.number()),
  type: z.enum(["phone_call", "web_call"]),
  direction: optional(z.enum(["inbound", "outbound"])),
  fromNumber: optional(z.string()),
  toNumber: optional(z.string()),
  startedAt: z.number(),
  variables: z.record(z.string(), z.string().nullable()),
  tagVariables: optional(texts),
  metadata: optional(z.unknown()),
});

const undecided = z.strictObject({
  trigger: z.enum(["caller", "result", "entry"]),
  node: z.string(),
  heard: z.string(),
  candidates: z.array(z.strictObject({ id: z.string(), score: z.number(), kind: z.string(), condition: z.string() })),
});

const problem = z.strictObject({
  code: z.enum([
    "loop",
    "hop_limit",
    "dangling_edge",
    "unknown_tool",
    "unknown_component",
    "no_start",
    "unknown_choice",
  ]),
  node: z.string(),
  message: z.string(),
});

const snapshot = z.strictObject({
  schema: z.literal(1),
  call,
  status: z.enum(["new", "waiting", "ended", "undecided", "failed"]),
  frames: z.array(frame),
  former: z.string(),
  returns: z.array(z.strictObject({ global: z.string(), frames: z.array(frame) })),
  collected: texts,
  trace: z.array(traceItem),
  transitions: z.number(),
  toolCalls: z.number(),
  globalsFired: z.record(z.string(), z.number()),
  visitedNodes: z.array(z.string()),
  visitedEdges: z.array(z.string()),
  silentMs: z.number(),
  reminders: z.number(),
  hasSpoken: z.boolean(),
  heard: z.string(),
  ended: optional(
    z.strictObject({
      reason: z.string(),
      transferDestination: optional(z.string()),
      agentId: optional(z.string()),
    }),
  ),
  undecided: optional(undecided),
  problem: optional(problem),
});

/** Reads a stored snapshot back. Throws AscendiaError "invalid" when it is none of ours, or of another version. */
export function parseSnapshot(json: unknown): FlowSnapshot {
  const result = snapshot.safeParse(json);
  if (result.success) return result.data;
  throw new AscendiaError("invalid", `This is no snapshot of a run: ${z.prettifyError(result.error)}`, {
    hint: "Start the run anew.",
  });
}
