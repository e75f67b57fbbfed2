import { MINUTE_MS } from "../../clock.ts";
import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import type { Job, JobKind } from "../job/ports.ts";
import { JobRefused } from "../job/run-jobs.ts";
import { applyOutcome } from "./apply-outcome.ts";
import type { OutreachPorts } from "./ports.ts";
import { runReminders } from "./run-reminders.ts";

/** How to reach a clinic's outreach. */
export interface OutreachJobPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "list">;
  readonly outreach: (clinic: Clinic) => OutreachPorts;
}

const payloadSchema = z.object({ callId: z.string() });

/** `call-outcome`: applies the outcome of one call. */
export function outcomeKind({ clinics, outreach }: OutreachJobPorts): JobKind {
  return {
    run: async ({ clinicId, payload }: Job) => {
      const clinic = clinicId === null ? undefined : await clinics.find(clinicId);
      if (clinic === undefined) throw new JobRefused("No known clinic owns the call.");
      await applyOutcome(payloadSchema.parse(JSON.parse(payload)).callId, outreach(clinic));
    },
  };
}

const RUN_MS = 5 * MINUTE_MS;

/** `reminders`: the same as reminder:run, for every clinic with its policy on. */
export function remindersKind(ports: OutreachJobPorts): JobKind {
  return { run: () => runAllReminders(ports), everyMs: RUN_MS, attempts: 1 };
}

/** A failing clinic does not stop the others. @throws failed, naming each clinic that failed */
async function runAllReminders({ clinics, outreach }: OutreachJobPorts): Promise<void> {
  const troubles: string[] = [];
  for (const clinic of await clinics.list()) {
    const ports = outreach(clinic);
    if (clinic.status !== "active" || (await ports.database.stores.policy.find())?.enabled !== true) continue;
    await runReminders(ports).catch((error: unknown) => {
      troubles.push(`${clinic.slug}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  if (troubles.length === 0) return;
  throw new AscendiaError("failed", `Reminders could not be ordered for ${troubles.join("; ")}`);
}
