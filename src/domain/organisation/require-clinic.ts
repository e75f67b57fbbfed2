import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { AscendiaError } from "../errors.ts";

/** @throws not_found */
export async function requireClinic(idOrSlug: string, clinics: Pick<ClinicDirectory, "find">): Promise<Clinic> {
  const clinic = await clinics.find(idOrSlug);
  if (clinic !== undefined) return clinic;
  throw new AscendiaError("not_found", `There is no clinic ${idOrSlug}.`, {
    hint: "See them with: ascendia clinic:list",
  });
}
