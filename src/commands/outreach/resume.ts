import type { Command } from "commander";
import { resumeOutreach } from "../../domain/outreach/outreach-status.ts";
import { addClinicOption, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type PauseFlags, pauseScope, recordPause, scopeSaid } from "./change-pause.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("let calls begin again; what was planned meanwhile goes out as its rules allow")
    .option("--all", "take back the pause of all clinics; clinics paused by themselves stay so")
    .option("--reason <text>", "for the record")
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
    const stays = fleet === null ? "" : ` All clinics are paused all the same: ${fleet.reason}`;
    if (data.repeated) return `Calls of ${scopeSaid(clinic)} were not paused.${stays}`;
    return `Calls of ${scopeSaid(clinic)} ${isDryRun ? "would go" : "go"} out again.${stays}`;
  });
}
