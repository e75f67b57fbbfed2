import { publicHolidays } from "../domain/booking/holidays.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import { AscendiaError } from "../domain/errors.ts";
import { findById } from "../domain/booking/find-by-id.ts";
import type { Contact } from "../domain/outreach/contact.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import { type ClinicFlag, chosenClinic } from "./clinic-bookings.ts";
import type { Context } from "./context.ts";

/** One clinic as the commands around its calls to patients see it. @throws not_found; usage when no clinic is named */
export async function openOutreach(flags: ClinicFlag, context: Context): Promise<OutreachPorts> {
  return outreachOf(await chosenClinic(flags, context), context);
}

export async function outreachOf(clinic: Clinic, context: Context): Promise<OutreachPorts> {
  const store = await context.store();
  return {
    clinic,
    database: store.scope(clinic.id).outreach,
    fleetPause: store.fleetPause,
    holidays: publicHolidays(),
    clock: context.clock,
    newId: () => context.newId(),
  };
}

export interface ClinicsFlags extends ClinicFlag {
  readonly all?: boolean;
}

/** The one named, or all of them. @throws usage when both are asked for */
export async function chosenClinics(flags: ClinicsFlags, context: Context): Promise<readonly Clinic[]> {
  if (flags.all !== true) return [await chosenClinic(flags, context)];
  if (flags.clinic === undefined) return (await context.store()).clinics.list();
  throw new AscendiaError("usage", "--clinic and --all exclude each other.", { hint: "Give one of them." });
}

/** The contact with that id, or whose id ends so. @throws not_found, conflict */
export async function contactNamed(text: string, { clinic, database }: OutreachPorts): Promise<Contact> {
  const { contacts } = database.stores;
  const contact = (await contacts.find(text.trim())) ?? findById(text, await contacts.list(), "contact");
  if (contact !== undefined) return contact;
  throw new AscendiaError("not_found", `The clinic has no contact "${text}".`, {
    hint: `See them with: ascendia contact:list --clinic ${clinic.slug}`,
  });
}
