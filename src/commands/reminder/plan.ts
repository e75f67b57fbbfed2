import type { Command } from "commander";
import { planReminders } from "../../domain/outreach/reminders/plan-reminders.ts";
import { momentArgument } from "../date-arguments.ts";
import { type ClinicsFlags, addClinicOption, chosenClinics } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordList, revealed } from "../record-change.ts";
import { type ClinicPlan, planJson, planText } from "./plan-view.ts";

interface PlanFlags extends ClinicsFlags {
  readonly at?: string;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show who would be called and when, and the rules that exclude everyone else; changes nothing")
    .option("--all", "all clinics")
    .option("--at <date and time>", "evaluate at this time at the clinic, such as 2026-03-03T09:00")
    .option("--reveal", "show full phone numbers")
    .action((flags: PlanFlags) => plan(flags, context));
}

async function plan(flags: PlanFlags, context: Context): Promise<void> {
  const plans: ClinicPlan[] = [];
  for (const clinic of await chosenClinics(flags, context)) {
    const ports = await context.bookings(clinic);
    const at = flags.at === undefined ? context.clock.now() : momentArgument(flags.at, clinic, context);
    const found = await planReminders(ports, at);
    const read = { subject: `clinic:${clinic.slug}`, shown: { contacts: found.reminders.length } };
    await recordList({ action: revealed("reminder:plan", flags), count: found.reminders.length, ...read }, context);
    plans.push({ clinic, plan: found });
  }
  const reveal = flags.reveal === true;
  context.output.result(planJson(plans, reveal), () => planText(plans, reveal));
}
