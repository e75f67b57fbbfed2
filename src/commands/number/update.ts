import type { Command } from "commander";
import { applyChange, planChange } from "../../domain/fleet/numbers/change-number.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { accountOfNumber } from "../number-ports.ts";
import { textListOption } from "../list-option.ts";

interface UpdateFlags extends ClinicFlag {
  readonly fallback?: string;
  readonly allowInbound?: string;
  readonly allowOutbound?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("[number]", "E.164, such as +14155550100; or name its clinic")
    .option("--fallback <number|none>", "number to ring when all of the account's lines are busy")
    .addOption(textListOption("--allow-inbound <countries|all>", "countries that may call, such as BJ,TG"))
    .addOption(textListOption("--allow-outbound <countries|all>", "countries that it may call"))
    .action(async (number: string | undefined, flags: UpdateFlags) =>
      update(number ?? (await namedClinic(flags, context)), flags, context),
    );
}

async function update(named: string, flags: UpdateFlags, context: Context): Promise<void> {
  const { numbers } = await context.retell(await accountOfNumber(named, context));
  const ports = { store: await context.store(), numbers, audit: await context.audit(), newId: () => context.newId() };
  const { fallback, allowInbound, allowOutbound } = flags;
  const plan = await planChange(named, { fallback, allowInbound, allowOutbound }, ports);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) await applyChange(plan, ports);
  const data = {
    dry_run: isDryRun,
    number: plan.number.phoneNumber,
    clinic: plan.slug,
    action: plan.differences.length === 0 ? "unchanged" : "update",
    changes: plan.differences,
  };
  context.output.result(data, ({ number, changes }) => {
    if (changes.length === 0) return `Nothing to change for ${number}.`;
    const rows = changes.map(({ setting, before, after }) => [setting, before, after]);
    return [`${number}${isDryRun ? " would change" : " changed"}:`, table(["what", "before", "after"], rows)].join(
      "\n",
    );
  });
}
