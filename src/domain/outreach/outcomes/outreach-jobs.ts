import { MINUTE_MS } from "../../../clock.ts";
import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { ClinicDirectory } from "../../clinic/ports.ts";
import type { Job, JobKind } from "../../job/ports.ts";
import { JobRefused, untilStopped } from "../../job/run-jobs.ts";
import { applyOutcome } from "./apply-outcome.ts";
import type { OutreachPorts } from "../ports.ts";
import { runReminders } from "../reminders/plan-reminders.ts";
import { endOfCall, planOfferCall } from "../attempts/waitlist-calls.ts";

/** How jobs reach a clinic's outreach. */
export interface OutreachJobPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "all">;
  readonly outreach: (clinic: Clinic) => OutreachPorts;
}

const payloadSchema = z.object({ callId: z.string() });

/** `call-outcome`: applies the outcome of one call. */
export function outcomeKind(ports: OutreachJobPorts): JobKind {
  return {
    run: async ({ clinicId, payload }: Job) => {
      await applyOutcome(payloadSchema.parse(JSON.parse(payload)).callId, await outreachOf(clinicId, ports));
    },
  };
}

const offerSchema = z.object({ offerId: z.string() });

/** `waitlist-call`: plans the call about a slot that is held for a patient on the waitlist. */
export function waitlistCallKind(ports: OutreachJobPorts): JobKind {
  return {
    run: async ({ clinicId, payload }: Job) => {
      await planOfferCall(offerSchema.parse(JSON.parse(payload)).offerId, await outreachOf(clinicId, ports));
    },
  };
}

/** `call-over`: releases what a call held. */
export function callOverKind(ports: OutreachJobPorts): JobKind {
  return {
    run: async ({ clinicId, payload }: Job) => {
      await endOfCall(payloadSchema.parse(JSON.parse(payload)).callId, await outreachOf(clinicId, ports));
    },
  };
}

async function outreachOf(clinicId: string | null, { clinics, outreach }: OutreachJobPorts): Promise<OutreachPorts> {
  const clinic = clinicId === null ? undefined : await clinics.find(clinicId);
  if (clinic === undefined) throw new JobRefused("No known clinic owns the call.");
  return outreach(clinic);
}

const RUN_MS = 5 * MINUTE_MS;

/** `reminders`: does what reminder:run does, for every clinic whose policy is on. */
export function remindersKind(ports: OutreachJobPorts): JobKind {
  return { run: (_, stopping) => runAllReminders(ports, stopping), everyMs: RUN_MS, attempts: 1 };
}

/** A failing clinic does not stop the others. @throws failed with the name of each clinic that failed */
async function runAllReminders(
  { clinics, outreach }: OutreachJobPorts,
  stopping: AbortSignal | undefined,
): Promise<void> {
  const troubles: string[] = [];
  for await (const clinic of untilStopped(clinics.all(), stopping)) {
    const ports = outreach(clinic);
    if (clinic.status !== "active" || (await ports.database.stores.policy.find())?.enabled !== true) continue;
    await runReminders(ports).catch((error: unknown) => {
      troubles.push(`${clinic.slug}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  if (troubles.length === 0) return;
  throw new AscendiaError("failed", `Reminders could not be ordered for ${troubles.join("; ")}`);
}
