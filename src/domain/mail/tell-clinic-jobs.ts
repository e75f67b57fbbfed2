import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { JobKinds } from "../job/ports.ts";
import { type NewsPorts, type NewsStores, tellOfCall, tellOfDay } from "./tell-clinic.ts";

export interface ClinicNewsPorts extends NewsPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "list">;
  scope(clinicId: string): NewsStores;
}

const DIGEST_EVERY_MS = 600_000;

/** Job `call-summary`, keyed by the call's id, of the call's clinic; `daily-digest`, by itself. */
export function clinicNewsKinds(ports: ClinicNewsPorts): JobKinds {
  const newsOf = (clinic: Clinic) => ({ clinic, stores: ports.scope(clinic.id) });
  return {
    "call-summary": {
      run: async ({ key: callId, clinicId }) => {
        const clinic = clinicId === null ? undefined : await ports.clinics.find(clinicId);
        if (clinic !== undefined) await tellOfCall(callId, newsOf(clinic), ports);
      },
    },
    "daily-digest": {
      everyMs: DIGEST_EVERY_MS,
      attempts: 3,
      run: async () => {
        for (const clinic of await ports.clinics.list()) await tellOfDay(newsOf(clinic), ports);
      },
    },
  };
}
