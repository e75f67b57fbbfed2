import type { Command } from "commander";
import { type DesiredAgent, desiredAgent } from "../../domain/agent/agent-content.ts";
import { headOf, readLiveVersions, readVersion } from "../../domain/agent/live-versions.ts";
import { publicUrlsOf, templateForm, templateText } from "../../domain/agent/template-form.ts";
import { parseTemplate } from "../../domain/agent/template.ts";
import { AscendiaError } from "../../errors.ts";
import { findingText } from "../../flow/check/rule.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context } from "../context.ts";
import { readJson } from "../input-files.ts";
import { agentPorts, masterOf, noteUnknown, versionOf } from "./agent-ports.ts";

interface ExportFlags {
  readonly version?: string;
  readonly snapshot?: string;
  readonly output?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .description("write a version of the agent as a template, its server's address as ${PUBLIC_URL} again")
    .option("--version <number>", "this version instead of the newest")
    .option("--snapshot <id>", "a state that was kept before a write; agent:versions lists them")
    .option("-o, --output <file>", "write it there instead of on standard output")
    .action((flags: ExportFlags) => exportVersion(flags, context));
}

async function exportVersion(flags: ExportFlags, context: Context): Promise<void> {
  const { agentId } = await masterOf(context);
  const { versions } = await agentPorts(context);
  const { version, content } = await contentOf(flags, agentId, context);
  noteUnknown(content, context);
  const record = await versions.find({ agentId, version });
  const template = templateForm(content, publicUrlsOf(publicUrlOf(context), record));
  const text = templateText(template);
  const { output: file } = flags;
  if (file === undefined) return context.output.result({ version, template }, () => text);
  await context.writeOutput(file, text);
  context.output.result({ version, file }, () => `Version ${version} is written to ${file}.`);
}

async function contentOf({ version, snapshot }: ExportFlags, agentId: string, context: Context) {
  const { platform, versions } = await agentPorts(context);
  if (snapshot !== undefined) {
    const kept = (await versions.snapshots(agentId)).find(({ id }) => id === snapshot);
    if (kept !== undefined) return kept;
    throw new AscendiaError("not_found", `There is no snapshot ${snapshot}.`, {
      hint: "See them with: ascendia agent:versions",
    });
  }
  const live =
    version === undefined
      ? headOf(await readLiveVersions(agentId, platform))
      : await readVersion(agentId, versionOf(version), platform);
  return { version: live.agent.version, content: live.content };
}

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
