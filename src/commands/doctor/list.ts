import type { Command } from "commander";
import { addClinicOption, type ClinicFlag, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { doctorJson, doctorTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: ClinicFlag) => list(flags, context));
}

async function list(flags: ClinicFlag, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const doctors = await stores.doctors.list();
  const hours = await stores.openingHours.ofDoctors();
  context.output.result(
    { clinic: clinic.slug, doctors: doctors.map((doctor) => doctorJson(doctor, hours.get(doctor.id))) },
    () => doctorTable(clinic, doctors, hours),
  );
}
