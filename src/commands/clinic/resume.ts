import type { Command } from "commander";
import { applySuspension, planResumption } from "../../domain/fleet/suspend-clinic.ts";
import type { Context } from "../context.ts";
import { suspendPorts, suspensionJson, suspensionText } from "./suspend.ts";

interface ResumeFlags {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .argument("<clinic>", "id or slug")
    .option("--reason <text>", "reason for the audit log")
    .action((clinic: string, flags: ResumeFlags) => resume(clinic, flags, context));
}

async function resume(clinic: string, flags: ResumeFlags, context: Context): Promise<void> {
  const { reason = null, dryRun = false } = flags;
  const ports = await suspendPorts(context);
  const plan = await planResumption({ clinic, reason }, ports);
  if (!dryRun) await context.atomically(() => applySuspension(plan, ports));
  context.output.result({ dry_run: dryRun, ...suspensionJson(plan) }, () => suspensionText(plan, dryRun));
}
