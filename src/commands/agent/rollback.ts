import type { Command } from "commander";
import { versionToReturnTo } from "../../domain/agent/roll-out.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets, versionOf } from "./agent-ports.ts";
import { type RolloutFlags, rollOutVersions } from "./roll-out.ts";

interface RollbackFlags extends RolloutFlags {
  readonly to?: string;
}

const notRestored = [
  "A rollback does not restore the template file, drafts at Retell, active calls (they end on their version),",
  "existing appointments, or what the server supplies: phrases, clinic facts, functions. Roll those back with git.",
];

export function configure(command: Command, context: Context): void {
  command
    .description("pin the numbers of all clinics to the previous version, without a simulation")
    .option(
      "--to <version>",
      "published version (default: the one before the canary or promotion, never one that was withdrawn)",
    )
    .option("--reason <text>", "reason for the audit log")
    .action((flags: RollbackFlags) => rollback(flags, context));
}

async function rollback(flags: RollbackFlags, context: Context): Promise<void> {
  const master = await masterOf(context);
  const targets = await pinTargets(await context.store());
  const pinned = targets.map(({ number }) => number.agentVersion);
  const version =
    flags.to === undefined ? await versionToReturnTo(master, pinned, await agentPorts(context)) : versionOf(flags.to);
  return rollOutVersions({ command: "agent:rollback", master, version, targets, remarks: notRestored }, flags, context);
}
