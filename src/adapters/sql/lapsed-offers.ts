import type { Clinic } from "../../domain/clinic/clinic.ts";
import { SqlClinicDirectory } from "./clinic-directory.ts";
import type { SqlDatabase } from "./database.ts";

/** Clinics that keep a slot for somebody of their waitlist who let it pass. */
export async function clinicsWithLapsedOffers({ fleet }: SqlDatabase, now: number): Promise<readonly Clinic[]> {
  const rows = await fleet
    .selectFrom("holds")
    .select("clinicId")
    .distinct()
    .where("waitlistEntryId", "is not", null)
    .where("expiresAt", "<=", now)
    .execute();
  const directory = new SqlClinicDirectory(fleet);
  const clinics = await Promise.all(rows.map(({ clinicId }) => directory.find(clinicId)));
  return clinics.flatMap((clinic) => (clinic?.status === "active" ? [clinic] : []));
}
