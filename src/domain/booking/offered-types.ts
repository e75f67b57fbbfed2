import type { Doctor } from "../clinic/clinic.ts";
import { AscendiaError } from "../errors.ts";
import type { AppointmentTypeStore } from "./ports.ts";
import type { AppointmentType } from "./records.ts";

/** What one doctor offers; null is every type, also those added later. */
export interface OfferedTypes {
  readonly doctor: Doctor;
  readonly typeIds: readonly string[] | null;
}

interface TypeOffer {
  readonly typeId: string;
  /** null: every doctor. */
  readonly doctorIds: readonly string[] | null;
}

/**
 * The changes after which exactly those doctors offer the type, everything else staying as it is.
 * @throws conflict when that would leave a doctor without any type, which no doctor can be
 */
export async function planOffer(
  { typeId, doctorIds }: TypeOffer,
  doctors: readonly Doctor[],
  types: Pick<AppointmentTypeStore, "list" | "ofDoctors">,
): Promise<readonly OfferedTypes[]> {
  const all = [...(await types.list()).map(({ id }) => id).filter((id) => id !== typeId), typeId];
  const offered = await types.ofDoctors();
  return doctors.flatMap((doctor) => {
    const before = offered.get(doctor.id);
    const isWanted = doctorIds === null || doctorIds.includes(doctor.id);
    if (isWanted === (before?.includes(typeId) ?? true)) return [];
    const others = (before ?? all).filter((id) => id !== typeId);
    if (isWanted) return [{ doctor, typeIds: others.length + 1 === all.length ? null : [...others, typeId] }];
    if (others.length === 0) throw nothingLeft(doctor);
    return [{ doctor, typeIds: others }];
  });
}

/** Who offers the type, in the order of the doctors. */
export function doctorsOffering(
  type: Pick<AppointmentType, "id">,
  doctors: readonly Doctor[],
  offered: ReadonlyMap<string, readonly string[]>,
): readonly Doctor[] {
  return doctors.filter(({ id }) => offered.get(id)?.includes(type.id) ?? true);
}

/** @throws conflict when a doctor offers no other active type */
export async function assertNotLastType(
  { id: typeId }: AppointmentType,
  doctors: readonly Doctor[],
  types: Pick<AppointmentTypeStore, "list" | "ofDoctors">,
): Promise<void> {
  const offered = await types.ofDoctors();
  const others = (await types.list()).map(({ id }) => id).filter((id) => id !== typeId);
  if (others.length === 0) return;
  const stranded = doctors.find(({ id }) => offered.get(id)?.every((each) => !others.includes(each)) ?? false);
  if (stranded !== undefined) throw nothingLeft(stranded);
}

function nothingLeft({ name }: Doctor): AscendiaError {
  return new AscendiaError("conflict", `Dr. ${name} would offer no appointment type and could not be booked.`, {
    hint: "Let the doctor offer another type first (type:update --doctor), or remove the doctor (doctor:remove).",
  });
}
