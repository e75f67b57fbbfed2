import { type Clock, DAY_MS } from "../../clock.ts";
import type { Clinic, PrivacySettingsStore } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { JobKinds } from "../job/ports.ts";
import type { RetentionStore } from "./person.ts";

interface RetainedStores {
  readonly privacySettings: Pick<PrivacySettingsStore, "find">;
  readonly retention: RetentionStore;
}

export interface RetentionPorts {
  readonly clinics: Pick<ClinicDirectory, "list">;
  scope(clinicId: string): RetainedStores;
  readonly clock: Clock;
}

/** Takes away what is older than the clinic keeps it. @returns rows by table; none where the clinic keeps all */
export async function retain(
  { id }: Pick<Clinic, "id">,
  ports: Pick<RetentionPorts, "scope" | "clock">,
): Promise<Readonly<Record<string, number>>> {
  const { privacySettings, retention } = ports.scope(id);
  const { retentionDays } = await privacySettings.find();
  return retentionDays === null ? {} : retention.eraseBefore(ports.clock.now() - retentionDays * DAY_MS);
}

/** Job `retention`, by itself. */
export function retentionKinds(ports: RetentionPorts): JobKinds {
  return {
    retention: {
      everyMs: DAY_MS,
      run: async () => {
        for (const clinic of await ports.clinics.list()) await retain(clinic, ports);
      },
    },
  };
}
