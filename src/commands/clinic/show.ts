import type { Command } from "commander";
import { requireClinic } from "../../domain/organisation/require-clinic.ts";
import type { Store } from "../../domain/organisation/stores.ts";
import type { Context } from "../context.ts";
import { clinicFactsJson, clinicFactsText, type ClinicFacts } from "./show-view.ts";

export function configure(command: Command, context: Context): void {
  command.argument("<clinic>", "id or slug").action(async (idOrSlug: string) => {
    const facts = await factsOf(idOrSlug, await context.store());
    context.output.result(clinicFactsJson(facts), () => clinicFactsText(facts));
  });
}

async function factsOf(idOrSlug: string, store: Store): Promise<ClinicFacts> {
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const { doctors, openingHours, number, outbox, booking } = store.scope(clinic.id);
  return {
    clinic,
    doctors: await doctors.list(),
    hours: await openingHours.ofClinic(),
    doctorHours: await openingHours.ofDoctors(),
    number: (await number.find()) ?? null,
    rooms: await booking.stores.rooms.list(),
    // What is sent to patients is for mail:list, which masks addresses.
    mails: (await outbox.list()).filter(({ patientId }) => patientId === null),
  };
}
