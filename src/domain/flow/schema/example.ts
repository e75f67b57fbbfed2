import * as z from "zod";
import { edge } from "./edge.ts";

const transcript = z.array(
  z.discriminatedUnion("role", [
    z.strictObject({ role: z.enum(["agent", "user"]), content: z.string() }),
    z.strictObject({
      role: z.literal("tool_call_invocation"),
      name: z.string(),
      arguments: z.string(),
      tool_call_id: z.string(),
    }),
    z.strictObject({ role: z.literal("tool_call_result"), content: z.string(), tool_call_id: z.string() }),
  ]),
);

export const conversationExample = z.strictObject({ id: z.string(), transcript });

export const transitionExample = z.strictObject({
  id: z.string(),
  transcript,
  destination_node_id: z.exactOptional(z.string()),
});

/** retell-api.md 1.6 */
export const globalNodeSetting = z.strictObject({
  condition: z.string(),
  go_back_conditions: z.exactOptional(z.array(edge)),
  cool_down: z.exactOptional(z.number()),
  positive_finetune_examples: z.exactOptional(z.array(z.strictObject({ transcript }))),
  negative_finetune_examples: z.exactOptional(z.array(z.strictObject({ transcript }))),
});
