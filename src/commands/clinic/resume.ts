import type { Command } from "commander";
import { applySuspension, planResumption } from "../../domain/fleet/clinics/suspend-clinic.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { suspendPorts, suspensionJson, suspensionText } from "./suspend.ts";

interface ResumeFlags extends ClinicFlag {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--reason <text>", "reason for the audit log")
    .action(async (flags: ResumeFlags) => resume(await namedClinic(flags, context), flags, context));
}

async function resume(clinic: string, flags: ResumeFlags, context: Context): Promise<void> {
  const { reason = null, dryRun = false } = flags;
  const ports = await suspendPorts(context);
  const plan = await planResumption({ clinic, reason }, ports);
  if (!dryRun) await context.atomically(() => applySuspension(plan, ports));
  context.output.result({ dry_run: dryRun, ...suspensionJson(plan) }, () => suspensionText(plan, dryRun));
}
