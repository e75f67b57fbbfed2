import * as z from "zod";
import { limited, limitedText } from "./limits.ts";
import { extractedVariable, textByName } from "./flow-parts.ts";

/** A version by name: a reserved word, or a tag of the agent (docs/retell.md 2.3). */
export const agentTag = /^(latest|latest_published|(?!(?:latest|latest_published|v\d+)$)[a-z][a-z0-9_-]{0,19})$/u;

export const versionRule =
  'must be a version number from 0 up, "latest", "latest_published", or a tag (a-z first, then a-z 0-9 _ -, at most 20 characters, not v<digits>)';

/** How a request may name an agent version (docs/retell.md 2.3). */
export const versionReference = z.union([z.int().min(0), z.string().regex(agentTag, { error: versionRule })], {
  error: versionRule,
});

/** Where a call is transferred to (docs/retell.md 1.7.5). */
const transferDestination = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("predefined"),
    number: z.string(),
    extension: z.exactOptional(z.string()),
  }),
  z.strictObject({ type: z.literal("inferred"), prompt: z.string() }),
]);

const handoff = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("prompt"), prompt: z.exactOptional(z.string()) }),
  z.strictObject({ type: z.literal("static_message"), message: z.exactOptional(z.string()) }),
]);

const caller = {
  show_transferee_as_caller: z.exactOptional(z.boolean()),
  transfer_ring_duration_ms: z.exactOptional(limited("transfer_ring_duration_ms")),
};

const attended = {
  ...caller,
  on_hold_music: z.exactOptional(z.string()),
  custom_on_hold_music_asset_id: z.exactOptional(z.string()),
  public_handoff_option: z.exactOptional(handoff),
  enable_bridge_audio_cue: z.exactOptional(z.boolean()),
};

const transferOption = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("cold_transfer"),
    cold_transfer_mode: z.exactOptional(z.enum(["sip_refer", "sip_invite"])),
    ...caller,
  }),
  z.strictObject({
    type: z.literal("warm_transfer"),
    agent_detection_timeout_ms: z.exactOptional(z.number()),
    opt_out_human_detection: z.exactOptional(z.boolean()),
    ivr_option: z.exactOptional(
      z.strictObject({ type: z.exactOptional(z.literal("prompt")), prompt: z.exactOptional(z.string()) }),
    ),
    private_handoff_option: z.exactOptional(handoff),
    ...attended,
  }),
  z.strictObject({
    type: z.literal("agentic_warm_transfer"),
    agentic_transfer_config: z.strictObject({
      transfer_agent: z.exactOptional(z.strictObject({ agent_id: z.string(), agent_version: versionReference })),
      transfer_timeout_ms: z.exactOptional(z.number()),
      action_on_timeout: z.exactOptional(z.enum(["bridge_transfer", "cancel_transfer"])),
    }),
    ...attended,
  }),
]);

export const transferCall = {
  transfer_destination: transferDestination,
  transfer_option: transferOption,
  custom_sip_headers: z.exactOptional(z.record(z.string(), z.string())),
  ignore_e164_validation: z.exactOptional(z.boolean()),
};

export const agentSwap = {
  agent_id: limitedText("agent_id"),
  agent_version: z.exactOptional(versionReference),
  post_call_analysis_setting: z.enum(["both_agents", "only_destination_agent"]),
  webhook_setting: z.exactOptional(z.enum(["both_agents", "only_destination_agent", "only_source_agent"])),
  keep_current_voice: z.exactOptional(z.boolean()),
  keep_current_language: z.exactOptional(z.boolean()),
};

const executionMessage = {
  speak_during_execution: z.exactOptional(z.boolean()),
  execution_message_type: z.exactOptional(z.enum(["prompt", "static_text"])),
  execution_message_description: z.exactOptional(z.string()),
};

const speakAfter = { speak_after_execution: z.exactOptional(z.boolean()) };

/** JSON Schema of a function's arguments. */
export const toolParameters = z.strictObject({
  type: z.literal("object"),
  properties: z.record(z.string(), z.unknown()),
  required: z.exactOptional(z.array(z.string())),
});

/** A custom function (docs/retell.md 1.7.1). */
const customTool = z.strictObject({
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
const checkAvailabilityTool = z.strictObject({ type: z.literal("check_availability_cal"), ...calendar });

const bookAppointmentTool = z.strictObject({ type: z.literal("book_appointment_cal"), ...calendar });

const withId = { tool_id: z.string() };

/** A tool in the flow's own list. Function nodes refer to its `tool_id`, which only subagent tools may omit. */
export const flowTool = z.discriminatedUnion("type", [
  customTool.extend(withId),
  checkAvailabilityTool.extend(withId),
  bookAppointmentTool.extend(withId),
]);

/** An entry of `mcps` (docs/retell.md 1.7.3). */
export const mcpServer = z.strictObject({
  /** Present in exports but not in any specification; MCP nodes may refer to it. */
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

/** A tool's mock result in a test case, and the calls it applies to (docs/retell.md 11). */
export const testToolMock = z.strictObject({
  tool_name: z.string(),
  input_match_rule: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("any") }),
    z.strictObject({ type: z.literal("partial_match"), args: z.record(z.string(), z.unknown()) }),
  ]),
  output: limitedText("tool_output"),
  result: z.exactOptional(z.boolean().nullable()),
});
