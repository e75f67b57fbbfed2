import { z } from "zod";
import type { Clinic } from "../../clinic/clinic.ts";
import { JobPutOff, JobRefused } from "../../job/job-end.ts";
import type { Job, JobKind } from "../../job/ports.ts";
import type { DialPorts } from "./dial-ports.ts";
import { followCall } from "./follow-call.ts";
import { placeDial } from "./place-dial.ts";

export interface DialJobPorts {
  readonly clinics: { find(clinicId: string): Promise<Clinic | undefined> };
  /** For the clinic as it is now. */
  readonly dialling: (clinic: Clinic) => DialPorts;
}

const payloadSchema = z.object({ dialId: z.string() });

/**
 * Two minutes at first, half an hour at most: an account that takes no calls is put right by a person. The ports are
 * asked for with the first call, as a worker that places none needs no Retell.
 */
export function dialKind(ports: () => Promise<DialJobPorts>): JobKind {
  return {
    run: async (job) => runDial(job, await ports()),
    firstPauseMs: 120_000,
    longestPauseMs: 1_800_000,
    attempts: 50,
  };
}

async function runDial(job: Job, { clinics, dialling }: DialJobPorts): Promise<void> {
  const payload = payloadSchema.safeParse(parsedJson(job.payload));
  const clinic = job.clinicId === null ? undefined : await clinics.find(job.clinicId);
  if (!payload.success || clinic === undefined) throw new JobRefused("it names no dial of a clinic");
  const ports = dialling(clinic);
  // Erased with its contact.
  if ((await ports.database.stores.dials.find(payload.data.dialId)) === undefined) return;
  const step = await placeDial(payload.data.dialId, ports);
  const next = step.kind === "wait" ? step.until : await followCall(step.dial, ports);
  if (next !== null) throw new JobPutOff(next);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
