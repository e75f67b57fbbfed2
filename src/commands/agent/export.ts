import type { Command } from "commander";
import { headOf, readLiveVersions, readVersion } from "../../domain/agent/live-versions.ts";
import { publicUrlsOf, templateForm, templateText } from "../../domain/agent/template-form.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { Context } from "../context.ts";
import { publicUrlOf } from "../public-url.ts";
import { agentPorts, masterOf, versionOf } from "./agent-ports.ts";

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
