import type { Clock } from "../../time/ports.ts";
import { findComponent } from "../find-component.ts";
import type { Flow, FlowNode, Graph } from "../flow.ts";
import type { Brain, Place, ScriptRunner, Telephony, ToolRunner } from "../ports.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { FlowState, Frame, Problem } from "./state.ts";
import type { TraceItem, TranscriptItem } from "./trace.ts";
import { isTranscriptItem } from "./trace.ts";

export interface FlowPorts {
  readonly brain: Brain;
  readonly tools: ToolRunner;
  readonly scripts: ScriptRunner;
  readonly telephony: Telephony;
  readonly clock: Clock;
  /** Waits between attempts of a tool; without it retries follow at once. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** What one turn gathers; it does not outlive the turn. */
export interface TurnWork {
  readonly said: string[];
  readonly traceStart: number;
  pressed: string;
  hops: number;
  readonly seen: Map<string, number>;
  /** Tool calls nobody waits for; settled before the turn ends. */
  readonly detached: Promise<void>[];
  /** Candidate named from outside, used once instead of asking the brain. */
  named?: string | undefined;
}

export interface Run {
  readonly flow: Flow;
  readonly ports: FlowPorts;
  readonly options: EngineOptions;
  readonly state: FlowState;
  turn: TurnWork;
}

export function newTurn(traceStart: number): TurnWork {
  return { said: [], traceStart, pressed: "", hops: 0, seen: new Map(), detached: [] };
}

export function currentFrame(run: Run): Frame {
  return run.state.frames.at(-1) ?? { node: "" };
}

/** The flow, or the component a frame lies in. */
export function graphOf(run: Run, frame: Frame): Graph {
  return (frame.component === undefined ? undefined : findComponent(run.flow, frame.component)) ?? run.flow;
}

export function nodeAt(run: Run, frame: Frame): FlowNode | undefined {
  return graphOf(run, frame).nodes.find((node) => node.id === frame.node);
}

/** Node id; inside a component prefixed by `<component name>/`. */
export function keyOf(run: Run, frame: Frame): string {
  const component = frame.component === undefined ? undefined : findComponent(run.flow, frame.component);
  return component === undefined ? frame.node : `${component.name}/${frame.node}`;
}

export function placeOf(run: Run, node: FlowNode): Place {
  const { component } = currentFrame(run);
  const name = component === undefined ? undefined : findComponent(run.flow, component)?.name;
  return { node: node.id, name: node.name ?? node.id, type: node.type, ...(name !== undefined && { component: name }) };
}

export function record(run: Run, item: TraceItem): void {
  run.state.trace.push(item);
}

export function transcriptOf(run: Run): readonly TranscriptItem[] {
  return run.state.trace.filter(isTranscriptItem);
}

export function fail(run: Run, code: Problem["code"], message: string): void {
  run.state.status = "failed";
  run.state.problem = { code, node: keyOf(run, currentFrame(run)), message };
}
