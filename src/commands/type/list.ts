import type { Command } from "commander";
import { doctorsOffering } from "../../domain/booking/setup/doctors-offering.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { typeJson, typeTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: ClinicFlag) => list(flags, context));
}

async function list(flags: ClinicFlag, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const types = await stores.booking.stores.types.list();
  const offered = await stores.booking.stores.types.ofDoctors();
  const doctors = await stores.doctors.list();
  const data = {
    clinic: clinic.slug,
    types: types.map((type) => typeJson(type, doctorsOffering(type, doctors, offered))),
  };
  context.output.result(data, () => typeTable(types, { doctors, offered, clinic: clinic.slug }));
}
