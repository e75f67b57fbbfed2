import { z } from "zod";
import { AscendiaError } from "../../../errors.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { Job, JobKind } from "../../job/ports.ts";
import { JobPutOff, JobRefused } from "../../job/run-jobs.ts";
import { passOnOffer } from "../waitlist-calls.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import { type CallAttempt, offerIdOf } from "./attempt.ts";
import { askRetell, beginAttempt } from "./begin-attempt.ts";
import { followCall, recoverAttempt } from "./recover-attempt.ts";
import { nextLookAt } from "./recovery.ts";

/**
 * Advances an attempt as far as it goes now. Safe to run again at any point, and concurrently: at most one telephone
 * rings. @throws failed while Retell refuses calls from the account
 */
export async function placeAttempt(attemptId: string, ports: AttemptPorts): Promise<AttemptStep> {
  try {
    return await goOn(await storedAttempt(attemptId, ports), ports);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "transient") throw error;
    return unreachable(await storedAttempt(attemptId, ports), ports);
  }
}

async function goOn(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  if (attempt.state === "dialling" || attempt.state === "unknown") return recoverAttempt(attempt, ports);
  const begun = await beginAttempt(attempt.id, ports);
  return begun.kind === "begun" ? askRetell(begun.attempt, ports) : begun;
}

const unreachablePauseMs = 10_000;

/** Retell could not report the free lines, or the call we look for. */
function unreachable(attempt: CallAttempt, { clock }: AttemptPorts): AttemptStep {
  const now = clock.now();
  const until = attempt.requestedAt === null ? now + unreachablePauseMs : nextLookAt(attempt, now);
  return { kind: "wait", attempt, until, why: "RETELL_UNREACHABLE" };
}

async function storedAttempt(attemptId: string, { database }: AttemptPorts): Promise<CallAttempt> {
  const attempt = await database.stores.dials.find(attemptId);
  if (attempt === undefined) throw new Error(`call attempt ${attemptId} no longer exists`);
  return attempt;
}

export interface AttemptJobPorts {
  readonly clinics: { find(clinicId: string): Promise<Clinic | undefined> };
  /** For the clinic as it is now. */
  readonly dialling: (clinic: Clinic) => Promise<AttemptPorts>;
}

const payloadSchema = z.object({ dialId: z.string() });

/**
 * Two minutes at first, half an hour at most: someone has to fix an account that is refused. The ports are created with
 * the first call, because a worker that places none does not need Retell.
 */
export function attemptKind(ports: () => Promise<AttemptJobPorts>): JobKind {
  return {
    run: async (job) => runAttempt(job, await ports()),
    firstPauseMs: 120_000,
    longestPauseMs: 1_800_000,
    attempts: 50,
  };
}

async function runAttempt(job: Job, { clinics, dialling }: AttemptJobPorts): Promise<void> {
  const payload = payloadSchema.safeParse(parsedJson(job.payload));
  const clinic = job.clinicId === null ? undefined : await clinics.find(job.clinicId);
  if (!payload.success || clinic === undefined) throw new JobRefused("its payload names no call attempt of a clinic");
  const ports = await dialling(clinic);
  // Erased with its contact.
  if ((await ports.database.stores.dials.find(payload.data.dialId)) === undefined) return;
  const step = await placeAttempt(payload.data.dialId, ports);
  await passOnUncalled(step.attempt, ports);
  const next = step.kind === "wait" ? step.until : await followCall(step.attempt, ports);
  if (next !== null) throw new JobPutOff(next);
}

/** The job ends only after this, so that a slot whose call failed always goes on to the next in line. */
async function passOnUncalled({ key, state, reason }: CallAttempt, ports: AttemptPorts): Promise<void> {
  const offerId = offerIdOf(key);
  if (offerId === undefined || state !== "failed") return;
  await passOnOffer({ offerId, state: "not_called", reason: reason ?? "FAILED" }, ports);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
