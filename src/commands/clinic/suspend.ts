import { type Command, Option } from "commander";
import { flowOfVersion } from "../../domain/agent/live-versions.ts";
import { inClinicWords } from "../../domain/call/line/caller-variables.ts";
import { type SuspensionAnswer, suspensionAnswers } from "../../domain/clinic/clinic.ts";
import {
  type SuspendPorts,
  type SuspensionPlan,
  applySuspension,
  planSuspension,
} from "../../domain/fleet/clinics/suspend-clinic.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";

export async function suspendPorts(context: Context): Promise<SuspendPorts> {
  const store = await context.store();
  return {
    store,
    audit: await context.audit(),
    clock: context.clock,
    newId: () => context.newId(),
    flowOf: async (agent, account) =>
      flowOfVersion(agent, await context.agentVersions(), async () => (await context.retell(account)).agents),
  };
}

export function suspensionJson({ clinic, action, suspension, greeting }: SuspensionPlan) {
  return {
    clinic_id: clinic.id,
    slug: clinic.slug,
    action,
    status: suspension === null ? "active" : "suspended",
    answer: suspension?.answer ?? null,
    forward_to: suspension?.forwardTo ?? null,
    callers_hear: greeting === "" ? null : inClinicWords(greeting, clinic),
  };
}

const said = {
  message: "callers hear a closing sentence",
  forward: "callers are offered another line",
  reject: "calls are rejected",
} as const;

export function suspensionText(plan: SuspensionPlan, isDryRun: boolean): string {
  const { clinic, suspension, action } = plan;
  const { callers_hear: heard } = suspensionJson(plan);
  const state = suspension === null ? "takes its calls" : `is suspended: ${said[suspension.answer]}`;
  const change = isDryRun ? " (dry run)" : "";
  return [
    `${clinic.name} (${clinic.slug}) ${state}${action === "unchanged" ? ", as before" : change}.`,
    ...(heard === null ? [] : [`  "${heard}"`]),
    ...(typeof suspension?.forwardTo === "string" ? [`  forwarded to ${suspension.forwardTo}`] : []),
  ].join("\n");
}

interface SuspendFlags extends ClinicFlag {
  readonly answer: SuspensionAnswer;
  readonly message?: string;
  readonly forwardTo?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .addOption(
      new Option("--answer <answer>", "what callers get: a closing message, another line, or no answer")
        .choices(suspensionAnswers)
        .default("message"),
    )
    .option("--message <text>", "closing message to speak; may use facts such as {{clinic_phone}}")
    .option(
      "--forward-to <number>",
      "with --answer forward: target number (default: the transfer number or the clinic's own line)",
    )
    .option("--reason <text>", "reason for the audit log")
    .action(async (flags: SuspendFlags) => suspend(await namedClinic(flags, context), flags, context));
}

async function suspend(clinic: string, flags: SuspendFlags, context: Context): Promise<void> {
  const { answer, message = null, forwardTo = null, reason = null, dryRun = false } = flags;
  const ports = await suspendPorts(context);
  const plan = await planSuspension({ clinic, answer, message, forwardTo, reason }, ports);
  if (!dryRun) await context.atomically(() => applySuspension(plan, ports));
  context.output.result({ dry_run: dryRun, ...suspensionJson(plan) }, () => suspensionText(plan, dryRun));
}
