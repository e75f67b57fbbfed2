import { randomBytes } from "node:crypto";

/** Ids look like Retell's (retell-api.md 0.3): a prefix and hex digits. */
export const newId = (
  prefix: "agent" | "conversation_flow" | "llm" | "conversation_flow_component" | "call" | "batch_call" | "chat",
): string => `${prefix}_${randomBytes(14).toString("hex")}`;
