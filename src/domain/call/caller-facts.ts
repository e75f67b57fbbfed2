import type { Clinic, Doctor } from "../clinic/clinic.ts";
import type { WeeklyHours } from "../clinic/opening-hours.ts";
import { plainSuspension, type Suspension, type SuspensionStore } from "../clinic/suspension.ts";
import type { ClinicDirectory, DoctorStore, NumberStore, OpeningHoursStore } from "../clinic/ports.ts";

/** What a clinic's calls begin with. */
export interface CallerFacts {
  readonly clinic: Clinic;
  /** The clinic's number at Retell, E.164. */
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
  readonly hours: WeeklyHours;
  /** null: calls are taken. */
  readonly suspension: Suspension | null;
}

/** The part of the store that they are read from. */
export interface CallerFactsStore {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  scope(clinicId: string): {
    readonly doctors: Pick<DoctorStore, "list">;
    readonly openingHours: Pick<OpeningHoursStore, "ofClinic">;
    readonly number: Pick<NumberStore, "find">;
    readonly suspension: Pick<SuspensionStore, "find">;
  };
}

export async function readCallerFacts(clinic: Clinic, store: CallerFactsStore): Promise<CallerFacts> {
  const { doctors, openingHours, number, suspension } = store.scope(clinic.id);
  return {
    clinic,
    phoneNumber: (await number.find())?.phoneNumber ?? null,
    doctors: await doctors.list(),
    hours: await openingHours.ofClinic(),
    suspension: clinic.status === "suspended" ? ((await suspension.find()) ?? plainSuspension) : null,
  };
}
