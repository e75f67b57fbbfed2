import type { Command } from "commander";
import { publicHolidays } from "../domain/booking/holidays.ts";
import type { BookingPorts } from "../domain/booking/ports.ts";
import { requireDoctor } from "../domain/booking/require-doctor.ts";
import type { Clinic, Doctor } from "../domain/clinic/clinic.ts";
import { AscendiaError } from "../domain/errors.ts";
import { patientTold } from "../domain/mail/tell-patient.ts";
import { requireClinic } from "../domain/organisation/require-clinic.ts";
import type { ClinicStores } from "../domain/organisation/stores.ts";
import type { Context } from "./context.ts";

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
  const ports: BookingPorts = {
    clinic,
    database: stores.booking,
    holidays: publicHolidays(),
    clock: context.clock,
    newId: () => context.newId(),
    tellPatient: patientTold(clinic, { clock: context.clock, newId: () => context.newId() }),
  };
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
