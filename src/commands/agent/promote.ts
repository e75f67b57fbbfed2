import type { Command } from "commander";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets, versionOf } from "./agent-ports.ts";
import { addAcceptOption } from "../conduct.ts";
import { type RolloutFlags, rollOutVersions } from "./roll-out.ts";

interface PromoteFlags extends RolloutFlags {
  readonly version?: string;
}

export function configure(command: Command, context: Context): void {
  addAcceptOption(command)
    .description("pin a published version on the numbers of all clinics, including future ones")
    .option("--version <number>", "version number (default: the newest published that no rollback withdrew)")
    .option("--skip-simulation", "skip the simulation; recorded in the audit log")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: PromoteFlags) => promote(flags, context));
}

async function promote(flags: PromoteFlags, context: Context): Promise<void> {
  const master = await masterOf(context);
  const version =
    flags.version === undefined ? await newestPublished(master.agentId, context) : versionOf(flags.version);
  const targets = await pinTargets(await context.store());
  return rollOutVersions({ command: "agent:promote", master, version, targets, remarks: [] }, flags, context);
}

async function newestPublished(agentId: string, context: Context): Promise<number> {
  const { versions } = await agentPorts(context);
  const published = (await versions.list(agentId)).filter(({ publishedAt }) => publishedAt !== null);
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
