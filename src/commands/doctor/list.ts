import type { Command } from "commander";
import { requireClinic } from "../../domain/organisation/require-clinic.ts";
import type { Context } from "../context.ts";
import { doctorJson, doctorTable } from "./view.ts";

export function configure(command: Command, context: Context): void {
  command.argument("<clinic>", "id or slug").action(async (idOrSlug: string) => {
    const store = await context.store();
    const clinic = await requireClinic(idOrSlug, store.clinics);
    const stores = store.scope(clinic.id);
    const doctors = await stores.doctors.list();
    const hours = await stores.openingHours.ofDoctors();
    context.output.result(
      { clinic: clinic.slug, doctors: doctors.map((doctor) => doctorJson(doctor, hours.get(doctor.id))) },
      () => doctorTable(clinic, doctors, hours),
    );
  });
}
