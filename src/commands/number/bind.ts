import type { Command } from "commander";
import { type BindPlan, applyBind, planBind } from "../../domain/fleet/numbers/change-number.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { priceOfNumber } from "../../domain/number/number.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberPorts } from "../number-ports.ts";

interface BindFlags extends ClinicFlag {
  readonly number?: string;
  readonly takeOver?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--number <number>", "for a clinic without a number: a number at Retell that no clinic uses")
    .option("--take-over", "take the number over even if another agent answers it")
    .action((flags: BindFlags) =>
      context.exclusively(async () => bind(await namedClinic(flags, context), flags, context)),
    );
}

async function bind(clinic: string, flags: BindFlags, context: Context): Promise<void> {
  const owner = await requireClinic(clinic, (await context.store()).clinics);
  const ports = await numberPorts(owner, context);
  const request = { clinic, phoneNumber: flags.number, takeOver: flags.takeOver === true };
  const plan = await planBind(request, ports);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) await applyBind(plan, ports);
  context.output.result({ dry_run: isDryRun, ...bindJson(plan) }, () => bindText(plan, isDryRun));
}

function bindJson({ clinic, action, number, binding, drift }: BindPlan) {
  return {
    clinic: clinic.slug,
    number: number.phoneNumber,
    action,
    price: priceOfNumber(number),
    changes: drift.map(({ kind, detail }) => ({ kind, detail })),
    agent_id: binding.inboundAgents[0]?.agentId ?? null,
    agent_version: binding.inboundAgents[0]?.agentVersion ?? null,
    inbound_webhook_url: binding.inboundWebhookUrl,
  };
}

const said = { adopt: "assigned to", update: "bound for", unchanged: "unchanged for" } as const;

function bindText({ clinic, action, number, drift }: BindPlan, isDryRun: boolean): string {
  const price = action === "adopt" ? ` (${priceOfNumber(number)}, as before)` : "";
  return [
    `${isDryRun ? "Would be " : ""}${said[action]} ${clinic.slug}: ${number.phoneNumber}${price}`,
    ...drift.map(({ detail }) => `  ${detail}`),
  ].join("\n");
}
