import type { Command } from "commander";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { type LimitFlag, addLimitOption } from "../arguments.ts";
import type { Context } from "../context.ts";
import { alertJson, alertTable } from "./view.ts";

interface ListFlags extends LimitFlag {
  readonly all?: boolean;
  readonly clinic?: string;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(command)
    .description("list open alerts, oldest first")
    .option("--all", "include alerts that have ended, latest first")
    .option("--clinic <clinic>", "only this clinic, id or slug")
    .action((flags: ListFlags) => list(flags, context));
}

async function list({ all = false, clinic, limit }: ListFlags, context: Context): Promise<void> {
  const alerts = await context.alerts();
  const only = clinic === undefined ? undefined : await requireClinic(clinic, (await context.store()).clinics);
  const found = all ? await alerts.list({ clinicId: only?.id, limit }) : await alerts.open(only?.id);
  const shown = found.slice(0, limit);
  context.output.result({ alerts: shown.map((alert) => alertJson(alert)) }, () =>
    shown.length === 0 ? "No alerts." : alertTable(shown),
  );
}
