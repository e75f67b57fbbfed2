import { doctorName, parsePronunciation } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { parseOpeningHours } from "../../domain/clinic/opening-hours.ts";
import { addDoctor, planDoctor } from "../../domain/fleet/clinics/update-doctor.ts";
import { type WriteFlags, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { doctorJson } from "./view.ts";

interface AddFlags extends WriteFlags {
  readonly name: string;
  readonly specialty: string;
  readonly pronunciation?: string;
  readonly email?: string;
  readonly hours?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .requiredOption("--name <name>", "name as callers say it, without the title")
    .requiredOption("--specialty <specialty>", "specialty as callers say it")
    .option("--pronunciation <ipa>", 'how the voice pronounces the name, such as "aˈi.ʃa kɔˈsu"', parsePronunciation)
    .option("--email <mail>", "the doctor's email address")
    .option("--hours <hours>", 'own hours, if they differ from the clinic\'s, such as "Mon,Wed 09:00-12:00"')
    .action((flags: AddFlags) => add(flags, context));
}

async function add(flags: AddFlags, context: Context): Promise<void> {
  const { id } = await chosenClinic(flags, context);
  const request = {
    name: flags.name,
    specialty: flags.specialty,
    email: flags.email ?? null,
    hours: flags.hours === undefined ? null : parseOpeningHours(flags.hours),
  };
  const store = await context.store();
  const planned = await planDoctor(id, request, { store, newId: () => context.newId() });
  const { pronunciation } = flags;
  const plan = { ...planned, doctor: { ...planned.doctor, ...(pronunciation !== undefined && { pronunciation }) } };
  const { clinic, doctor } = plan;
  const added = doctorJson(doctor, plan.hours ?? undefined);
  if (flags.dryRun !== true) {
    const describe = () => ({ action: "doctor:add", clinic, before: null, after: added });
    await changeAndRecord(() => addDoctor(plan, store), describe, context);
  }
  const verb = flags.dryRun === true ? "would be added to" : "is added to";
  context.output.result(
    { dry_run: flags.dryRun === true, clinic: clinic.slug, doctor: added },
    () =>
      `${doctorName(doctor.name)} (${doctor.specialty}) ${verb} ${clinic.name}. Callers can book them from the next call on.`,
  );
}
