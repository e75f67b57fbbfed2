import * as z from "zod";
import { textByName } from "./common.ts";
import { bookAppointmentTool, checkAvailabilityTool, customTool, executionMessage, speakAfter } from "./tool.ts";
import { agentSwap, transferCall } from "./transfer.ts";
import { extractedVariable } from "./variable.ts";

const named = { name: z.string(), description: z.exactOptional(z.string()) };
const described = { name: z.string(), description: z.string() };
const typing = { enable_typing_sound: z.exactOptional(z.boolean()) };

const smsContent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("predefined"), text: z.exactOptional(z.string()) }),
  z.strictObject({ type: z.literal("inferred"), prompt: z.exactOptional(z.string()) }),
  z.strictObject({ type: z.literal("template"), template: z.literal("info_collection") }),
]);

/** The thirteen tools a subagent node may own (retell-api.md 1.7.4). */
export const subagentTool = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("end_call"), ...named, ...executionMessage }),
  z.strictObject({ type: z.literal("transfer_call"), ...named, ...transferCall, ...executionMessage }),
  checkAvailabilityTool,
  bookAppointmentTool,
  z.strictObject({ type: z.literal("agent_swap"), ...named, ...agentSwap, ...executionMessage }),
  z.strictObject({ type: z.literal("press_digit"), ...named, delay_ms: z.exactOptional(z.number()) }),
  z.strictObject({ type: z.literal("send_sms"), ...named, sms_content: smsContent, ...executionMessage }),
  customTool,
  z.strictObject({
    type: z.literal("code"),
    ...named,
    code: z.string(),
    timeout_ms: z.exactOptional(z.number()),
    response_variables: z.exactOptional(textByName),
    ...typing,
    ...executionMessage,
    ...speakAfter,
  }),
  z.strictObject({
    type: z.literal("extract_dynamic_variable"),
    ...described,
    variables: z.array(extractedVariable),
    ...typing,
  }),
  z.strictObject({ type: z.literal("bridge_transfer"), ...named, ...executionMessage }),
  z.strictObject({ type: z.literal("cancel_transfer"), ...named, ...executionMessage }),
  z.strictObject({
    type: z.literal("mcp"),
    ...described,
    mcp_id: z.exactOptional(z.string()),
    input_schema: z.exactOptional(textByName),
    response_variables: z.exactOptional(textByName),
    ...typing,
    ...executionMessage,
    ...speakAfter,
  }),
]);
