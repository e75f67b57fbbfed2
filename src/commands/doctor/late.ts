import type { Command } from "commander";
import type { Appointment } from "../../domain/booking/appointment.ts";
import { minutesLate, noteLate, stillToday } from "../../domain/booking/slots/late-doctors.ts";
import type { BookingStores } from "../../domain/booking/ports.ts";
import type { Clinic, Doctor } from "../../domain/clinic/clinic.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { lateMail } from "../../domain/mail/contents/appointment-mail.ts";
import { daySpan, todayIn } from "../../domain/time/zoned-time.ts";
import { counted } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, chosenDoctor, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { numberFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<doctor>", "id or name")
    .argument("<minutes>", 'how many minutes late, such as 40; "off": on time again')
    .action((doctor: string, minutes: string, flags: WriteFlags) => late({ doctor, minutes }, flags, context));
}

async function late(
  given: { readonly doctor: string; readonly minutes: string },
  flags: WriteFlags,
  context: Context,
): Promise<void> {
  const bookings = await openBookings(flags, context);
  const { clinic, stores, ports } = bookings;
  const doctor = await chosenDoctor(given.doctor, bookings, context);
  const isOff = given.minutes.toLowerCase() === "off";
  const minutes = isOff ? 0 : numberFrom(given.minutes, { where: "<minutes>", least: 5, most: 600 });
  const today = todayIn(clinic.timezone, context.clock);
  const isDryRun = flags.dryRun === true;
  const day = daySpan(today, clinic.timezone);
  const waiting = stillToday(
    await ports.database.stores.appointments.startingWithin(day),
    doctor.id,
    context.clock.now(),
  );
  const mailed: string[] = [];
  if (!isDryRun) {
    const save = (after: Doctor): Promise<void> => stores.doctors.update(after);
    const write = writerOf(clinic, doctor, { context, newId: ports.newId, mailed });
    const describe = () => ({
      action: "doctor:late",
      clinic,
      before: { id: doctor.id, minutes: minutesLate(doctor, today) },
      after: { id: doctor.id, minutes, date: today },
    });
    await changeAndRecord(() => noteLate({ doctor, minutes }, { save, write }, ports), describe, context);
  }
  const result = { doctor_id: doctor.id, date: today, minutes, visits: waiting.length, mails: mailed.length };
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, ...result }, () =>
    [
      `${doctorName(doctor.name)} ${isDryRun ? "would be" : "is"} ${minutes === 0 ? "on time" : `${counted(minutes, "minute")} late today`}.`,
      `Visits still to come today: ${waiting.length}. Mails to patients: ${mailed.length}.`,
    ].join("\n"),
  );
}

function writerOf(
  clinic: Clinic,
  doctor: Doctor,
  { context, newId, mailed }: { readonly context: Context; readonly newId: () => string; readonly mailed: string[] },
) {
  return async (appointment: Appointment, minutes: number, { patients, outbox }: BookingStores): Promise<void> => {
    const patient = await patients.find(appointment.patientId);
    if (patient === undefined || patient.email === null) return;
    const addressed = { id: newId(), recipient: patient.email, createdAt: context.clock.now() };
    await outbox.add(lateMail(minutes, { appointment, clinic, doctor: doctor.name }, addressed));
    mailed.push(appointment.id);
  };
}
