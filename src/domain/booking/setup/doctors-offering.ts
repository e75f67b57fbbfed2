import type { Doctor } from "../../clinic/clinic.ts";

/** The doctors who offer the type, in the order of `doctors`. */
export function doctorsOffering(
  type: { readonly id: string },
  doctors: readonly Doctor[],
  offered: ReadonlyMap<string, readonly string[]>,
): readonly Doctor[] {
  return doctors.filter(({ id }) => offered.get(id)?.includes(type.id) ?? true);
}
