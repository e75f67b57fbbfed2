import { AscendiaError } from "../../errors.ts";
import { type Finding, findingText } from "../../flow/check/rule.ts";
import type { Flow } from "../../flow/flow.ts";
import { readFlow } from "../../flow/parse-flow.ts";
import { readTolerantly } from "../../flow/read-tolerantly.ts";
import { isObject } from "../../flow/unwrap-flow.ts";
import { boundedCache } from "../language/bounded-cache.ts";
import { type AgentSettings, agentSettingsSchema } from "./agent.ts";
import { type BuildValues, fillPlaceholders } from "./build-placeholders.ts";
import { acceptedFindings, templateFindings } from "./check-template.ts";
import type { AgentContent } from "./ports.ts";

/** The master agent as stored in git, with its build-time placeholders filled. */
export interface MasterTemplate {
  /** What this version understands of it. */
  readonly agent: AgentSettings;
  readonly flow: Flow;
  /** All of it, unknown keys included: what is sent. */
  readonly bodies: AgentContent;
  /** What is not wrong but worth knowing. */
  readonly warnings: readonly Finding[];
}

export interface TemplateOrigin {
  /** The source of the JSON, for messages. */
  readonly file: string;
  readonly values: BuildValues;
  /** It is what Retell shows of a version: what only its format could be blamed for is a warning. */
  readonly isAccepted?: boolean;
}

/** Reads `{ agent, flow }`. Throws AscendiaError "invalid" with every problem at once (`detail` is Finding[]). */
export function parseTemplate(json: unknown, { file, values, isAccepted = false }: TemplateOrigin): MasterTemplate {
  const findings = isAccepted ? acceptedFindings(json) : knownFindings(json);
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length > 0 || !isObject(json)) throw refusal(errors, file);
  const [agent, flow] = [fillPlaceholders(json["agent"], values), fillPlaceholders(json["flow"], values)];
  const settings = readTolerantly(agentSettingsSchema, agent).value;
  if (settings === undefined || !isObject(agent) || !isObject(flow)) throw refusal(findings, file);
  return { agent: settings, flow: readFlow(flow).flow, bodies: { agent, flow }, warnings: findings };
}

const checked = boundedCache<readonly Finding[]>(4, Infinity);

/** One process reads the same template for each clinic, thread and publication. */
function knownFindings(json: unknown): readonly Finding[] {
  return checked(JSON.stringify([json]), () => templateFindings(json));
}

function refusal(errors: readonly Finding[], file: string): AscendiaError {
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  const lines = errors.map((finding) => `  ${findingText(finding)}`);
  return new AscendiaError("invalid", `The template ${file} has ${count}:\n${lines.join("\n")}`, {
    hint: "Correct these places in the template and try again. Nothing was sent to Retell.",
    detail: errors,
  });
}

/** Retell's defaults for unset agent settings (docs/retell.md 2.1). */
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
