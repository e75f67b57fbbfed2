import * as z from "zod";
import { extractedVariable, textByName } from "./common.ts";
import { limited, limitedText } from "./limits.ts";
import { agentSwap, transferCall } from "./transfer.ts";

export const executionMessage = {
  speak_during_execution: z.exactOptional(z.boolean()),
  execution_message_type: z.exactOptional(z.enum(["prompt", "static_text"])),
  execution_message_description: z.exactOptional(z.string()),
};

export const speakAfter = { speak_after_execution: z.exactOptional(z.boolean()) };

/** JSON Schema of a function's arguments. */
export const toolParameters = z.strictObject({
  type: z.literal("object"),
  properties: z.record(z.string(), z.unknown()),
  required: z.exactOptional(z.array(z.string())),
});

/** A custom function (docs/retell.md 1.7.1). */
export const customTool = z.strictObject({
  type: z.literal("custom"),
  name: z.string(),
  url: z.string(),
  tool_id: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  method: z.exactOptional(z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"])),
  headers: z.exactOptional(textByName),
  query_params: z.exactOptional(textByName),
  parameters: z.exactOptional(toolParameters),
  parameter_type: z.exactOptional(z.enum(["json", "form"])),
  args_at_root: z.exactOptional(z.boolean()),
  response_variables: z.exactOptional(textByName),
  timeout_ms: z.exactOptional(limited("tool_timeout_ms")),
  max_retry: z.exactOptional(limited("max_retry")),
  enable_typing_sound: z.exactOptional(z.boolean()),
  ...executionMessage,
  ...speakAfter,
});

const calendar = {
  name: z.string(),
  cal_api_key: z.string(),
  event_type_id: z.union([z.number(), z.string()]),
  description: z.exactOptional(z.string()),
  timezone: z.exactOptional(z.string()),
  tool_id: z.exactOptional(z.string()),
};

/** Cal.com tools, deprecated (docs/retell.md 1.7.2). */
export const checkAvailabilityTool = z.strictObject({ type: z.literal("check_availability_cal"), ...calendar });
export const bookAppointmentTool = z.strictObject({ type: z.literal("book_appointment_cal"), ...calendar });

const withId = { tool_id: z.string() };

/** A tool of the flow's own list; function nodes name it by `tool_id`, which only subagent tools may leave out. */
export const flowTool = z.discriminatedUnion("type", [
  customTool.extend(withId),
  checkAvailabilityTool.extend(withId),
  bookAppointmentTool.extend(withId),
]);

/** An entry of `mcps` (docs/retell.md 1.7.3). */
export const mcpServer = z.strictObject({
  /** In exports, but in no specification; MCP nodes may refer to it. */
  id: z.exactOptional(z.string()),
  name: z.string(),
  url: z.string(),
  headers: z.exactOptional(textByName),
  query_params: z.exactOptional(textByName),
  timeout_ms: z.exactOptional(limited("server_timeout_ms")),
});

const named = { name: z.string(), description: z.exactOptional(z.string()) };
const described = { name: z.string(), description: z.string() };
const typing = { enable_typing_sound: z.exactOptional(z.boolean()) };

const smsContent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("predefined"), text: z.exactOptional(z.string()) }),
  z.strictObject({ type: z.literal("inferred"), prompt: z.exactOptional(z.string()) }),
  z.strictObject({ type: z.literal("template"), template: z.literal("info_collection") }),
]);

/** The thirteen tools a subagent node may own (docs/retell.md 1.7.4). */
export const subagentTool = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("end_call"), ...named, ...executionMessage }),
  z.strictObject({ type: z.literal("transfer_call"), ...named, ...transferCall, ...executionMessage }),
  checkAvailabilityTool,
  bookAppointmentTool,
  z.strictObject({ type: z.literal("agent_swap"), ...named, ...agentSwap, ...executionMessage }),
  z.strictObject({ type: z.literal("press_digit"), ...named, delay_ms: z.exactOptional(limited("delay_ms")) }),
  z.strictObject({ type: z.literal("send_sms"), ...named, sms_content: smsContent, ...executionMessage }),
  customTool,
  z.strictObject({
    type: z.literal("code"),
    ...named,
    code: limitedText("code"),
    timeout_ms: z.exactOptional(limited("code_timeout_ms")),
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
