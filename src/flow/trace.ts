import * as z from "zod";

export type TransitionType = "normal" | "global" | "global_go_back" | "interrupt_go_back";

/** Items of `transcript_with_tool_calls` (docs/retell.md 5.4). */
export type TranscriptItem =
  | { readonly role: "agent" | "user"; readonly content: string }
  | {
      readonly role: "tool_call_invocation";
      readonly tool_call_id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | {
      readonly role: "tool_call_result";
      readonly tool_call_id: string;
      readonly content: string;
      readonly successful: boolean;
    }
  | {
      readonly role: "node_transition";
      readonly former_node_id: string;
      readonly former_node_name: string;
      readonly new_node_id: string;
      readonly new_node_name: string;
      readonly transition_type: TransitionType;
    }
  | { readonly role: "dtmf"; readonly digit: string }
  | { readonly role: "sms"; readonly content: string; readonly time_sec: number };

type DecisionSource =
  | ChoiceSource
  | "equation"
  | "else"
  | "always"
  | "skip_response"
  | "transfer_failed"
  | "sms_sent"
  | "sms_failed"
  | "enter_component"
  | "exit_component";

/** Why the run took a step. `edge` is absent if the run stayed, and for tools. */
export interface Decision {
  readonly kind: "decision";
  /** Node id; in a component, prefixed by `<component name>/`. */
  readonly node: string;
  readonly source: DecisionSource;
  readonly edge?: string;
  readonly tool?: string;
  /** Id of the global node that was entered. */
  readonly global?: string;
  readonly score?: number;
  readonly candidates?: readonly ScoredCandidate[];
}

/** The result of a code node, which Retell does not report: it is not a tool. */
export interface CodeResult {
  readonly kind: "code";
  readonly node: string;
  /** What the code returned, as JSON, or the error. */
  readonly content: string;
  readonly successful: boolean;
}

export type TraceItem = TranscriptItem | Decision | CodeResult;

export function isTranscriptItem(item: TraceItem): item is TranscriptItem {
  return "role" in item;
}

const optional = z.exactOptional;

const scored = z.strictObject({ id: z.string(), score: z.number() });

const decision = z.strictObject({
  kind: z.literal("decision"),
  node: z.string(),
  source: z.enum([
    "named",
    "sign",
    "example",
    "text",
    "model",
    "equation",
    "else",
    "always",
    "skip_response",
    "transfer_failed",
    "sms_sent",
    "sms_failed",
    "enter_component",
    "exit_component",
  ]),
  edge: optional(z.string()),
  tool: optional(z.string()),
  global: optional(z.string()),
  score: optional(z.number()),
  candidates: optional(z.array(scored)),
});

/** Schemas of stored trace items; their types are in trace.ts. */
export const traceItem = z.union([
  decision,
  z.strictObject({ kind: z.literal("code"), node: z.string(), content: z.string(), successful: z.boolean() }),
  z.strictObject({ role: z.enum(["agent", "user"]), content: z.string() }),
  z.strictObject({
    role: z.literal("tool_call_invocation"),
    tool_call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    role: z.literal("tool_call_result"),
    tool_call_id: z.string(),
    content: z.string(),
    successful: z.boolean(),
  }),
  z.strictObject({
    role: z.literal("node_transition"),
    former_node_id: z.string(),
    former_node_name: z.string(),
    new_node_id: z.string(),
    new_node_name: z.string(),
    transition_type: z.enum(["normal", "global", "global_go_back", "interrupt_go_back"]),
  }),
  z.strictObject({ role: z.literal("dtmf"), digit: z.string() }),
  z.strictObject({ role: z.literal("sms"), content: z.string(), time_sec: z.number() }),
]);

export interface ScoredCandidate {
  readonly id: string;
  readonly score: number;
}

/** `sign`: a keyword that is checked before anything else. */
export type ChoiceSource = "named" | "sign" | "example" | "text" | "model";
