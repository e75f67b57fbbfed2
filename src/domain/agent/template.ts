import type * as z from "zod";
import { AscendiaError } from "../errors.ts";
import type { Finding } from "../flow/finding.ts";
import { findingText } from "../flow/finding.ts";
import { isObject } from "../flow/unwrap-flow.ts";
import { flowSchema } from "../flow/schema/flow.ts";
import { agentSettingsSchema } from "./agent-settings.ts";
import type { BuildValues } from "./build-placeholders.ts";
import { fillPlaceholders } from "./build-placeholders.ts";
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
