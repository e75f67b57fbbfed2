import type { Clinic, Doctor } from "../clinic/clinic.ts";
import type { DoctorRequest } from "../clinic/clinic-request.ts";
import { withoutTitle } from "../clinic/clinic-request-fields.ts";
import { assertEverThere } from "../clinic/doctor-hours.ts";
import type { WeeklyHours } from "../clinic/opening-hours.ts";
import { fieldProblem } from "../clinic/read-clinic-request.ts";
import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";
import { requireClinic } from "./require-clinic.ts";
import type { Store } from "./stores.ts";

interface DoctorPlan {
  readonly clinic: Clinic;
  readonly doctor: Doctor;
  readonly hours: WeeklyHours | null;
}

interface DoctorPorts {
  readonly store: Pick<Store, "clinics" | "scope">;
  newId(): string;
}

/** Checks without writing. @throws not_found, invalid, conflict when the clinic has a doctor of that name */
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
    throw new AscendiaError("conflict", `${clinic.name} has a doctor named "${namesake.name}" already.`, {
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
