import { type Clock, DAY_MS } from "../../clock.ts";
import type { Clinic, PrivacySettingsStore } from "../clinic/clinic.ts";
import { type Hearing, HEARD_MS } from "../call/requests/heard-request.ts";
import type { Recordings } from "../call/requests/recorded-request.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { JobKinds } from "../job/ports.ts";
import { untilStopped } from "../job/run-jobs.ts";
import type { ClockGuard } from "../time/clock-guard.ts";
import type { RetentionStore, UnattributedRetention } from "./person.ts";

/** Data without a clinic has no retention setting; an operator has this long to find the clinic. */
export const UNATTRIBUTED_DAYS = 30;

/** Long enough to compare a build with one of the day before, or Monday's with Friday's. */
const RECORDED_DAYS = 3;

interface RetainedStores {
  readonly privacySettings: Pick<PrivacySettingsStore, "find">;
  readonly retention: RetentionStore;
}

export interface RetentionPorts {
  readonly clinics: Pick<ClinicDirectory, "all">;
  scope(clinicId: string): RetainedStores;
  readonly unattributed: UnattributedRetention;
  /** Recordings of all requests, with a copy of all data. */
  readonly recordings: Pick<Recordings, "forgetBefore">;
  /** Requests kept for a listener, which a stopped server cannot delete itself. */
  readonly hearing: Pick<Hearing, "forgetBefore">;
  readonly clock: Clock;
  readonly guard: Pick<ClockGuard, "assertRight">;
}

/** Removes what is older than the clinic's retention. @returns its days; null: unlimited */
async function retain({ id }: Pick<Clinic, "id">, now: number, ports: Pick<RetentionPorts, "scope">) {
  const { privacySettings, retention } = ports.scope(id);
  const { retentionDays } = await privacySettings.find();
  if (retentionDays !== null) await retention.eraseBefore(now - retentionDays * DAY_MS);
  return retentionDays;
}

/** Applies each clinic's setting; data without a clinic is kept no longer than the strictest setting allows. */
async function retainAll(ports: RetentionPorts, stopping: AbortSignal | undefined): Promise<void> {
  const now = ports.clock.now();
  await ports.guard.assertRight(now);
  let leastDays = UNATTRIBUTED_DAYS;
  for await (const clinic of untilStopped(ports.clinics.all(), stopping)) {
    const days = await retain(clinic, now, ports);
    leastDays = Math.min(leastDays, days ?? leastDays);
  }
  await ports.unattributed.eraseBefore(now - leastDays * DAY_MS);
  // The last request of a recording may be a day younger than its first.
  await ports.recordings.forgetBefore(now - (Math.min(leastDays, RECORDED_DAYS) + 1) * DAY_MS);
  await ports.hearing.forgetBefore(now - HEARD_MS);
}

/** Job `retention`, periodic. */
export function retentionKinds(ports: RetentionPorts): JobKinds {
  return { retention: { everyMs: DAY_MS, run: (_, stopping) => retainAll(ports, stopping) } };
}
