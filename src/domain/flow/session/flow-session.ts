import { AscendiaError } from "../../errors.ts";
import type { Flow } from "../flow.ts";
import { advance, arrive } from "./advance.ts";
import { decide } from "./decide.ts";
import type { EngineOptions } from "./engine-options.ts";
import { defaultEngineOptions } from "./engine-options.ts";
import { hearAtNode } from "./handlers.ts";
import { take } from "./hear.ts";
import type { FlowPorts, Run } from "./run.ts";
import { currentFrame, fail, keyOf, newTurn, nodeAt } from "./run.ts";
import type { FlowCall, FlowInput, FlowSnapshot, FlowState, FlowStatus, Turn } from "./state.ts";
import { stop } from "./step.ts";
import type { Step } from "./step.ts";

/** One run of a flow, driven from outside: `open` once, then `hear` while the status is "waiting". */
export interface FlowSession {
  open(): Promise<Turn>;
  hear(input: FlowInput): Promise<Turn>;
  /** Settles an undecided turn by the id of one of its candidates. */
  choose(candidateId: string): Promise<Turn>;
  /** Plain JSON; `resumeFlow` goes on with it, in this process or another. */
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

/** The snapshot is copied: the session never changes what it was given. */
export function resumeFlow(snapshot: FlowSnapshot, { flow, ports, options }: FlowRun): FlowSession {
  const state: FlowState = structuredClone(snapshot);
  const run: Run = { flow, ports, options: { ...defaultEngineOptions, ...options }, state, turn: newTurn(0) };
  return {
    open: () => turn(run, "new", () => openStep(run)),
    hear: (input) => turn(run, "waiting", () => take(run, input)),
    choose: (candidateId) => turn(run, "undecided", () => chosenStep(run, candidateId)),
    snapshot: () => structuredClone(run.state),
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

async function turn(run: Run, expected: FlowStatus, first: () => Promise<Step>): Promise<Turn> {
  const { state } = run;
  if (state.status !== expected) {
    throw new AscendiaError("conflict", `The run is ${state.status}, not ${expected}.`, {
      hint: "Open a run once, speak to it while it waits, and start a new one when it is over.",
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
    fail(run, "no_start", `start_node_id "${start.node}" is no node of the flow.`);
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
