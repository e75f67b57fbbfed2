import type { Command } from "commander";
import { changePolicy } from "../../domain/outreach/change-policy.ts";
import { defaultPolicy } from "../../domain/outreach/policy.ts";
import { addClinicOption, type WriteFlags } from "../clinic-bookings.ts";
import { openOutreach } from "../clinic-outreach.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { addPolicyOptions, type PolicyFlags, policyChangeOf } from "./policy-options.ts";
import { policyJson, policyText } from "./policy-view.ts";

export function configure(command: Command, context: Context): void {
  addPolicyOptions(addClinicOption(command))
    .description("show by which rules a clinic's patients are reminded, or change those that are given")
    .action((flags: PolicyFlags & WriteFlags) => showOrChange(flags, context));
}

/** Without a rule to change it only shows. */
export function isWrite(command: Command): boolean {
  return Object.keys(policyChangeOf(command.opts<PolicyFlags>())).length > 0;
}

async function showOrChange(flags: PolicyFlags & WriteFlags, context: Context): Promise<void> {
  const change = policyChangeOf(flags);
  const ports = await openOutreach(flags, context);
  const { clinic, database } = ports;
  const { policy, types } = database.stores;
  const before = (await policy.find()) ?? defaultPolicy;
  const isChange = Object.keys(change).length > 0;
  const after = isChange ? await changePolicy(before, change, ports) : before;
  const isDryRun = flags.dryRun === true;
  const [beforeJson, afterJson] = [policyJson(before), policyJson(after)];
  if (isChange && !isDryRun) {
    await changeAndRecord(
      () => policy.save(after),
      () => ({ action: "reminder:policy", clinic, before: beforeJson, after: afterJson }),
      context,
    );
  }
  const names = new Map((await types.list()).map(({ id, name }) => [id, name[clinic.language]]));
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, changed: isChange && !isDryRun, ...afterJson }, () =>
    [...(isChange ? [isDryRun ? "The policy would be:" : "The policy is now:"] : []), ...policyText(after, names)].join(
      "\n",
    ),
  );
}
