import { AscendiaError } from "../../errors.ts";
import { isPatientsNumber, assertOrdinaryNumber } from "../../domain/booking/patients/patient.ts";
import type { Command } from "commander";
import { appointmentDetails } from "../../domain/booking/visits/appointment-details.ts";
import { warmHolidays } from "../../domain/booking/calendar/clinic-calendar.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import type { AppointmentNews } from "../../domain/booking/ports.ts";
import { type StaffBooking, bookByStaff } from "../../domain/booking/visits/staff-booking.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import { mailAddressFrom } from "../arguments.ts";
import {
  type ClinicBookings,
  type WriteFlags,
  addClinicOption,
  chosenDoctor,
  openBookings,
  reasonFrom,
} from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { birthDateFrom } from "../date-arguments.ts";
import { appointmentFacts, recordingPorts } from "../record-change.ts";
import { type SlotFlags, choiceFrom } from "./choose-slot.ts";
import { appointmentJson, appointmentSaid } from "./view.ts";

interface BookFlags extends WriteFlags, SlotFlags {
  readonly doctor?: string;
  readonly patient?: string;
  readonly phone?: string;
  readonly birthDate?: string;
  readonly email?: string;
  readonly reason?: string;
  readonly overbook?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .option("--doctor <doctor>", "doctor id or name (default: the only one)")
    .option("--date <date>", "date at the clinic, such as 2026-03-03 or tomorrow")
    .option("--time <time>", "time at the clinic, such as 09:30")
    .option("--type <type>", "appointment type, id or name")
    .option("--patient <name>", "the patient's full name")
    .option("--phone <number>", "the patient's phone number")
    .option("--birth-date <date>", "the patient's date of birth, such as 1984-05-17")
    .option("--email <address>", "the patient's email address for confirmations and changes")
    .option("--reason <text>", "reason; lets staff override notice and horizon")
    .option("--overbook", "book even if the doctor is busy then; needs --reason")
    .action((flags: BookFlags) => book(flags, context));
}

async function book(flags: BookFlags, context: Context): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores, ports } = bookings;
  const request = await requestOf(flags, bookings, context);
  await warmHolidays(request.choice, ports);
  const isDryRun = flags.dryRun === true;
  const describe = ({ appointment: made }: AppointmentNews) => {
    return { action: "appointment:book", clinic, before: null, after: appointmentFacts(made), reason: request.reason };
  };
  const { appointment, patient, repeated } = isDryRun
    ? await rehearse((inner) => bookByStaff(request, inner), ports)
    : await bookByStaff(request, await recordingPorts(ports, describe, context));
  // A patient created by a dry run is not in the store afterwards.
  const details = { ...(await appointmentDetails(stores)(appointment)), patient };
  const json = appointmentJson(details, { clinic, reveal: false });
  const id = isDryRun && !repeated ? null : appointment.id;
  const verb = isDryRun ? "Would book" : "Booked";
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, repeated, appointment: { ...json, id } }, () =>
    [
      `${repeated ? "Already booked" : verb}: ${appointmentSaid(details, clinic)}`,
      ...(id === null ? [] : [`id ${id}`]),
    ].join("\n"),
  );
}

async function requestOf(flags: BookFlags, bookings: ClinicBookings, context: Context): Promise<StaffBooking> {
  const doctor = await chosenDoctor(flags.doctor, bookings, context);
  const choice = await choiceFrom({ flags, doctorId: doctor.id }, bookings, context);
  const ask = (message: string, flag: string): Promise<string> => context.prompt.text({ message, flag });
  const name = flags.patient ?? (await ask("Patient's full name?", "--patient"));
  const phone = flags.phone ?? (await ask("Patient's phone?", "--phone"));
  const birthDate =
    flags.birthDate === undefined ? null : birthDateFrom(flags.birthDate, bookings.clinic, context.clock);
  const email = flags.email === undefined ? null : mailAddressFrom(flags.email, "--email");
  const patient = { name, phone: await phoneFrom(phone, bookings), birthDate, email };
  return { choice, patient, reason: reasonFrom(flags), overbook: flags.overbook === true };
}

/** A number that many callers show identifies nobody: a patient with it on file could never prove who they are. */
async function phoneFrom(written: string, { clinic, ports }: ClinicBookings): Promise<string> {
  const phone = parseTelephone(written, clinic.country, "--phone");
  await assertOrdinaryNumber(phone);
  if (await isPatientsNumber(phone, ports)) return phone;
  throw new AscendiaError("invalid", "--phone: a number of the clinic, or what carriers send for a withheld number.", {
    hint: "Give the patient's own number, a mobile or a landline.",
  });
}
