import type { Command } from "commander";
import { versionToReturnTo } from "../../domain/agent/release/roll-out.ts";
import type { Context } from "../context.ts";
import { versionOf } from "./agent-ports.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";
import { type RolloutFlags, rollOutVersions } from "./roll-out.ts";

interface RollbackFlags extends RolloutFlags, AgentFlag {
  readonly to?: string;
}

const notRestored = [
  "A rollback does not restore the template file, drafts at Retell, active calls (they end on their version),",
  "existing appointments, or what the server supplies: phrases, clinic facts, functions. Roll those back with git.",
];

export function configure(command: Command, context: Context): void {
  addAgentOption(command)
    .description("pin the numbers of all clinics to the previous version, without a simulation")
    .option(
      "--to <version>",
      "published version (default: the one before the canary or promotion that was not rolled back)",
    )
    .option("--reason <text>", "reason for the audit log")
    .action((flags: RollbackFlags) => onChosenAgent(flags, context, (chosen) => rollback(chosen, flags, context)));
}

async function rollback(chosen: ChosenAgent, flags: RollbackFlags, context: Context): Promise<void> {
  const { master, ports, targets } = chosen;
  const pinned = targets.map(({ number }) => number.agentVersion);
  const version = flags.to === undefined ? await versionToReturnTo(master, pinned, ports) : versionOf(flags.to);
  return rollOutVersions({ command: "agent:rollback", chosen, version, targets, remarks: notRestored }, flags, context);
}
