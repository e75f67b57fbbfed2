import { z } from "zod";
import { callContextSchema } from "../../domain/call/line/call-context.ts";
import {
  EARLIEST_CALL_MS,
  LATEST_CALL_MS,
  MOST_UTTERANCES,
  TEXT_LIMITS,
  cutText,
} from "../../domain/call/field-limits.ts";
import type { Utterance } from "../../domain/dialogue/ports.ts";
import { shapeProblem } from "../../domain/json-shape.ts";

const transcript = z
  .array(z.unknown())
  .optional()
  .catch(undefined)
  .transform((items = []) => latestUtterances(items));

const utterance = z.object({ role: z.enum(["agent", "user"]), content: z.string() });

/**
 * The latest utterances, in order, each cut to its limit. Other speakers (`system`, `transfer_target`) and malformed
 * entries are omitted.
 */
function latestUtterances(items: readonly unknown[]): readonly Utterance[] {
  const latest: Utterance[] = [];
  let characters = 0;
  for (let index = items.length - 1; index >= 0 && latest.length < MOST_UTTERANCES; index -= 1) {
    const said = utterance.safeParse(items[index]).data;
    if (said === undefined) continue;
    const content = cutText(said.content, TEXT_LIMITS.utterance);
    characters += content.length;
    if (characters > TEXT_LIMITS.transcript) break;
    latest.push({ role: said.role, content });
  }
  return latest.toReversed();
}

const response_id = z.int().nonnegative();

export const callDetailsSchema = z.object({
  ...callContextSchema.shape,
  call_type: z.string().max(TEXT_LIMITS.id).optional().catch(undefined),
  agent_id: z.string().max(TEXT_LIMITS.id).optional().catch(undefined),
  start_timestamp: z.int().min(EARLIEST_CALL_MS).max(LATEST_CALL_MS).optional().catch(undefined),
});

export type CallDetails = z.output<typeof callDetailsSchema>;

/** Retell → server (docs/retell.md 8.2). `update_only` arrives with every word and contains nothing that we need. */
const incoming = z.discriminatedUnion("interaction_type", [
  z.object({ interaction_type: z.literal("ping_pong"), timestamp: z.number() }),
  z.object({ interaction_type: z.literal("call_details"), call: callDetailsSchema }),
  z.object({ interaction_type: z.literal("update_only") }),
  z.object({ interaction_type: z.literal("response_required"), response_id, transcript }),
  z.object({ interaction_type: z.literal("reminder_required"), response_id, transcript }),
]);

export type IncomingFrame = z.output<typeof incoming>;

const KNOWN: ReadonlySet<unknown> = new Set(incoming.options.map(({ shape }) => shape.interaction_type.value));

export type ReadFrame =
  | { readonly kind: "frame"; readonly frame: IncomingFrame }
  /** A type from a later protocol, which is ignored. */
  | { readonly kind: "unknown"; readonly type: string }
  | { readonly kind: "malformed"; readonly reason: string };

/** The type comes first, as in Retell's own messages. */
const UPDATE = /^\{\s{0,8}"interaction_type"\s{0,8}:\s{0,8}"update_only"\s{0,8},/u;

/** Whether the message is an `update_only`, which is not worth parsing. */
export function isUpdate(text: string): boolean {
  return UPDATE.test(text.slice(0, 80));
}

export function readFrame(text: string): ReadFrame {
  const problem = shapeProblem(text);
  if (problem !== undefined) return { kind: "malformed", reason: `it ${problem}` };
  const json = parsed(text);
  if (json === undefined) return { kind: "malformed", reason: "it is not JSON" };
  const type: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "interaction_type") : undefined;
  if (typeof type !== "string") return { kind: "malformed", reason: "it has no interaction_type" };
  if (!KNOWN.has(type)) return { kind: "unknown", type: cutText(type, TEXT_LIMITS.name) };
  const frame = incoming.safeParse(json);
  if (frame.success) return { kind: "frame", frame: frame.data };
  const where = frame.error.issues.map(({ path, code }) => `${path.join(".")}: ${code}`).join("; ");
  return { kind: "malformed", reason: `${type}: ${where}` };
}

function parsed(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
}

/** What a response does after its words were spoken; at most one action (docs/retell.md 8.4). */
export interface Action {
  readonly end_call?: true;
  readonly transfer_number?: string;
  readonly digit_to_press?: string;
}

/** Server → Retell (docs/retell.md 8.3). */
export type OutgoingFrame =
  | {
      readonly response_type: "config";
      readonly config: {
        readonly auto_reconnect: boolean;
        readonly call_details: boolean;
        readonly transcript_with_tool_calls: boolean;
      };
    }
  | { readonly response_type: "ping_pong"; readonly timestamp: number }
  | ({
      readonly response_type: "response";
      readonly response_id: number;
      readonly content: string;
      readonly content_complete: boolean;
      readonly no_interruption_allowed?: boolean;
    } & Action)
  | ({
      readonly response_type: "agent_interrupt";
      readonly interrupt_id: number;
      readonly content: string;
      readonly content_complete: boolean;
      readonly no_interruption_allowed: boolean;
    } & Action)
  | {
      readonly response_type: "tool_call_invocation";
      readonly tool_call_id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | {
      readonly response_type: "tool_call_result";
      readonly tool_call_id: string;
      readonly content: string;
      readonly successful: boolean;
    }
  | { readonly response_type: "update_agent"; readonly agent_config: AgentConfig };

export interface AgentConfig {
  readonly responsiveness?: number;
  readonly interruption_sensitivity?: number;
  readonly reminder_trigger_ms?: number;
  readonly reminder_max_count?: number;
}

export type SendFrame = (frame: OutgoingFrame) => void;
