import type { Command } from "commander";
import { planReminders } from "../../domain/outreach/plan-reminders.ts";
import { momentArgument } from "../arguments.ts";
import { type ClinicsFlags, addClinicOption, chosenClinics } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type ClinicPlan, planJson, planText } from "./plan-view.ts";

interface PlanFlags extends ClinicsFlags {
  readonly at?: string;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show who would be called when, and for everybody else each rule that forbids it; changes nothing")
    .option("--all", "all clinics")
    .option("--at <date and time>", "as it would be then, such as 2026-03-03T09:00 by the clinic's clock")
    .option("--reveal", "whole phone numbers")
    .action((flags: PlanFlags) => plan(flags, context));
}

async function plan(flags: PlanFlags, context: Context): Promise<void> {
  const plans: ClinicPlan[] = [];
  for (const clinic of await chosenClinics(flags, context)) {
    const ports = await context.bookings(clinic);
    const at = flags.at === undefined ? context.clock.now() : momentArgument(flags.at, clinic, context);
    plans.push({ clinic, plan: await planReminders(ports, at) });
  }
  const reveal = flags.reveal === true;
  context.output.result(planJson(plans, reveal), () => planText(plans, reveal));
}
