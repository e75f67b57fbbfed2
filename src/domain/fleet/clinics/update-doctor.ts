import { AscendiaError } from "../../../errors.ts";
import type { DoctorRequest } from "../../clinic/requests/clinic-request.ts";
import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import { type WeeklyHours, assertEverThere } from "../../clinic/opening-hours.ts";
import type { DoctorStore } from "../../clinic/ports.ts";
import { fieldProblem, withoutTitle } from "../../clinic/requests/read-clinic-request.ts";
import { foldText } from "../../language/fold-text.ts";
import { type ClinicStores, type Store, requireClinic } from "../ports.ts";

interface DoctorPlan {
  readonly clinic: Clinic;
  readonly doctor: Doctor;
  readonly hours: WeeklyHours | null;
}

interface DoctorPorts {
  readonly store: {
    readonly clinics: Pick<Store["clinics"], "find" | "all">;
    scope(clinicId: string): Pick<ClinicStores, "doctors">;
  };
  newId(): string;
}

/** Checks without writing. @throws not_found, invalid; conflict when the clinic has a doctor of that name */
export async function planDoctor(idOrSlug: string, request: DoctorRequest, ports: DoctorPorts): Promise<DoctorPlan> {
  const { hours, email, ...person } = request;
  const clinic = await requireClinic(idOrSlug, ports.store.clinics);
  const problem = fieldProblem("doctors", [{ ...person, ...(email === null ? {} : { email }) }], undefined);
  if (problem !== undefined) throw new AscendiaError("invalid", problem);
  const name = withoutTitle(request.name.trim());
  if (hours !== null) assertEverThere(name, hours);
  const namesake = (await ports.store.scope(clinic.id).doctors.list()).find(
    (one) => foldText(one.name) === foldText(name),
  );
  if (namesake !== undefined) {
    throw new AscendiaError("conflict", `${clinic.name} already has a doctor named "${namesake.name}".`, {
      hint: `See them with: ascendia doctor:list --clinic ${clinic.slug}`,
    });
  }
  const doctor = { id: ports.newId(), name, specialty: request.specialty.trim(), email, active: true };
  return { clinic, doctor, hours };
}

export async function addDoctor({ clinic, doctor, hours }: DoctorPlan, store: Pick<Store, "scope">): Promise<void> {
  const stores = store.scope(clinic.id);
  await stores.doctors.add(doctor);
  if (hours !== null) await stores.openingHours.setForDoctor(doctor.id, hours);
}

/** The doctor as stored after the change. @throws invalid; conflict when a colleague has that name */
export async function planDoctorUpdate(changed: Doctor, doctors: Pick<DoctorStore, "list">): Promise<Doctor> {
  const { name, specialty, email } = changed;
  const problem = fieldProblem("doctors", [{ name, specialty, ...(email === null ? {} : { email }) }], undefined);
  if (problem !== undefined) throw new AscendiaError("invalid", problem);
  const doctor = { ...changed, name: withoutTitle(name.trim()), specialty: specialty.trim() };
  const namesake = (await doctors.list()).find(
    (other) => other.id !== doctor.id && foldText(other.name) === foldText(doctor.name),
  );
  if (namesake === undefined) return doctor;
  throw new AscendiaError("conflict", `The clinic already has a doctor named "${namesake.name}".`, {
    hint: "Use names that differ, for example with first names.",
  });
}
