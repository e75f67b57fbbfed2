import type { Digest } from "../digest.ts";

/** A clinic with a number, and the version that callers of it get. */
export interface PinnableClinic {
  readonly id: string;
  readonly version: number | null;
}

/**
 * The clinics that make up `percent` of all, rounded up: those already on the version first, then by the hash of their
 * id. So the same percent again changes nothing, and a greater one only adds.
 */
export function clinicsByPercent<Clinic extends PinnableClinic>(
  clinics: readonly Clinic[],
  { percent, version }: { readonly percent: number; readonly version: number },
  digest: Digest,
): readonly Clinic[] {
  const wanted = Math.ceil((clinics.length * percent) / 100);
  const ranked = clinics
    .map((clinic) => ({ clinic, isOn: clinic.version === version, rank: digest(clinic.id) }))
    .toSorted((one, other) => Number(other.isOn) - Number(one.isOn) || (one.rank < other.rank ? -1 : 1));
  return ranked.slice(0, wanted).map(({ clinic }) => clinic);
}
