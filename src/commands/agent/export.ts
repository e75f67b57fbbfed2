import type { Command } from "commander";
import { type DesiredAgent, desiredAgent, withLiveTranscripts } from "../../domain/agent/content/agent-content.ts";
import { headOf, readLiveVersions, readVersion } from "../../domain/agent/live-versions.ts";
import type { AgentContent, MasterAgent } from "../../domain/agent/ports.ts";
import {
  type TemplateTopics,
  splitTopics,
  jsonText,
  publicUrlsOf,
  templateForm,
  templateText,
} from "../../domain/agent/template/template-files.ts";
import { parseTemplate } from "../../domain/agent/template/template.ts";
import { AscendiaError } from "../../errors.ts";
import { findingText } from "../../flow/rule.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context, TemplateChoice } from "../context.ts";
import { type OutputFlags, addOutputOption, refuseToReplace } from "../output-option.ts";
import { readTemplateInput, shippedTemplate } from "../input-files.ts";
import { noteUnknown, versionOf } from "./agent-ports.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";

interface ExportFlags extends OutputFlags, AgentFlag {
  readonly version?: string;
  readonly snapshot?: string;
  readonly folder?: string;
}

export function configure(command: Command, context: Context): void {
  addAgentOption(addOutputOption(command, "write one file instead of printing to standard output"))
    .description("write a version of the agent as a template, with the server's address replaced by ${PUBLIC_URL}")
    .option("--version <number>", "version number (default: the newest)")
    .option("--snapshot <id>", "a snapshot taken before a write; agent:versions lists them")
    .option("--folder <folder>", "write a folder: agent.json and one file per topic")
    .action((flags: ExportFlags) => onChosenAgent(flags, context, (chosen) => exportVersion(chosen, flags, context)));
}

async function exportVersion(chosen: ChosenAgent, flags: ExportFlags, context: Context): Promise<void> {
  refuseToReplace(flags.output, flags, context);
  const { agentId } = chosen.master;
  const { versions } = chosen.ports;
  const { version, content } = await contentOf(flags, chosen);
  noteUnknown(content, context);
  const record = await versions.find({ agentId, version });
  const template = templateForm(content, publicUrlsOf(publicUrlOf(context), record));
  const { output: file, folder } = flags;
  if (folder !== undefined) {
    if (file !== undefined) throw new AscendiaError("usage", "--folder and --output cannot be combined.");
    const files = await writeTemplateFolder({ template, folder, agentId }, context);
    const written = () => `Wrote version ${version} to ${folder}: ${files.join(", ")}.`;
    return context.output.result({ version, folder, files }, written);
  }
  const text = templateText(template);
  if (file === undefined) return context.output.result({ version, template }, () => text);
  await context.writeOutput(file, text);
  context.output.result({ version, file }, () => `Wrote version ${version} to ${file}.`);
}

/** Puts each node into its topic of the installation's own template folder, or else of the shipped one. */
async function writeTemplateFolder(
  { template, folder, agentId }: { readonly template: AgentContent; readonly folder: string; readonly agentId: string },
  context: Context,
): Promise<readonly string[]> {
  const { path } = await context.templateInUse(undefined, agentId);
  const own = await readTemplateInput(path === "-" ? undefined : (path ?? undefined), context);
  const { topics } = own.topics === undefined ? await readTemplateInput(undefined, context) : own;
  if (topics === undefined) throw new RangeError("the shipped template is a folder");
  const files = splitTopics(template, topics);
  await context.makeFolder(folder);
  const stale = ((await context.folderFiles(folder)) ?? []).filter(
    (name) => name.endsWith(".json") && !files.has(name),
  );
  if (stale.length > 0) {
    throw new AscendiaError(
      "conflict",
      `${folder} contains files that do not belong to this template: ${stale.join(", ")}.`,
      {
        hint: "Pass an empty folder, or remove these files. Nothing was written.",
      },
    );
  }
  for (const [name, content] of files) await context.writeOutput(`${folder}/${name}`, jsonText(content));
  return [...files.keys()];
}

async function contentOf({ version, snapshot }: ExportFlags, { master: { agentId }, ports }: ChosenAgent) {
  const { platform, versions } = ports;
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

export interface LocalTemplate {
  /** The file's content, with its placeholders unfilled. */
  readonly json: unknown;
  /** The file's name, for messages. */
  readonly file: string;
  readonly desired: DesiredAgent;
  /** undefined: a single file. */
  readonly topics?: TemplateTopics;
}

/** The --template flag to repeat in a suggested next command. */
export function templateFlag(named: string | undefined): string {
  if (named === undefined) return "";
  return ` --template ${/^[\w./\\:-]+$/u.test(named) ? named : JSON.stringify(named)}`;
}

/** Reads and checks a template; null for the built-in one. Prints its warnings. */
export async function readLocalTemplate(
  path: string | null,
  context: Pick<Context, "config" | "readInput" | "folderFiles" | "shippedFile" | "output" | "digest">,
): Promise<LocalTemplate> {
  const { json, topics } = await readTemplateInput(path ?? undefined, context);
  const file = path ?? shippedTemplate;
  const parsed = parseTemplate(json, { file, values: { PUBLIC_URL: publicUrlOf(context) } });
  const template = context.config().liveTranscripts === "yes" ? withLiveTranscripts(parsed) : parsed;
  for (const warning of template.warnings) context.output.warn(findingText(warning));
  const desired = { ...desiredAgent(template, (text) => context.digest(text)), source: path };
  return { json, file, desired, ...(topics !== undefined && { topics }) };
}

/**
 * The template that a command compares or writes: the one that --template names, or else the one that the agent was
 * last written from. @throws conflict when ASCENDIA_TEMPLATE names another one: only --template may switch
 */
export async function chosenTemplate(
  named: string | undefined,
  { context, master }: { readonly context: Context; readonly master: Pick<MasterAgent, "agentId"> },
): Promise<TemplateChoice> {
  const choice = await context.templateInUse(named, master.agentId);
  const { path, last } = choice;
  if (named !== undefined) return choice;
  if (path === "-") {
    throw new AscendiaError("conflict", "The agent was last written from a template on standard input.", {
      hint: "Name the template: --template <path>, or --template built-in.",
    });
  }
  if (last === undefined || last === null || path === last) return choice;
  throw new AscendiaError("conflict", `The agent was last written from ${last}, and ASCENDIA_TEMPLATE names ${path}.`, {
    hint: `To change to it: --template ${path}. To keep the other one, remove the variable or correct it.`,
  });
}
