import type { Command } from "commander";
import { applyChange, planChange } from "../../domain/fleet/change-number.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";

interface UpdateFlags {
  readonly fallback?: string;
  readonly allowInbound?: string;
  readonly allowOutbound?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .argument("<number|clinic>", "number in E.164, or a clinic's id or slug")
    .option("--fallback <number|none>", "number to ring when all lines of the account are busy")
    .option("--allow-inbound <countries|all>", "countries that may call, such as BJ,TG")
    .option("--allow-outbound <countries|all>", "countries that it may call")
    .action((named: string, flags: UpdateFlags) => update(named, flags, context));
}

async function update(named: string, flags: UpdateFlags, context: Context): Promise<void> {
  const { numbers } = await context.retell();
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
