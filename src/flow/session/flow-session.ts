import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import type { Flow } from "../flow.ts";
import { advance, arrive } from "./advance.ts";
import { decide } from "./decide.ts";
import { hearAtNode } from "./handlers.ts";
import { take } from "./hear.ts";
import {
  type EngineOptions,
  type FlowCall,
  type FlowInput,
  type FlowPorts,
  type FlowSnapshot,
  type FlowState,
  type FlowStatus,
  type Run,
  type SessionTurn,
  type Step,
  currentFrame,
  defaultEngineOptions,
  fail,
  keyOf,
  newTurn,
  nodeAt,
  stop,
} from "./state.ts";
import { traceItem } from "../trace.ts";

/** One run of a flow: `open` once, then `hear` while the status is "waiting". */
export interface FlowSession {
  open(): Promise<SessionTurn>;
  hear(input: FlowInput): Promise<SessionTurn>;
  /** Settles an undecided turn by the id of one of its candidates. */
  choose(candidateId: string): Promise<SessionTurn>;
  /** Plain JSON from which `resumeFlow` continues, in this process or another. */
  snapshot(): FlowSnapshot;
}

export interface FlowRun {
  readonly flow: Flow;
  readonly ports: FlowPorts;
  readonly options?: Partial<EngineOptions>;
}

export function startFlow(call: FlowCall, run: FlowRun): FlowSession {
  return resumeFlow(newState(call), run);
}

/** Copies the snapshot: the session does not change its input. */
export function resumeFlow(snapshot: FlowSnapshot, { flow, ports, options }: FlowRun): FlowSession {
  const state = copyOf(snapshot);
  const run: Run = { flow, ports, options: { ...defaultEngineOptions, ...options }, state, turn: newTurn(0) };
  return {
    open: () => turn(run, "new", () => openStep(run)),
    hear: (input) => turn(run, "waiting", () => take(run, input)),
    choose: (candidateId) => turn(run, "undecided", () => chosenStep(run, candidateId)),
    snapshot: () => copyOf(run.state),
  };
}

/** Copies the lists that a run appends to. It replaces the rest of the state as a whole and never modifies it. */
function copyOf(state: FlowSnapshot): FlowState {
  const { trace, globalsFired, visitedNodes, visitedEdges } = state;
  return {
    ...state,
    trace: [...trace],
    globalsFired: { ...globalsFired },
    visitedNodes: [...visitedNodes],
    visitedEdges: [...visitedEdges],
  };
}

function newState(call: FlowCall): FlowState {
  return {
    schema: 1,
    call,
    status: "new",
    frames: [],
    former: "",
    returns: [],
    collected: {},
    trace: [],
    transitions: 0,
    toolCalls: 0,
    globalsFired: {},
    visitedNodes: [],
    visitedEdges: [],
    silentMs: 0,
    reminders: 0,
    hasSpoken: false,
    heard: "",
  };
}

async function turn(run: Run, expected: FlowStatus, first: () => Promise<Step>): Promise<SessionTurn> {
  const { state } = run;
  if (state.status !== expected) {
    throw new AscendiaError("conflict", `The run is ${state.status}, not ${expected}.`, {
      hint: "Open a run once, speak to it while it waits, and start a new run when it is over.",
    });
  }
  run.turn = newTurn(state.trace.length);
  await advance(run, await first());
  return {
    status: state.status,
    said: run.turn.said,
    pressed: run.turn.pressed,
    node: keyOf(run, currentFrame(run)),
    trace: state.trace.slice(run.turn.traceStart),
    ...(state.ended !== undefined && { ended: state.ended }),
    ...(state.undecided !== undefined && { undecided: state.undecided }),
    ...(state.problem !== undefined && { problem: state.problem }),
  };
}

async function openStep(run: Run): Promise<Step> {
  const start = { node: run.flow.start_node_id ?? "" };
  run.state.frames = [start];
  if (nodeAt(run, start) === undefined) {
    fail(run, "no_start", `start_node_id "${start.node}" is not a node of the flow.`);
    return stop;
  }
  if (run.flow.start_speaker === "user") return { kind: "wait" };
  run.state.hasSpoken = true;
  return arrive(run, [start], "start");
}

async function chosenStep(run: Run, candidateId: string): Promise<Step> {
  const node = nodeAt(run, currentFrame(run));
  const trigger = run.state.undecided?.trigger ?? "caller";
  delete run.state.undecided;
  run.turn.named = candidateId;
  if (node === undefined) return stop;
  return trigger === "caller" || node.type === "subagent" ? hearAtNode(run, node) : decide(run, node, trigger);
}

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
    "unsupported_node",
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

/** Parses a stored snapshot. Throws AscendiaError "invalid" if it is not one, or has another version. */
export function parseSnapshot(json: unknown): FlowSnapshot {
  const result = snapshot.safeParse(json);
  if (result.success) return result.data;
  throw new AscendiaError("invalid", `This is not a snapshot of a run: ${z.prettifyError(result.error)}`, {
    hint: "Start a new run.",
  });
}
