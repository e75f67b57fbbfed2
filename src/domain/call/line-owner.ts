import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { otherLineForms } from "../clinic/telephone.ts";

/** The clinic of a number, however its trunk writes it; undefined when two clinics match. */
export async function clinicOfLine(
  number: string,
  clinics: Pick<ClinicDirectory, "findByNumber">,
): Promise<Clinic | undefined> {
  const exact = await clinics.findByNumber(number);
  if (exact !== undefined) return exact;
  const found = new Map<string, Clinic>();
  for (const form of otherLineForms(number)) {
    const clinic = await clinics.findByNumber(form);
    if (clinic !== undefined) found.set(clinic.id, clinic);
  }
  const [clinic, ...others] = found.values();
  return others.length === 0 ? clinic : undefined;
}

/** A clinic whose number at Retell it is, in whichever form it is written. */
export async function ownerOfLine(
  number: string,
  clinics: Pick<ClinicDirectory, "findByNumber">,
): Promise<Clinic | undefined> {
  for (const form of [number, ...otherLineForms(number)]) {
    const owner = await clinics.findByNumber(form);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
