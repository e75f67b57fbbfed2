import type { Clock } from "../../clock.ts";
import type { BareNames } from "../equation.ts";
import { type Edge, type Flow, type FlowNode, type Graph, findComponent } from "../flow.ts";
import type { Brain, Place, ScriptRunner, Telephony, ToolRunner } from "../ports.ts";
import {
  type Decision,
  type ScoredCandidate,
  type TraceItem,
  type TranscriptItem,
  type TransitionType,
  isTranscriptItem,
} from "../trace.ts";

/** The call that a flow runs for. A variable that is null counts as missing. */
export interface FlowCall {
  readonly callId: string;
  readonly agentId: string;
  readonly agentName?: string;
  readonly agentVersion?: number;
  readonly type: "phone_call" | "web_call";
  readonly direction?: "inbound" | "outbound";
  readonly fromNumber?: string;
  readonly toNumber?: string;
  readonly startedAt: number;
  readonly variables: Readonly<Record<string, string | null>>;
  readonly tagVariables?: Readonly<Record<string, string>>;
  readonly metadata?: unknown;
}

/** A position. The last frame of a run is the current node; earlier frames are the components around it. */
export interface Frame {
  /** The component's id or name; absent for the flow itself. */
  readonly component?: string;
  readonly node: string;
}

export interface Return {
  /** Key of the global node that was entered. */
  readonly global: string;
  readonly frames: readonly Frame[];
}

export interface Ending {
  /** A disconnection reason (docs/retell.md 5.4), or `agent_swap`. */
  readonly reason: string;
  readonly transferDestination?: string;
  readonly agentId?: string;
}

export type Trigger = "caller" | "result" | "entry";

export interface Undecided {
  readonly trigger: Trigger;
  readonly node: string;
  readonly heard: string;
  readonly candidates: readonly (ScoredCandidate & { readonly kind: string; readonly condition: string })[];
}

export interface Problem {
  readonly code:
    | "loop"
    | "hop_limit"
    | "dangling_edge"
    | "unknown_tool"
    | "unknown_component"
    | "no_start"
    | "unknown_choice"
    | "unsupported_node";
  readonly node: string;
  readonly message: string;
}

export type FlowStatus = "new" | "waiting" | "ended" | "undecided" | "failed";

/** Everything needed to continue a run, as plain JSON. */
export interface FlowState {
  readonly schema: 1;
  readonly call: FlowCall;
  status: FlowStatus;
  frames: readonly Frame[];
  former: string;
  returns: readonly Return[];
  collected: Readonly<Record<string, string>>;
  readonly trace: TraceItem[];
  transitions: number;
  toolCalls: number;
  /** The transition count at the last entry of each global node, by its key. */
  readonly globalsFired: Record<string, number>;
  /** Node keys in order of entry, with repetitions. */
  readonly visitedNodes: string[];
  readonly visitedEdges: string[];
  silentMs: number;
  reminders: number;
  hasSpoken: boolean;
  heard: string;
  ended?: Ending;
  undecided?: Undecided;
  problem?: Problem;
}

export type FlowSnapshot = Readonly<FlowState>;

export type FlowInput =
  | { readonly kind: "speech"; readonly text: string }
  /** If `ms` is absent: until the next reminder or the end of the call. */
  | { readonly kind: "silence"; readonly ms?: number }
  | { readonly kind: "digits"; readonly digits: string }
  | { readonly kind: "hangup" };

/** What happened up to the caller's turn or the end of the run. */
export interface SessionTurn {
  readonly status: FlowStatus;
  readonly said: readonly string[];
  /** Digits the agent pressed. */
  readonly pressed: string;
  /** Key of the current node. */
  readonly node: string;
  readonly trace: readonly TraceItem[];
  readonly ended?: Ending;
  readonly undecided?: Undecided;
  readonly problem?: Problem;
}

