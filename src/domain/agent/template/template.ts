import { AscendiaError } from "../../../errors.ts";
import { type Finding, findingText } from "../../../flow/rule.ts";
import type { Flow } from "../../../flow/flow.ts";
import { readFlow } from "../../../flow/parse/parse-flow.ts";
import { readTolerantly } from "../../../flow/parse/read-tolerantly.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { boundedCache } from "../../bounded-cache.ts";
import { type AgentSettings, agentSettingsSchema } from "./agent.ts";
import { type BuildValues, fillPlaceholders } from "./template-files.ts";
import { acceptedFindings, templateFindings } from "./check-template.ts";
import type { AgentContent } from "../ports.ts";
import type { EngineOptions } from "../../../flow/session/state.ts";

/** The master agent as stored in git, with its build-time placeholders filled. */
export interface MasterTemplate {
  /** The parts that this version understands. */
  readonly agent: AgentSettings;
  readonly flow: Flow;
  /** The whole content that is sent, including unknown keys. */
  readonly bodies: AgentContent;
  /** Findings that are not errors. */
  readonly warnings: readonly Finding[];
}

interface TemplateOrigin {
  /** The source of the JSON, for messages. */
  readonly file: string;
  readonly values: BuildValues;
  /** The template is Retell's view of a version, so format problems are only warnings. */
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

/** Cached: one process reads the same template for each clinic, thread and publication. */
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

/** The agent settings that affect its flow. */
export function engineOptions(agent: MasterTemplate["agent"]): Partial<EngineOptions> {
  const { reminder_trigger_ms, reminder_max_count, end_call_after_silence_ms, timezone } = agent;
  return {
    ...(reminder_trigger_ms !== undefined && { reminderTriggerMs: reminder_trigger_ms }),
    ...(reminder_max_count !== undefined && { reminderMaxCount: reminder_max_count }),
    ...(end_call_after_silence_ms !== undefined && { endCallAfterSilenceMs: end_call_after_silence_ms }),
    ...(timezone && { defaultTimeZone: timezone }),
  };
}
