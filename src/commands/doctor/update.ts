import { doctorName, parsePronunciation } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { planDoctorUpdate } from "../../domain/fleet/clinics/update-doctor.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { doctorJson } from "./view.ts";

interface UpdateFlags extends WriteFlags {
  readonly name?: string;
  readonly specialty?: string;
  readonly email?: string | false;
  readonly pronunciation?: string | false;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<doctor>", "id or name")
    .option("--name <name>", "name as callers say it, without the title")
    .option("--specialty <specialty>", "specialty as callers say it")
    .option("--email <mail>", "the doctor's email address")
    .option("--no-email", "remove the doctor's email address")
    .option("--pronunciation <ipa>", 'how the voice pronounces the name, such as "aˈi.ʃa kɔˈsu"', parsePronunciation)
    .option("--no-pronunciation", "remove the pronunciation")
    .action((doctor: string, flags: UpdateFlags) => update(doctor, flags, context));
}

async function update(named: string, flags: UpdateFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores } = bookings;
  const before = await chosenDoctor(named, bookings, context);
  const { name, specialty, email, pronunciation } = flags;
  if ([name, specialty, email, pronunciation].every((given) => given === undefined)) {
    throw new AscendiaError("usage", "Nothing to change.", {
      hint: "Pass --name, --specialty, --email, --no-email, --pronunciation or --no-pronunciation. Set hours with hours:set --doctor.",
    });
  }
  const doctor = await planDoctorUpdate(
    {
      ...before,
      ...(name === undefined ? {} : { name }),
      ...(specialty === undefined ? {} : { specialty }),
      ...(email === undefined ? {} : { email: email === false ? null : email }),
      ...soundsAfter(flags),
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

/** Another name needs another pronunciation. */
function soundsAfter({ name, pronunciation }: UpdateFlags): Pick<Doctor, "pronunciation"> {
  if (pronunciation === undefined) return name === undefined ? {} : { pronunciation: undefined };
  return { pronunciation: pronunciation === false ? undefined : pronunciation };
}
