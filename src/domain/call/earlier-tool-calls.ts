import { z } from "zod";
import type { CallContext } from "./call-context.ts";

export type ToolArguments = Readonly<Record<string, unknown>>;

const invocationSchema = z.object({ role: z.literal("tool_call_invocation"), arguments: z.string() });
const argumentsSchema = z.record(z.string(), z.unknown());

/** The arguments of the tools that were called so far in the call, latest first (retell-api.md 5.4). */
export function earlierToolArguments(call: CallContext): readonly ToolArguments[] {
  const found = (call.transcript_with_tool_calls ?? []).flatMap((item) => {
    const invocation = invocationSchema.safeParse(item);
    return invocation.success ? readArguments(invocation.data.arguments) : [];
  });
  return found.toReversed();
}

function readArguments(json: string): readonly ToolArguments[] {
  try {
    const parsed = argumentsSchema.safeParse(JSON.parse(json));
    return parsed.success ? [parsed.data] : [];
  } catch {
    // A model wrote it; what it garbled is as good as not said.
    return [];
  }
}
