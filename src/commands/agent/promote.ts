import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { versionOf } from "./agent-ports.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";
import { addAcceptOption } from "../conduct.ts";
import { type RolloutFlags, rollOutVersions } from "./roll-out.ts";

interface PromoteFlags extends RolloutFlags, AgentFlag {
  readonly version?: string;
}

export function configure(command: Command, context: Context): void {
  addAgentOption(addAcceptOption(command))
    .description("pin a published version to the numbers of all clinics, including future ones")
    .option("--version <number>", "version number (default: the newest published version that was not rolled back)")
    .option("--skip-simulation", "skip the simulation; recorded in the audit log")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: PromoteFlags) => onChosenAgent(flags, context, (chosen) => promote(chosen, flags, context)));
}

async function promote(chosen: ChosenAgent, flags: PromoteFlags, context: Context): Promise<void> {
  const version = flags.version === undefined ? await newestPublished(chosen) : versionOf(flags.version);
  const { targets } = chosen;
  return rollOutVersions({ command: "agent:promote", chosen, version, targets, remarks: [] }, flags, context);
}

async function newestPublished({ master, ports }: ChosenAgent): Promise<number> {
  const published = (await ports.versions.list(master.agentId)).filter(({ publishedAt }) => publishedAt !== null);
  const sound = published.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ version }) => version);
  const withdrawn = published.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ version }) => version);
  const newest = Math.max(-1, ...sound);
  const newer = withdrawn.filter((version) => version > newest);
  if (newer.length > 0) {
    const last = Math.max(...newer);
    throw new AscendiaError("conflict", `A rollback withdrew version ${last}, the newest published one.`, {
      hint: `Publish a corrected version, or use it again: ascendia agent:promote --version ${last}`,
    });
  }
  if (sound.length > 0) return newest;
  throw new AscendiaError("conflict", "No version is published yet.", { hint: "ascendia agent:publish" });
}
