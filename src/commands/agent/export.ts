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
    .description("write a version of the agent as a template, with the server's address replaced by ${PUBLIC_URL}")
    .option("--version <number>", "version number (default: the newest)")
    .option("--snapshot <id>", "a snapshot taken before a write; agent:versions lists them")
    .option("-o, --output <file>", "write to this file instead of standard output")
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
  context.output.result({ version, file }, () => `Wrote version ${version} to ${file}.`);
}

async function contentOf({ version, snapshot }: ExportFlags, agentId: string, context: Context) {
  const { platform, versions } = await agentPorts(context);
  if (snapshot !== undefined) {
    const kept = (await versions.snapshots(agentId)).find(({ id }) => id === snapshot);
    if (kept !== undefined) return kept;
    throw new AscendiaError("not_found", `Snapshot ${snapshot} not found.`, {
      hint: "List them with: ascendia agent:versions",
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
  /** The file's content, with its placeholders unfilled. */
  readonly json: unknown;
  /** For messages. */
  readonly file: string;
  readonly desired: DesiredAgent;
}

/** The --template flag to repeat in a suggested next command. */
export function templateFlag(named: string | undefined): string {
  if (named === undefined) return "";
  return ` --template ${/^[\w./\\:-]+$/u.test(named) ? named : JSON.stringify(named)}`;
}

/** Reads and checks the template: --template, else ASCENDIA_TEMPLATE, else the built-in one. Prints its warnings. */
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
