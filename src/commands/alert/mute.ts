import type { Command } from "commander";
import { alertName } from "../../domain/alert/alert-jobs.ts";
import { findById } from "../../domain/booking/find-by-name.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { alertJson } from "./view.ts";

interface MuteFlags {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("take note of an alert: its notices stop until it ends; the notice that it ended is sent")
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
    const audit = await context.audit();
    await context.atomically(async () => {
      await alerts.mute(alert.id, at);
      await audit.record({
        act: context.newId(),
        action: "alert:mute",
        subject: alert.clinicSlug === null ? "installation" : `clinic:${alert.clinicSlug}`,
        before: { alert: alert.id, muted: false },
        after: { alert: alert.id, muted: true },
        reason: reason ?? null,
      });
    });
  }
  const muted = { ...alert, mutedAt: alert.mutedAt ?? at };
  context.output.result({ dry_run: dryRun, alert: alertJson(muted) }, () => {
    if (!isNew) return `It is muted already: ${alertName(alert, " ")}.`;
    return `${dryRun ? "Would mute" : "Muted until it ends"}: ${alertName(alert, " ")}.`;
  });
}
