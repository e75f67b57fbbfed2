import * as z from "zod";
import { textByName } from "./common.ts";

export const executionMessage = {
  speak_during_execution: z.exactOptional(z.boolean()),
  execution_message_type: z.exactOptional(z.enum(["prompt", "static_text"])),
  execution_message_description: z.exactOptional(z.string()),
};

export const speakAfter = { speak_after_execution: z.exactOptional(z.boolean()) };

/** retell-api.md 1.7.1 */
export const customTool = z.strictObject({
  type: z.literal("custom"),
  name: z.string(),
  url: z.string(),
  tool_id: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  method: z.exactOptional(z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"])),
  headers: z.exactOptional(textByName),
  query_params: z.exactOptional(textByName),
  parameters: z.exactOptional(
    z.strictObject({
      type: z.literal("object"),
      properties: z.record(z.string(), z.unknown()),
      required: z.exactOptional(z.array(z.string())),
    }),
  ),
  parameter_type: z.exactOptional(z.enum(["json", "form"])),
  args_at_root: z.exactOptional(z.boolean()),
  response_variables: z.exactOptional(textByName),
  timeout_ms: z.exactOptional(z.number()),
  max_retry: z.exactOptional(z.number()),
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

/** Cal.com tools, deprecated (retell-api.md 1.7.2). */
export const checkAvailabilityTool = z.strictObject({ type: z.literal("check_availability_cal"), ...calendar });
export const bookAppointmentTool = z.strictObject({ type: z.literal("book_appointment_cal"), ...calendar });

export const flowTool = z.discriminatedUnion("type", [customTool, checkAvailabilityTool, bookAppointmentTool]);

/** retell-api.md 1.7.3 */
export const mcpServer = z.strictObject({
  name: z.string(),
  url: z.string(),
  headers: z.exactOptional(textByName),
  query_params: z.exactOptional(textByName),
  timeout_ms: z.exactOptional(z.number()),
});
