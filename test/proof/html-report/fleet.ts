import { type TestClinic, austin, cotonou } from "../../commands/simulate-fixture.ts";

/** That many clinics with different names, numbers and doctors, alternating between French and English. */
export function numberedClinics(count: number): readonly TestClinic[] {
  return Array.from({ length: count }, (_, index) => {
    const base = index % 2 === 0 ? cotonou : austin;
    const isFrench = base.clinic.language === "fr";
    const digits = String(index).padStart(4, "0");
    return {
      clinic: {
        ...base.clinic,
        id: `0199a000-0000-7000-8001-00000000${digits}`,
        slug: `${isFrench ? "clinique" : "clinic"}-${digits}`,
        name: `${isFrench ? "Clinique" : "Clinic"} Example ${digits}`,
      },
      phoneNumber: isFrench ? `+22901970${digits}0` : `+1512555${digits}`,
      doctors: base.doctors.map(({ name, specialty }, position) => ({
        id: `0199a000-0000-7000-800${position + 2}-00000000${digits}`,
        name: `${name.replace("Dr ", "")} ${lettersOf(index)}`,
        specialty,
        email: null,
        active: true,
      })),
    };
  });
}

/** A surname of letters only: 0 → "Aaa", 27 → "Aba". */
function lettersOf(index: number): string {
  return `${letter(Math.floor(index / 676)).toUpperCase()}${letter(Math.floor(index / 26))}${letter(index)}`;
}

function letter(value: number): string {
  return String.fromCodePoint(97 + (value % 26));
}
