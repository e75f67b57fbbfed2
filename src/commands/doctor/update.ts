import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { planDoctorUpdate } from "../../domain/fleet/update-doctor.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { doctorJson } from "./view.ts";

interface UpdateFlags extends WriteFlags {
  readonly name?: string;
  readonly specialty?: string;
  readonly email?: string | false;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<doctor>", "id or name")
    .option("--name <name>", "name as callers say it, without the title")
    .option("--specialty <specialty>", "specialty as callers say it")
    .option("--email <mail>", "the doctor's email address")
    .option("--no-email", "remove the doctor's email address")
    .action((doctor: string, flags: UpdateFlags) => update(doctor, flags, context));
}

async function update(named: string, flags: UpdateFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores } = bookings;
  const before = await chosenDoctor(named, bookings, context);
  const { name, specialty, email } = flags;
  if (name === undefined && specialty === undefined && email === undefined) {
    throw new AscendiaError("usage", "Nothing to change.", {
      hint: "Pass --name, --specialty, --email or --no-email. Set hours with hours:set --doctor.",
    });
  }
  const doctor = await planDoctorUpdate(
    {
      ...before,
      ...(name === undefined ? {} : { name }),
      ...(specialty === undefined ? {} : { specialty }),
      ...(email === undefined ? {} : { email: email === false ? null : email }),
    },
    stores.doctors,
  );
  const isDryRun = flags.dryRun === true;
  const hours = (await stores.openingHours.ofDoctors()).get(doctor.id);
  const changed = { before: doctorJson(before, hours), after: doctorJson(doctor, hours) };
  if (!isDryRun) {
    const describe = () => ({ action: "doctor:update", clinic, ...changed });
    await changeAndRecord(() => stores.doctors.update(doctor), describe, context);
  }
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, before: changed.before, doctor: changed.after },
    () =>
      `${doctorName(before.name)} ${isDryRun ? "would be" : "is now"}: ${doctorName(doctor.name)} (${doctor.specialty}), email ${doctor.email ?? "none"}.`,
  );
}
