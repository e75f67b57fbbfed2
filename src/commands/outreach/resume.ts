import type { Command } from "commander";
import { resumeOutreach } from "../../domain/outreach/attempts/outreach-status.ts";
import { addClinicOption, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type PauseFlags, pauseScope, recordPause, scopeSaid } from "./change-pause.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("resume calls; planned ones go out as the rules allow")
    .option("--all", "end the pause of all clinics; clinics paused individually stay paused")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: PauseFlags) => resume(flags, context));
}

async function resume(flags: PauseFlags, context: Context): Promise<void> {
  const { clinic, pauses } = await pauseScope(flags, context);
  const isDryRun = flags.dryRun === true;
  const make = () => resumeOutreach(pauses);
  const reason = reasonFrom(flags);
  const before = isDryRun
    ? ((await pauses.find()) ?? null)
    : (await recordPause({ action: "outreach:resume", clinic, reason, make }, context)).before;
  const fleet = clinic === null ? null : ((await (await context.store()).fleetPause.find()) ?? null);
  const data = {
    dry_run: isDryRun,
    clinic: clinic?.slug ?? null,
    paused: fleet !== null,
    repeated: before === null,
    fleet_paused: fleet !== null,
  };
  context.output.result(data, () => {
    const stays = fleet === null ? "" : ` The pause of all clinics still applies: ${fleet.reason}`;
    if (data.repeated) return `Nothing to change: calls of ${scopeSaid(clinic)} are not paused.${stays}`;
    return `Calls of ${scopeSaid(clinic)} ${isDryRun ? "would be" : "are"} resumed.${stays}`;
  });
}
