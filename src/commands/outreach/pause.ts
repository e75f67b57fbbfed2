import type { Command } from "commander";
import { pauseOutreach } from "../../domain/outreach/outreach-status.ts";
import { AscendiaError } from "../../errors.ts";
import { addClinicOption, reasonFrom } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type PauseFlags, pauseScope, recordPause, scopeSaid } from "./change-pause.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("let no call begin, for a clinic or for all; what is under way goes on, what is planned waits")
    .option("--all", "all clinics, those to come too")
    .option("--reason <text>", "why; it is recorded and shown")
    .action((flags: PauseFlags) => pause(flags, context));
}

async function pause(flags: PauseFlags, context: Context): Promise<void> {
  const reason = reasonFrom(flags);
  if (reason === null) {
    throw new AscendiaError("usage", "Pausing calls needs a reason.", {
      hint: "Say why with --reason; it is recorded.",
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
    if (data.repeated) return `Calls of ${scopeSaid(clinic)} were paused already, since ${data.since}: ${data.reason}`;
    return `Calls of ${scopeSaid(clinic)} ${isDryRun ? "would be" : "are"} paused: ${data.reason}`;
  });
}
