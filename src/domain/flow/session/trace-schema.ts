import * as z from "zod";

const optional = z.exactOptional;
const scored = z.strictObject({ id: z.string(), score: z.number() });

const decision = z.strictObject({
  kind: z.literal("decision"),
  node: z.string(),
  source: z.enum([
    "named",
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

/** Stored trace items; the types are those of trace.ts. */
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
