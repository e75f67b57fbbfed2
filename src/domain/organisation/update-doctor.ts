import type { Doctor } from "../clinic/clinic.ts";
import { withoutTitle } from "../clinic/clinic-request-fields.ts";
import type { DoctorStore } from "../clinic/ports.ts";
import { fieldProblem } from "../clinic/read-clinic-request.ts";
import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";

/** The doctor as stored after the change. @throws invalid, conflict when a colleague has that name */
export async function planDoctorUpdate(changed: Doctor, doctors: Pick<DoctorStore, "list">): Promise<Doctor> {
  const { name, specialty, email } = changed;
  const problem = fieldProblem("doctors", [{ name, specialty, ...(email === null ? {} : { email }) }], undefined);
  if (problem !== undefined) throw new AscendiaError("invalid", problem);
  const doctor = { ...changed, name: withoutTitle(name.trim()), specialty: specialty.trim() };
  const namesake = (await doctors.list()).find(
    (other) => other.id !== doctor.id && foldText(other.name) === foldText(doctor.name),
  );
  if (namesake === undefined) return doctor;
  throw new AscendiaError("conflict", `The clinic has a doctor named "${namesake.name}" already.`, {
    hint: "Tell the two apart, for example by their first names.",
  });
}
