import * as z from "zod";

const version = z.int().min(0).nullable().optional();

export const responseEngine = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("conversation-flow"), conversation_flow_id: z.string().min(1), version }),
  z.strictObject({ type: z.literal("retell-llm"), llm_id: z.string().min(1), version }),
  z.strictObject({ type: z.literal("custom-llm"), llm_websocket_url: z.string().min(1) }),
]);

export type ResponseEngine = z.infer<typeof responseEngine>;
