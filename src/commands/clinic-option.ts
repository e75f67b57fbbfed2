import { doctorName } from "../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { findById } from "../domain/find-by-id.ts";
import type { Clinic, Doctor } from "../domain/clinic/clinic.ts";
import { type AllClinicStores, requireClinic } from "../domain/fleet/ports.ts";
import type { Contact } from "../domain/outreach/contact.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import { AscendiaError } from "../errors.ts";
import type { Context } from "./context.ts";

export interface ClinicFlag {
  readonly clinic?: string | undefined;
}

export interface WriteFlags extends ClinicFlag {
  readonly dryRun?: boolean;
}

/** A blank reason counts as none. @throws invalid when it is too long for a list */
export function reasonFrom({ reason = "" }: { readonly reason?: string }): string | null {
  const given = reason.trim();
  if (given.length > LONGEST_REASON) {
    throw new AscendiaError("invalid", `--reason is longer than ${LONGEST_REASON} characters.`, {
      hint: "Shorten it.",
    });
  }
  return given === "" ? null : given;
}

const LONGEST_REASON = 500;

/** One clinic, as the booking commands use it. */
export interface ClinicBookings {
  readonly clinic: Clinic;
  readonly stores: AllClinicStores;
  readonly ports: OutreachPorts;
}

/** The help of --clinic for commands that need exactly one clinic. */
export const CLINIC_DESCRIPTION = "clinic id or slug (a terminal asks for it)";

export function addClinicOption(command: Command): Command {
  return command.option("--clinic <clinic>", CLINIC_DESCRIPTION);
}

/** One clinic and its stored data: all that most lists need to load. */
export type StoredClinic = Pick<ClinicBookings, "clinic" | "stores">;

/** @throws not_found; usage when no clinic is named and there is no terminal */
export async function openClinic(flags: ClinicFlag, context: Context): Promise<StoredClinic> {
  const store = await context.store();
  const clinic = await chosenClinic(flags, context);
  return { clinic, stores: store.scope(clinic.id) };
}

/** @throws not_found; usage when no clinic is named and there is no terminal */
export async function openBookings(flags: ClinicFlag, context: Context): Promise<ClinicBookings> {
  const opened = await openClinic(flags, context);
  return { ...opened, ports: await context.bookings(opened.clinic) };
}

/** @throws not_found; usage when no clinic is named and there is no terminal */
export async function chosenClinic({ clinic: named }: ClinicFlag, context: Context): Promise<Clinic> {
  const { clinics } = await context.store();
  return requireClinic(await namedClinic({ clinic: named }, context), clinics);
}

/** The clinic as named or chosen, not looked up. @throws usage when none is named and there is no terminal */
export async function namedClinic({ clinic }: ClinicFlag, context: Context): Promise<string> {
  return clinic ?? askForClinic(context);
}

async function askForClinic(context: Context): Promise<string> {
  const { prompt } = context;
  const clinics = prompt.interactive ? await (await context.store()).clinics.list() : [];
  if (prompt.interactive && clinics.length === 0) {
    throw new AscendiaError("not_found", "No clinics yet.", {
      hint: "Add one with: ascendia clinic:onboard",
    });
  }
  return prompt.choice({
    message: "Clinic?",
    flag: "--clinic <id or slug>",
    choices: clinics.map(({ slug, name }) => ({ name, value: slug })),
  });
}

/** The named doctor, the only one, or the one chosen at a terminal. */
export async function chosenDoctor(
  named: string | undefined,
  { stores }: Pick<StoredClinic, "stores">,
  { prompt }: Context,
): Promise<Doctor> {
  // Reading a name as people write it needs the words of all languages; most lists name no doctor.
  const { requireDoctor } = await import("../domain/booking/names/find-by-name.ts");
  const doctors = await stores.doctors.list();
  if (named !== undefined) return requireDoctor(named, doctors);
  const [first, ...others] = doctors;
  if (first === undefined) return requireDoctor("", doctors);
  if (others.length === 0) return first;
  const id = await prompt.choice({
    message: "Doctor?",
    flag: "--doctor <id or name>",
    choices: doctors.map((doctor) => ({ name: `${doctorName(doctor.name)} (${doctor.specialty})`, value: doctor.id })),
  });
  return requireDoctor(id, doctors);
}

/** @throws interrupted when the user says no; usage without a terminal and without --yes */
export async function agreeTo(question: string, { agreed, prompt }: Context): Promise<void> {
  if (agreed || (await prompt.confirm(question))) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was changed.", {
    hint: "Use --dry-run to see what would change.",
  });
}

/** One clinic, as the outreach commands use it. @throws not_found; usage when no clinic is named */
export async function openOutreach(flags: ClinicFlag, context: Context): Promise<OutreachPorts> {
  return context.bookings(await chosenClinic(flags, context));
}

export interface ClinicsFlags extends ClinicFlag {
  readonly all?: boolean;
}

/** The named clinic, or all. @throws usage when both are requested */
export async function chosenClinics(flags: ClinicsFlags, context: Context): Promise<readonly Clinic[]> {
  if (flags.all !== true) return [await chosenClinic(flags, context)];
  if (flags.clinic === undefined) return (await context.store()).clinics.list();
  throw new AscendiaError("usage", "--clinic and --all cannot be combined.", { hint: "Pass only one of them." });
}

/** Finds a contact by its id or the end of its id. @throws not_found, conflict */
export async function contactNamed(
  text: string,
  { clinic, database }: Pick<OutreachPorts, "clinic" | "database">,
): Promise<Contact> {
  const { contacts } = database.stores;
  const contact = (await contacts.find(text.trim())) ?? findById(text, await contacts.list(), "contact");
  if (contact !== undefined) return contact;
  throw new AscendiaError("not_found", `Contact "${text}" not found.`, {
    hint: `List them with: ascendia contact:list --clinic ${clinic.slug}`,
  });
}
