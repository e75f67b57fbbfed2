import type { Doctor } from "../clinic/clinic.ts";
import type { OpeningHoursStore } from "../clinic/ports.ts";
import { assertEverThere } from "../clinic/doctor-hours.ts";
import type { WeeklyHours } from "../clinic/opening-hours.ts";
import type { Appointment } from "./appointment.ts";
import type { ClinicCalendar } from "./clinic-calendar.ts";
import type { BookingPorts } from "./ports.ts";
import { strandedAppointments } from "./stranded-appointments.ts";

export interface HoursChange {
  /** null: the clinic's own hours. */
  readonly doctor: Doctor | null;
  /** null: the doctor keeps the clinic's hours from now on. */
  readonly hours: WeeklyHours | null;
}

export interface HoursPlan extends HoursChange {
  readonly before: WeeklyHours | null;
  readonly stranded: readonly Appointment[];
}

/** @throws invalid when a doctor would never be there */
export async function planHours({ doctor, hours }: HoursChange, ports: BookingPorts): Promise<HoursPlan> {
  if (doctor !== null && hours !== null) assertEverThere(doctor.name, hours);
  const { stores } = ports.database;
  const before = doctor === null ? await stores.hours.ofClinic() : (await stores.hours.ofDoctors()).get(doctor.id);
  const stranded = await strandedAppointments((calendar) => changed(calendar, { doctor, hours }), ports);
  return { doctor, hours, before: before ?? null, stranded };
}

export async function setHours(
  { doctor, hours }: HoursChange,
  store: Pick<OpeningHoursStore, "setForClinic" | "setForDoctor">,
): Promise<void> {
  if (doctor !== null) await store.setForDoctor(doctor.id, hours);
  else if (hours !== null) await store.setForClinic(hours);
}

function changed(calendar: ClinicCalendar, { doctor, hours }: HoursChange): ClinicCalendar {
  if (doctor === null) return { ...calendar, clinicHours: hours ?? calendar.clinicHours };
  const doctorHours = new Map(calendar.doctorHours);
  if (hours === null) doctorHours.delete(doctor.id);
  else doctorHours.set(doctor.id, hours);
  return { ...calendar, doctorHours };
}
