import { z } from "zod";
import { AscendiaError } from "../../../errors.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { Job, JobKind } from "../../job/ports.ts";
import { JobPutOff, JobRefused } from "../../job/run-jobs.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import type { CallAttempt } from "./attempt.ts";
import { askRetell, beginAttempt } from "./begin-attempt.ts";
import { followCall, recoverAttempt } from "./recover-attempt.ts";
import { nextLookAt } from "./recovery.ts";

/**
 * Brings a dial as far as it goes now. It can be run again at any point and by several at once: at most one telephone
 * rings. @throws failed while Retell takes no calls of the account
 */
export async function placeAttempt(dialId: string, ports: AttemptPorts): Promise<AttemptStep> {
  try {
    return await goOn(await storedDial(dialId, ports), ports);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "transient") throw error;
    return unreachable(await storedDial(dialId, ports), ports);
  }
}

async function goOn(dial: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  if (dial.state === "dialling" || dial.state === "unknown") return recoverAttempt(dial, ports);
  const begun = await beginAttempt(dial.id, ports);
  return begun.kind === "begun" ? askRetell(begun.dial, ports) : begun;
}

const unreachablePauseMs = 10_000;

/** Retell could not tell what it has: neither how many lines are free, nor the call that is looked for. */
function unreachable(dial: CallAttempt, { clock }: AttemptPorts): AttemptStep {
  const now = clock.now();
  const until = dial.requestedAt === null ? now + unreachablePauseMs : nextLookAt(dial, now);
  return { kind: "wait", dial, until, why: "RETELL_UNREACHABLE" };
}

async function storedDial(dialId: string, { database }: AttemptPorts): Promise<CallAttempt> {
  const dial = await database.stores.dials.find(dialId);
  if (dial === undefined) throw new Error(`the dial ${dialId} is gone`);
  return dial;
}

export interface AttemptJobPorts {
  readonly clinics: { find(clinicId: string): Promise<Clinic | undefined> };
  /** For the clinic as it is now. */
  readonly dialling: (clinic: Clinic) => AttemptPorts;
}

const payloadSchema = z.object({ dialId: z.string() });

/**
 * Two minutes at first, half an hour at most: an account that takes no calls is put right by a person. The ports are
 * asked for with the first call, as a worker that places none needs no Retell.
 */
export function attemptKind(ports: () => Promise<AttemptJobPorts>): JobKind {
  return {
    run: async (job) => runDial(job, await ports()),
    firstPauseMs: 120_000,
    longestPauseMs: 1_800_000,
    attempts: 50,
  };
}

async function runDial(job: Job, { clinics, dialling }: AttemptJobPorts): Promise<void> {
  const payload = payloadSchema.safeParse(parsedJson(job.payload));
  const clinic = job.clinicId === null ? undefined : await clinics.find(job.clinicId);
  if (!payload.success || clinic === undefined) throw new JobRefused("it names no dial of a clinic");
  const ports = dialling(clinic);
  // Erased with its contact.
  if ((await ports.database.stores.dials.find(payload.data.dialId)) === undefined) return;
  const step = await placeAttempt(payload.data.dialId, ports);
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
