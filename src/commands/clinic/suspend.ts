import { type Command, Option } from "commander";
import { type SuspensionAnswer, suspensionAnswers } from "../../domain/clinic/suspension.ts";
import { applySuspension, planSuspension } from "../../domain/organisation/suspend-clinic.ts";
import type { Context } from "../context.ts";
import { suspendPorts } from "./suspend-ports.ts";
import { suspensionJson, suspensionText } from "./suspend-view.ts";

interface SuspendFlags {
  readonly answer: SuspensionAnswer;
  readonly message?: string;
  readonly forwardTo?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .argument("<clinic>", "id or slug")
    .addOption(
      new Option("--answer <answer>", "what callers get: a closing sentence, another line, or no answer")
        .choices(suspensionAnswers)
        .default("message"),
    )
    .option("--message <text>", "said instead of the usual closing sentence; may name facts such as {{clinic_phone}}")
    .option("--forward-to <number>", "with --answer forward; else the transfer number or the clinic's own line")
    .option("--reason <text>", "for the audit log")
    .action((clinic: string, flags: SuspendFlags) => suspend(clinic, flags, context));
}

async function suspend(clinic: string, flags: SuspendFlags, context: Context): Promise<void> {
  const { answer, message = null, forwardTo = null, reason = null, dryRun = false } = flags;
  const ports = await suspendPorts(context);
  const plan = await planSuspension({ clinic, answer, message, forwardTo, reason }, ports);
  if (!dryRun) await context.atomically(() => applySuspension(plan, ports));
  context.output.result({ dry_run: dryRun, ...suspensionJson(plan) }, () => suspensionText(plan, dryRun));
}
