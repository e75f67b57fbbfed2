import type { FlowNode } from "../flow.ts";
import { decide } from "./decide.ts";
import { enterNode } from "./handlers.ts";
import {
  type FlowState,
  type Frame,
  type Run,
  type Step,
  currentFrame,
  fail,
  keyOf,
  nodeAt,
  record,
  stop,
  wait,
} from "./state.ts";
import type { TransitionType } from "../trace.ts";

/** Follows steps until the run waits for the caller or is over, then awaits detached work. */
export async function advance(run: Run, first: Step): Promise<void> {
  let step = first;
  while (step.kind !== "wait" && step.kind !== "stop" && step.kind !== "end") step = await follow(run, step);
  await Promise.all(run.turn.detached);
  if (step.kind === "wait") run.state.status = "waiting";
  if (step.kind !== "end") return;
  run.state.status = "ended";
  run.state.ended = step.ending;
}

async function follow(run: Run, step: Exclude<Step, { kind: "wait" | "stop" | "end" }>): Promise<Step> {
  const here = keyOf(run, currentFrame(run));
  if (step.kind === "exit") return exitComponent(run, here);
  record(run, { kind: "decision", node: here, ...step.decision });
  if (step.kind === "tool") {
    fail(run, "unknown_tool", `"${step.name}" was chosen where no subagent runs.`);
    return stop;
  }
  if (step.kind === "jump") return jump(run, step);
  run.state.visitedEdges.push(`${here}#${step.edge.id}`);
  const frames = [
    ...run.state.frames.slice(0, -1),
    { ...currentFrame(run), node: step.edge.destination_node_id ?? "" },
  ];
  run.state.returns = run.state.returns.filter((item) => item.global !== here);
  return arrive(run, frames, "normal");
}

/** Returns to the component node, whose own conditions see what happened inside (docs/retell.md 1.8). */
async function exitComponent(run: Run, here: string): Promise<Step> {
  record(run, { kind: "decision", node: here, source: "exit_component" });
  run.state.frames = run.state.frames.slice(0, -1);
  const node = nodeAt(run, currentFrame(run));
  return node === undefined ? stop : decide(run, node, "result");
}

async function jump(run: Run, step: Extract<Step, { kind: "jump" }>): Promise<Step> {
  if (step.transition === "global_go_back") {
    run.state.returns = run.state.returns.slice(0, -1);
    return arrive(run, step.frames, step.transition);
  }
  if (step.transition === "global") {
    const global = keyOf(run, step.frames.at(-1) ?? { node: "" });
    run.state.returns = [...run.state.returns, { global, frames: run.state.frames }];
    run.state.globalsFired[global] = run.state.transitions + 1;
  }
  return arrive(run, step.frames, step.transition);
}

export async function arrive(run: Run, frames: readonly Frame[], transition: TransitionType | "start"): Promise<Step> {
  const former = nodeAt(run, currentFrame(run));
  const target = frames.at(-1) ?? { node: "" };
  const node = nodeAt(run, target);
  if (node === undefined) {
    fail(run, "dangling_edge", `The next node is "${target.node}", which does not exist.`);
    return stop;
  }
  move(run, { frames, node, former, transition });
  if (isLooping(run)) return stop;
  return transition === "global_go_back" && run.options.onGoBack === "wait" ? wait : enterNode(run, node);
}

interface Move {
  readonly frames: readonly Frame[];
  readonly node: FlowNode;
  readonly former: FlowNode | undefined;
  readonly transition: TransitionType | "start";
}

function move(run: Run, { frames, node, former, transition }: Move): void {
  const { state } = run;
  state.frames = frames;
  state.visitedNodes.push(keyOf(run, currentFrame(run)));
  if (transition === "start") return;
  state.former = former?.name ?? former?.id ?? "";
  state.transitions += 1;
  record(run, {
    role: "node_transition",
    former_node_id: former?.id ?? "",
    former_node_name: state.former,
    new_node_id: node.id,
    new_node_name: node.name ?? node.id,
    transition_type: transition,
  });
}

/** A third visit to a node in one turn, without a tool call or a changed variable in between, means an endless loop. */
const sameStateLimit = 3;

function isLooping(run: Run): boolean {
  const { state, turn, options } = run;
  const key = keyOf(run, currentFrame(run));
  const { toolCalls, collected } = state;
  const visits = [...(turn.seen.get(key) ?? []), { toolCalls, collected }];
  const times = visits.filter((visit) => visit.toolCalls === toolCalls && isSame(visit.collected, collected)).length;
  turn.seen.set(key, visits);
  turn.hops += 1;
  const recent = state.visitedNodes.slice(-6).join(" → ");
  if (times >= sameStateLimit) fail(run, "loop", `The flow loops without waiting for the caller: ${recent}.`);
  else if (turn.hops > options.hopLimit) {
    fail(run, "hop_limit", `More than ${options.hopLimit} nodes without waiting for the caller, last: ${recent}.`);
  }
  return state.status === "failed";
}

function isSame(before: FlowState["collected"], now: FlowState["collected"]): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}

/** If the caller speaks first, the start node responds (`start_speaker`, docs/retell.md 1.1). */
export async function speakFirst(run: Run): Promise<Step> {
  run.state.hasSpoken = true;
  return arrive(run, run.state.frames, "start");
}
