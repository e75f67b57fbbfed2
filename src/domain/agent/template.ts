import type * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import { type Finding, findingText } from "../../flow/check/rule.ts";
import { flowSchema } from "../../flow/schema/flow.ts";
import { isObject } from "../../flow/unwrap-flow.ts";
import { agentSettingsSchema } from "./agent.ts";
import { type BuildValues, fillPlaceholders } from "./build-placeholders.ts";
import { templateFindings } from "./check-template.ts";

/** The master agent as git holds it, its build-time placeholders filled. */
export interface MasterTemplate {
  readonly agent: z.infer<typeof agentSettingsSchema>;
  readonly flow: z.infer<typeof flowSchema>;
  /** What is not wrong but worth knowing. */
  readonly warnings: readonly Finding[];
}

export interface TemplateOrigin {
  /** Where the JSON was read, for messages. */
  readonly file: string;
  readonly values: BuildValues;
}

/** Reads `{ agent, flow }`. Throws AscendiaError "invalid" with every problem at once (`detail` is Finding[]). */
export function parseTemplate(json: unknown, { file, values }: TemplateOrigin): MasterTemplate {
  const findings = templateFindings(json);
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length > 0 || !isObject(json)) throw refusal(errors, file);
  return {
    agent: agentSettingsSchema.parse(fillPlaceholders(json["agent"], values)),
    flow: flowSchema.parse(fillPlaceholders(json["flow"], values)),
    warnings: findings,
  };
}

function refusal(errors: readonly Finding[], file: string): AscendiaError {
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  const lines = errors.map((finding) => `  ${findingText(finding)}`);
  return new AscendiaError("invalid", `The template ${file} cannot be used, ${count}:\n${lines.join("\n")}`, {
    hint: "Correct these places in the template and try again. Nothing was sent to Retell.",
    detail: errors,
  });
}

/** What Retell takes for a setting of an agent that is not given (docs/retell.md 2.1). */
export const retellDefaults: Readonly<Record<string, unknown>> = {
  language: "en-US",
  webhook_events: ["call_started", "call_ended", "call_analyzed"],
  webhook_timeout_ms: 10_000,
  post_call_analysis_model: "gpt-4.1",
  max_call_duration_ms: 3_600_000,
  end_call_after_silence_ms: 600_000,
  ring_duration_ms: 30_000,
  begin_message_delay_ms: 0,
  reminder_trigger_ms: 10_000,
  reminder_max_count: 1,
  responsiveness: 1,
  interruption_sensitivity: 1,
  enable_dynamic_responsiveness: false,
  enable_dynamic_voice_speed: false,
  enable_backchannel: false,
  backchannel_frequency: 0.8,
  voice_speed: 1,
  voice_temperature: 1,
  volume: 1,
  ambient_sound_volume: 1,
  stt_mode: "fast",
  denoising_mode: "noise-cancellation",
  allow_user_dtmf: true,
  allow_dtmf_interruption: false,
  data_storage_setting: "everything",
  signed_url_expiration_ms: 86_400_000,
  timezone: "America/Los_Angeles",
  vocab_specialization: "general",
};
