import type { Command } from "commander";
import { pauseOutreach } from "../../domain/outreach/attempts/outreach-status.ts";
import { AscendiaError } from "../../errors.ts";
import { addClinicOption, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type PauseFlags, pauseScope, recordPause, scopeSaid } from "./change-pause.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("pause new calls for one clinic or all; active calls continue, planned ones wait")
    .option("--all", "all clinics, including future ones")
    .option("--reason <text>", "reason; recorded and shown")
    .action((flags: PauseFlags) => pause(flags, context));
}

async function pause(flags: PauseFlags, context: Context): Promise<void> {
  const reason = reasonFrom(flags);
  if (reason === null) {
    throw new AscendiaError("usage", "Missing --reason.", {
      hint: "Pass --reason with why calls are paused; it is recorded.",
    });
  }
  const { clinic, pauses } = await pauseScope(flags, context);
  const pausedAt = context.clock.now();
  const isDryRun = flags.dryRun === true;
  const before = (await pauses.find()) ?? null;
  const make = () => pauseOutreach(pauses, { reason, pausedAt });
  const change = isDryRun
    ? { before, after: before ?? { reason, pausedAt } }
    : await recordPause({ action: "outreach:pause", clinic, reason, make }, context);
  const data = {
    dry_run: isDryRun,
    clinic: clinic?.slug ?? null,
    paused: true,
    repeated: change.before !== null,
    reason: change.after?.reason ?? reason,
    since: new Date(change.after?.pausedAt ?? pausedAt).toISOString(),
  };
  context.output.result(data, () => {
    if (data.repeated)
      return `Nothing to change: calls of ${scopeSaid(clinic)} are paused since ${data.since}: ${data.reason}`;
    return `Calls of ${scopeSaid(clinic)} ${isDryRun ? "would be" : "are"} paused: ${data.reason}`;
  });
}
