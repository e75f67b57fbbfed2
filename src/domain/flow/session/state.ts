import type { ScoredCandidate } from "../ports.ts";
import type { TraceItem } from "./trace.ts";

/** The call a flow is run for. `variables` with null count as missing. */
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

/** The position: the last frame is where the run is, the ones before are the components it is in. */
export interface Frame {
  /** Id or name by which the component was found; absent for the flow itself. */
  readonly component?: string;
  readonly node: string;
}

export interface Return {
  /** Key of the global node that was entered. */
  readonly global: string;
  readonly frames: readonly Frame[];
}

export interface Ending {
  /** A disconnection reason (retell-api.md 5.4), or `agent_swap`. */
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
    | "unknown_choice";
  readonly node: string;
  readonly message: string;
}

export type FlowStatus = "new" | "waiting" | "ended" | "undecided" | "failed";

/** All there is to know to go on with a run; plain JSON. */
export interface FlowState {
  readonly schema: 1;
  readonly call: FlowCall;
  status: FlowStatus;
  frames: readonly Frame[];
  former: string;
  returns: readonly Return[];
  collected: Record<string, string>;
  trace: TraceItem[];
  transitions: number;
  toolCalls: number;
  /** By key of the global node: the transition count at which it fired last. */
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
  /** Without `ms`: until the next reminder, or until the call ends for want of a caller. */
  | { readonly kind: "silence"; readonly ms?: number }
  | { readonly kind: "digits"; readonly digits: string }
  | { readonly kind: "hangup" };

/** What happened until the caller is to speak again or the run is over. */
export interface Turn {
  readonly status: FlowStatus;
  readonly said: readonly string[];
  /** Digits the agent pressed. */
  readonly pressed: string;
  /** Key of the node the run is at. */
  readonly node: string;
  readonly trace: readonly TraceItem[];
  readonly ended?: Ending;
  readonly undecided?: Undecided;
  readonly problem?: Problem;
}
