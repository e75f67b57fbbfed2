import * as z from "zod";
import { limited, limitedText } from "./limits.ts";
import { versionReference } from "./version-reference.ts";

/** Where a call is transferred to (docs/retell.md 1.7.5). */
export const transferDestination = z.discriminatedUnion("type", [
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

export const transferOption = z.discriminatedUnion("type", [
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
