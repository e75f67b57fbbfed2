import type { ExtractedVariable, TransitionExample } from "./flow.ts";
import type { ChoiceSource, ScoredCandidate, TranscriptItem } from "./trace.ts";

/** Where in the flow a request comes from; `component` is the name of the node's component. */
export interface Place {
  readonly node: string;
  readonly name: string;
  readonly type: string;
  readonly component?: string;
}

/** A next step that needs judgement. `id` is an edge id, a global node's id or a tool's name. */
export interface Candidate {
  readonly kind: "edge" | "global" | "go_back" | "tool";
  readonly id: string;
  /** The condition or the tool's description, with placeholders resolved. */
  readonly condition: string;
  readonly destination?: string;
  readonly examples: readonly TransitionExample[];
  /** Conversations in which a global node must not be entered. */
  readonly counterExamples?: readonly TransitionExample[];
}

export interface ChooseRequest {
  readonly place: Place;
  readonly candidates: readonly Candidate[];
  /** What happens if the choice is "stay". */
  readonly otherwise: "stay" | "else" | "always";
  /** `caller`: the caller just spoke; `result`: a tool answered; `entry`: the node was just entered. */
  readonly trigger: "caller" | "result" | "entry";
  readonly heard: string;
  readonly transcript: readonly TranscriptItem[];
  readonly variables: Readonly<Record<string, string>>;
}

export type Choice =
  | {
      readonly kind: "take";
      readonly id: string;
      readonly source: ChoiceSource;
      readonly score?: number;
      readonly candidates?: readonly ScoredCandidate[];
    }
  | { readonly kind: "stay"; readonly source: ChoiceSource; readonly candidates?: readonly ScoredCandidate[] }
  | { readonly kind: "undecided"; readonly candidates: readonly ScoredCandidate[] };

/** A value to find in the conversation: a variable of an extract node, or an argument of a tool (as a dot path). */
export type WantedValue = ExtractedVariable;

export interface ExtractRequest {
  readonly place: Place;
  readonly purpose: "variables" | "arguments";
  /** Name of the tool whose arguments are wanted. */
  readonly tool?: string;
  readonly wanted: readonly WantedValue[];
  readonly transcript: readonly TranscriptItem[];
  readonly variables: Readonly<Record<string, string>>;
}

/** By name of the wanted value. Unknown values are left out. */
export type ExtractedValues = Readonly<Record<string, string | number | boolean>>;

export type SpeakPurpose = "say" | "reply" | "reminder" | "after_tool" | "sms" | "digits" | "transfer_number";

export interface SpeakRequest {
  readonly place: Place;
  readonly purpose: SpeakPurpose;
  /** The instruction of the node or tool, with placeholders resolved. */
  readonly instruction: string;
  /** With placeholders resolved; a function, because the text is long and only models read it. */
  readonly globalPrompt: () => string;
  readonly transcript: readonly TranscriptItem[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Makes the decisions that an LLM makes at Retell. It never guesses: `undecided` stops the run. */
export interface Brain {
  choose(request: ChooseRequest): Promise<Choice>;
  extract(request: ExtractRequest): Promise<ExtractedValues>;
  speak(request: SpeakRequest): Promise<string>;
}

/** One attempt at a tool call, with placeholders resolved (docs/retell.md 6.1). */
export interface ToolCall {
  readonly kind: "custom" | "mcp" | "calendar";
  readonly toolCallId: string;
  readonly toolId?: string;
  readonly name: string;
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly args: Readonly<Record<string, unknown>>;
  /** The JSON text to send and sign; empty for GET and DELETE. */
  readonly body: string;
  readonly timeoutMs: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

export interface ToolContext {
  readonly callId: string;
  readonly place: Place;
  readonly variables: () => Readonly<Record<string, string>>;
}

export interface ToolOutcome {
  readonly ok: boolean;
  /** The answer's body, or what went wrong. */
  readonly content: string;
  readonly status?: number;
  readonly ms: number;
}

/** Sends or mocks custom-function and MCP calls. Failures are outcomes, not exceptions. */
export interface ToolRunner {
  run(call: ToolCall, context: ToolContext): Promise<ToolOutcome>;
}

export interface Script {
  readonly code: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly metadata: unknown;
  readonly timeoutMs: number;
}

export type ScriptOutcome =
  | { readonly ok: true; readonly result: unknown; readonly logs: readonly string[] }
  | { readonly ok: false; readonly error: string; readonly logs: readonly string[] };

/** Runs the code of code nodes without access to the host (docs/retell.md 1.9). */
export interface ScriptRunner {
  run(script: Script): Promise<ScriptOutcome>;
}

export interface TransferRequest {
  readonly place: Place;
  readonly destination: string;
  readonly extension?: string;
  readonly option: string;
}

export interface SmsRequest {
  readonly place: Place;
  readonly content: string;
}

export interface SwapRequest {
  readonly place: Place;
  readonly agentId: string;
  readonly agentVersion?: string | number;
}

export interface Telephony {
  transfer(request: TransferRequest): Promise<"connected" | "failed">;
  sendSms(request: SmsRequest): Promise<"sent" | "failed">;
  swap(request: SwapRequest): Promise<"swapped" | "failed">;
}
