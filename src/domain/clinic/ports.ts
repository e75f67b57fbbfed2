import type { Clinic, ClinicNumber, Doctor } from "./clinic.ts";
import type { WeeklyHours } from "./opening-hours.ts";

export interface ClinicOverview {
  readonly clinic: Clinic;
  readonly phoneNumber: string | null;
  readonly doctors: number;
}

/** Fleet-wide: the clinics themselves. What a clinic owns is reached through its scope only. */
export interface ClinicDirectory {
  list(): Promise<readonly Clinic[]>;
  /** Every clinic with its number and its count of active doctors, in one query. */
  overview(): Promise<readonly ClinicOverview[]>;
  find(idOrSlug: string): Promise<Clinic | undefined>;
  findByNumber(phoneNumber: string): Promise<Clinic | undefined>;
  /** @throws conflict when the slug is taken */
  add(clinic: Clinic): Promise<void>;
  update(clinic: Clinic): Promise<void>;
}

export interface DoctorStore {
  /** Active doctors, in the order they were added. */
  list(): Promise<readonly Doctor[]>;
  find(doctorId: string): Promise<Doctor | undefined>;
  /** @throws conflict when the clinic has a doctor of that name */
  add(doctor: Doctor): Promise<void>;
  update(doctor: Doctor): Promise<void>;
}

export interface OpeningHoursStore {
  ofClinic(): Promise<WeeklyHours>;
  setForClinic(hours: WeeklyHours): Promise<void>;
  /** Doctors that keep their own hours; the others keep the clinic's. */
  ofDoctors(): Promise<ReadonlyMap<string, WeeklyHours>>;
  setForDoctor(doctorId: string, hours: WeeklyHours | null): Promise<void>;
}

export interface NumberStore {
  find(): Promise<ClinicNumber | undefined>;
  /** @throws conflict when another clinic has the number */
  save(number: ClinicNumber): Promise<void>;
  remove(): Promise<void>;
}
