import type { ClinicMarks } from "../canary/name-index.ts";

/** The first clinic of each kind, as far as flows and scenarios tell them apart: what holds for one holds for its like. */
export function clinicKinds(fleet: readonly ClinicMarks[]): readonly ClinicMarks[] {
  const kinds = new Map<string, ClinicMarks>();
  for (const marks of fleet) {
    const kind = kindOf(marks);
    if (!kinds.has(kind)) kinds.set(kind, marks);
  }
  return [...kinds.values()];
}

function kindOf({ clinic, doctors, phoneNumber }: ClinicMarks): string {
  const { language, status, smsEnabled, transferNumber, emergencyNumber } = clinic;
  const has = [phoneNumber, transferNumber, emergencyNumber].map((value) => value !== null);
  return JSON.stringify([language, status, smsEnabled, has, Math.min(doctors.length, 2)]);
}
