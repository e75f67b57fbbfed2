import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestClinic, austin, cotonou, installClinics } from "../../commands/simulate-fixture.ts";

/** Letters that stand for a number, because the names of clinics and doctors must differ and contain no digits. */
function lettersOf(index: number): string {
  return [0, 1, 2].map((place) => String.fromCodePoint(97 + (Math.floor(index / 26 ** place) % 26))).join("");
}

/** A French and an English clinic in turn, each with its own names and numbers. */
function clinicAt(index: number): TestClinic {
  const like = index % 2 === 0 ? cotonou : austin;
  const digits = String(index).padStart(4, "0");
  const word = lettersOf(index);
  const own = (number: string | null, block: string) => (number === null ? null : `${block}${digits}`);
  return {
    clinic: {
      ...like.clinic,
      id: `0199a000-0000-7000-8000-0000000a${digits}`,
      slug: `clinic-${digits}`,
      name: `${like.clinic.name} Essai${word}`,
      phone: null,
      transferNumber: own(like.clinic.transferNumber, "+229019800"),
      emergencyNumber: own(like.clinic.emergencyNumber, "+229019810"),
    },
    // The scenarios' callers have numbers in +1512555, so no clinic may have one of those.
    phoneNumber: `+1512556${digits}`,
    doctors: like.doctors.map(({ specialty }, position) => ({
      id: `0199a000-0000-7000-8000-000b${position}000${digits}`,
      name: `${position === 0 ? "Exemple" : "Sample"}${word} Doc${lettersOf(index * 2 + position)}`,
      specialty,
      email: null,
      active: true,
    })),
  };
}

/** A working folder whose sandbox has that many clinics. */
export async function installFleet(clinics: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-fleet-"));
  await installClinics(
    folder,
    Array.from({ length: clinics }, (_, index) => clinicAt(index)),
  );
  return folder;
}
