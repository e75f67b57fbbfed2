import type { Command } from "commander";
import { muteAlert } from "../../domain/alert/mute-alert.ts";
import { alertName } from "../../domain/alert/ports.ts";
import { findById } from "../../domain/find-by-id.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { alertJson } from "./view.ts";

interface MuteFlags {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("acknowledge an alert: stop its notices until it ends; the notice that it ended is still sent")
    .argument("<alert>", "alert id, or its last characters as shown by alert:list")
    .option("--reason <text>", "for the audit log")
    .action((id: string, flags: MuteFlags) => mute(id, flags, context));
}

async function mute(id: string, { reason, dryRun = false }: MuteFlags, context: Context): Promise<void> {
  const alerts = await context.alerts();
  const alert = findById(id, await alerts.open(), "alert");
  if (alert === undefined) {
    throw new AscendiaError("not_found", `No open alert ${id}.`, { hint: "List them with: ascendia alert:list" });
  }
  const at = context.clock.now();
  const isNew = alert.mutedAt === null;
  if (isNew && !dryRun) {
    await muteAlert(
      alert,
      { at, reason: reason ?? null },
      {
        alerts,
        audit: await context.audit(),
        newId: () => context.newId(),
        atomically: (work) => context.atomically(work),
      },
    );
  }
  const muted = { ...alert, mutedAt: alert.mutedAt ?? at };
  context.output.result({ dry_run: dryRun, alert: alertJson(muted) }, () => {
    if (!isNew) return `It is muted already: ${alertName(alert, " ")}.`;
    return `${dryRun ? "Would mute" : "Muted until it ends"}: ${alertName(alert, " ")}.`;
  });
}