export interface FlowPorts {
  readonly brain: Brain;
  readonly tools: ToolRunner;
  readonly scripts: ScriptRunner;
  readonly telephony: Telephony;
  readonly clock: Clock;
  /** Waits between attempts at a tool call. If absent, retries follow immediately. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** Collected during one turn and discarded after it. */
export interface TurnWork {
  readonly said: string[];
  readonly traceStart: number;
  pressed: string;
  hops: number;
  /** The state at each visit, by node key. */
  readonly seen: Map<string, readonly Pick<FlowState, "toolCalls" | "collected">[]>;
  /** Tool calls that nothing waits for; they settle before the turn ends. */
  readonly detached: Promise<void>[];
  /** A candidate chosen from outside, used once instead of asking the brain. */
  named?: string | undefined;
}

export interface Run {
  readonly flow: Flow;
  readonly ports: FlowPorts;
  readonly options: EngineOptions;
  readonly state: FlowState;
  turn: TurnWork;
  /** The variables except those that the call collected, for `variablesOf`. */
  base?: { readonly values: Record<string, string>; readonly missing: Set<string> };
  /** The last result of `variablesOf`; valid while `collected` is the same object. */
  known?: { readonly collected: FlowState["collected"]; readonly variables: Readonly<Record<string, string>> };
}

export function newTurn(traceStart: number): TurnWork {
  return { said: [], traceStart, pressed: "", hops: 0, seen: new Map(), detached: [] };
}

export function currentFrame(run: Run): Frame {
  return run.state.frames.at(-1) ?? { node: "" };
}

/** The flow, or the frame's component. */
export function graphOf(run: Run, frame: Frame): Graph {
  return (frame.component === undefined ? undefined : findComponent(run.flow, frame.component)) ?? run.flow;
}

export function nodeAt(run: Run, frame: Frame): FlowNode | undefined {
  return nodesById(graphOf(run, frame)).get(frame.node);
}

const indexes = new WeakMap<Graph, ReadonlyMap<string, FlowNode>>();

/**
 * Cached, because a flow has a hundred nodes and a call looks for nodes dozens of times. Of two nodes with the same id,
 * the first counts.
 */
function nodesById(graph: Graph): ReadonlyMap<string, FlowNode> {
  const known = indexes.get(graph);
  if (known !== undefined) return known;
  const index = new Map(graph.nodes.toReversed().map((node) => [node.id, node]));
  indexes.set(graph, index);
  return index;
}

/** Node id; in a component, prefixed by `<component name>/`. */
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

/** The current call object, as custom functions receive it (docs/retell.md 5.4, 6.1). */
export function callRecord(run: Run): Readonly<Record<string, unknown>> {
  const { call } = run.state;
  const transcript = transcriptOf(run);
  const spoken = transcript.flatMap((item) => (item.role === "agent" || item.role === "user" ? [item] : []));
  return {
    call_id: call.callId,
    agent_id: call.agentId,
    agent_version: call.agentVersion ?? 0,
    ...(call.agentName !== undefined && { agent_name: call.agentName }),
    call_type: call.type,
    call_status: "ongoing",
    ...(call.fromNumber !== undefined && { from_number: call.fromNumber }),
    ...(call.toNumber !== undefined && { to_number: call.toNumber }),
    ...(call.direction !== undefined && { direction: call.direction }),
    ...(call.metadata !== undefined && { metadata: call.metadata }),
    retell_llm_dynamic_variables: suppliedOf(call),
    start_timestamp: call.startedAt,
    transcript: spoken.map((item) => `${item.role === "agent" ? "Agent" : "User"}: ${item.content}\n`).join(""),
    transcript_object: spoken.map((item) => ({ role: item.role, content: item.content, words: [] })),
    transcript_with_tool_calls: transcript,
  };
}

function suppliedOf({ variables }: FlowCall): FlowCall["variables"] {
  if (!Object.values(variables).includes(null)) return variables;
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));
}

/** Where a variable comes from. `collected`: set during the call. */
export type VariableScope = "collected" | "call" | "tag" | "default" | "system";

/** An option for each point on which Retell's behaviour is not documented. */
export interface EngineOptions {
  /** Strongest source first; only call > default is documented (docs/retell.md 10, 15.12). */
  readonly variablePrecedence: readonly VariableScope[];
  /** Zone of time variables whose name contains none (docs/retell.md 10, 15.12). */
  readonly defaultTimeZone: string;
  /** When `always_edge` is taken (docs/retell.md 15.7). */
  readonly alwaysEdge: "after_caller" | "after_speaking";
  /** What happens when nothing matches and there is no else edge (docs/retell.md 1.5, 15.7). */
  readonly noMatch: "stay" | "first_edge";
  /** How to read an equation's left side without braces, as in some exports (docs/retell.md 1.5). */
  readonly bareNames: BareNames;
  /** Whether an instruction is spoken when `speak_during_execution` is absent (docs/retell.md 15.8). */
  readonly speakWhenUnset: boolean;
  /** Whether the node speaks again on return from a global node (not documented). */
  readonly onGoBack: "speak" | "wait";
  /**
   * Node transitions before a global node without `cool_down` may be entered again; undocumented (docs/retell.md 1.6).
   */
  readonly defaultCoolDown: number;
  /** The pause before retry n of a tool call is this times 2^(n-1); Retell gives no figures (docs/retell.md 6.2). */
  readonly retryPauseMs: number;
  /** How many nodes may be entered without waiting for the caller before the run fails. */
  readonly hopLimit: number;
  readonly reminderTriggerMs: number;
  readonly reminderMaxCount: number;
  readonly endCallAfterSilenceMs: number;
}

/** The silence settings are the agent's defaults (docs/retell.md 2.1). */
export const defaultEngineOptions: EngineOptions = {
  variablePrecedence: ["collected", "call", "tag", "default", "system"],
  defaultTimeZone: "America/Los_Angeles",
  alwaysEdge: "after_caller",
  noMatch: "stay",
  bareNames: "literal",
  speakWhenUnset: false,
  onGoBack: "speak",
  defaultCoolDown: 0,
  retryPauseMs: 1000,
  hopLimit: 60,
  reminderTriggerMs: 10_000,
  reminderMaxCount: 1,
  endCallAfterSilenceMs: 600_000,
};

/** What a node wants next. `stop`: the run is over, and the state shows how. */
export type Step =
  | { readonly kind: "wait" }
  | { readonly kind: "stop" }
  | { readonly kind: "end"; readonly ending: Ending }
  | { readonly kind: "exit" }
  | { readonly kind: "take"; readonly edge: Edge; readonly decision: Omit<Decision, "kind" | "node"> }
  | { readonly kind: "tool"; readonly name: string; readonly decision: Omit<Decision, "kind" | "node"> }
  | {
      readonly kind: "jump";
      readonly frames: readonly Frame[];
      readonly transition: TransitionType;
      readonly decision: Omit<Decision, "kind" | "node">;
    };

export const wait: Step = { kind: "wait" };
export const stop: Step = { kind: "stop" };

/** The edge, if connected. An edge without a destination is never taken (docs/retell.md 1.3). */
export function connected(edge: Edge | undefined): Edge | undefined {
  return edge?.destination_node_id === undefined || edge.destination_node_id === "" ? undefined : edge;
}
