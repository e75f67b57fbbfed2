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

/** Of a command that the user is told to run next: the template that this one was given. */
export function templateFlag(named: string | undefined): string {
  if (named === undefined) return "";
  return ` --template ${/^[\w./\\:-]+$/u.test(named) ? named : JSON.stringify(named)}`;
}

/** The template named by --template, else by the settings, else the one that ascendia ships, checked whole; its warnings are told. */
export async function readLocalTemplate(
  named: string | undefined,
  context: Pick<Context, "config" | "readInput" | "shippedFile" | "output" | "digest">,
): Promise<LocalTemplate> {
  const own = named ?? context.config().templatePath;
  const json = await readJson(own ?? context.shippedFile(shippedTemplate), context);
  const file = own ?? shippedTemplate;
  const template = parseTemplate(json, { file, values: { PUBLIC_URL: publicUrlOf(context) } });
  for (const warning of template.warnings) context.output.warn(findingText(warning));
  return { json, file, desired: desiredAgent(template, (text) => context.digest(text)) };
}
