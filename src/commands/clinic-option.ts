import type { Command } from "commander";
import { findById, requireDoctor } from "../domain/booking/find-by-name.ts";
import type { BookingPorts } from "../domain/booking/ports.ts";
import type { Clinic, Doctor } from "../domain/clinic/clinic.ts";
import { pinnedMasterAgent } from "../domain/fleet/numbers.ts";
import type { FleetPorts } from "../domain/fleet/plan-repairs.ts";
import { type ClinicStores, requireClinic } from "../domain/fleet/ports.ts";
import type { Contact } from "../domain/outreach/contact.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import { AscendiaError } from "../errors.ts";
import { publicUrlOf } from "./arguments.ts";
import type { Context } from "./context.ts";
import { socketTroubles } from "./socket-troubles.ts";

export interface ClinicFlag {
  readonly clinic?: string | undefined;
}

export interface WriteFlags extends ClinicFlag {
  readonly dryRun?: boolean;
}

/** A reason that says nothing is none. */
export function reasonFrom({ reason = "" }: { readonly reason?: string }): string | null {
  return reason.trim() === "" ? null : reason.trim();
}

/** One clinic as the commands around its bookings see it. */
export interface ClinicBookings {
  readonly clinic: Clinic;
  readonly stores: ClinicStores;
  readonly ports: BookingPorts;
}

export function addClinicOption(command: Command): Command {
  return command.option("--clinic <clinic>", "id or slug; asked for at a terminal");
}

/** For commands that once took the clinic as their argument: both ways say the same. */
export function addClinicArgument(command: Command): Command {
  return addClinicOption(command).argument("[clinic]", "the same as --clinic");
}

/** @throws usage when argument and flag name different clinics */
export function clinicNamed(argument: string | undefined, { clinic }: ClinicFlag): ClinicFlag {
  if (argument === undefined || clinic === undefined || argument === clinic) {
    const named = argument ?? clinic;
    return named === undefined ? {} : { clinic: named };
  }
  throw new AscendiaError("usage", `Two clinics are named: ${argument} and --clinic ${clinic}.`, {
    hint: "Name one of them.",
  });
}

/** @throws not_found; usage when no clinic is named and nobody can be asked */
export async function openBookings({ clinic: named }: ClinicFlag, context: Context): Promise<ClinicBookings> {
  const store = await context.store();
  const clinic = await chosenClinic({ clinic: named }, context);
  const stores = store.scope(clinic.id);
  const ports = await context.bookings(clinic);
  return { clinic, stores, ports };
}

/** @throws not_found; usage when no clinic is named and nobody can be asked */
export async function chosenClinic({ clinic: named }: ClinicFlag, context: Context): Promise<Clinic> {
  const { clinics } = await context.store();
  return requireClinic(named ?? (await askForClinic(context)), clinics);
}

async function askForClinic(context: Context): Promise<string> {
  const { prompt } = context;
  const clinics = prompt.interactive ? await (await context.store()).clinics.list() : [];
  if (prompt.interactive && clinics.length === 0) {
    throw new AscendiaError("not_found", "There are no clinics yet.", {
      hint: "Add one with: ascendia clinic:onboard",
    });
  }
  return prompt.choice({
    message: "Clinic?",
    flag: "--clinic <id or slug>",
    choices: clinics.map(({ slug, name }) => ({ name, value: slug })),
  });
}

/** The doctor named, the only one there is, or the one chosen at a terminal. */
export async function chosenDoctor(
  named: string | undefined,
  { stores }: ClinicBookings,
  { prompt }: Context,
): Promise<Doctor> {
  const doctors = await stores.doctors.list();
  if (named !== undefined) return requireDoctor(named, doctors);
  const [first, ...others] = doctors;
  if (first === undefined) return requireDoctor("", doctors);
  if (others.length === 0) return first;
  const id = await prompt.choice({
    message: "Doctor?",
    flag: "--doctor <id or name>",
    choices: doctors.map((doctor) => ({ name: `Dr. ${doctor.name} (${doctor.specialty})`, value: doctor.id })),
  });
  return requireDoctor(id, doctors);
}

/** @throws interrupted when the user says no; usage when nobody can be asked and --yes is not given */
export async function agreeTo(question: string, { agreed, prompt }: Context): Promise<void> {
  if (agreed || (await prompt.confirm(question))) return;
  throw new AscendiaError("interrupted", "Not agreed to: nothing was changed.", {
    hint: "See what would change with --dry-run.",
  });
}

/** One clinic as the commands around its calls to patients see it. @throws not_found; usage when no clinic is named */
export async function openOutreach(flags: ClinicFlag, context: Context): Promise<OutreachPorts> {
  return context.bookings(await chosenClinic(flags, context));
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

/** What the fleet is compared with in this installation. */
export async function fleetPorts(context: Context): Promise<FleetPorts> {
  const publicUrl = publicUrlOf(context);
  const store = await context.store();
  const { numbers, agents, account } = await context.retell();
  const { masterAgentId } = context.config();
  return {
    fleet: store.fleet,
    numbers,
    events: account,
    masterAgent: () => pinnedMasterAgent(masterAgentId, { agents, store: store.agents }),
    publicUrl,
    socketTroubles: (clinics) => socketTroubles(clinics, context),
  };
}
