import { type DesiredAgent, desiredAgent } from "../../domain/agent/desired-agent.ts";
import { parseTemplate } from "../../domain/agent/template.ts";
import { findingText } from "../../domain/flow/finding.ts";
import type { Context } from "../context.ts";
import { publicUrlOf } from "../public-url.ts";
import { readJson } from "../read-json.ts";

const shippedTemplate = "templates/master-agent.json";

export interface LocalTemplate {
  /** As the file has it, placeholders unfilled. */
  readonly json: unknown;
  /** For messages. */
  readonly file: string;
  readonly desired: DesiredAgent;
}

/** The template named by --template, else the one that ascendia ships, checked whole; its warnings are told. */
export async function readLocalTemplate(
  named: string | undefined,
  context: Pick<Context, "config" | "readInput" | "shippedFile" | "output" | "digest">,
): Promise<LocalTemplate> {
  const json = await readJson(named ?? context.shippedFile(shippedTemplate), context);
  const file = named ?? shippedTemplate;
  const template = parseTemplate(json, { file, values: { PUBLIC_URL: publicUrlOf(context) } });
  for (const warning of template.warnings) context.output.warn(findingText(warning));
  return { json, file, desired: desiredAgent(template, (text) => context.digest(text)) };
}
