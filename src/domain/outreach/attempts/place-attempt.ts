import { jsonOf } from "../../../json.ts";
import { z } from "zod";
import { AscendiaError } from "../../../errors.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { Job, JobKind } from "../../job/ports.ts";
import { JobPutOff, JobRefused } from "../../job/run-jobs.ts";
import { passOnOffer, holdDuringCall } from "./waitlist-calls.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import { type CallAttempt, type CallReply, type FetchedCall, offerIdOf, canBecome } from "../attempt.ts";
import { MINUTE_MS, HOUR_MS } from "../../../clock.ts";
import type { Contact } from "../contact.ts";
import { readCallFacts } from "../reminders/outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachStores, OutreachDatabase } from "../ports.ts";
import { type RuleCode, liftedByStaff, nextCallAt, refusalsOf } from "../reminders/rules.ts";
import { callOrder } from "./order-attempt.ts";
import { callStatus, isOver } from "../../call/call.ts";

/**
 * Advances an attempt as far as possible now. Safe to repeat at any point, even concurrently: at most one telephone
 * rings. @throws failed while Retell refuses calls from the account
 */
export async function placeAttempt(attemptId: string, ports: AttemptPorts): Promise<AttemptStep> {
  try {
    return await advance(await storedAttempt(attemptId, ports), ports);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.code !== "transient") throw error;
    return waitForRetell(await storedAttempt(attemptId, ports), ports);
  }
}

async function advance(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  if (attempt.state === "dialling" || attempt.state === "unknown") return recoverAttempt(attempt, ports);
  const begun = await beginAttempt(attempt.id, ports);
  return begun.kind === "begun" ? askRetell(begun.attempt, ports) : begun;
}

const unreachablePauseMs = 10_000;

/** For when Retell could not report its free lines, or the call in question. */
function waitForRetell(attempt: CallAttempt, { clock }: AttemptPorts): AttemptStep {
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
  /** @param clinic in its current state */
  readonly dialling: (clinic: Clinic) => Promise<AttemptPorts>;
}

const payloadSchema = z.object({ dialId: z.string() });

/**
 * Retries after two minutes at first, and every half hour at most: a refused account needs a person to fix it. The
 * ports are created with the first call, because a worker that places none does not need Retell.
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
  const payload = payloadSchema.safeParse(jsonOf(job.payload));
  const clinic = job.clinicId === null ? undefined : await clinics.find(job.clinicId);
  if (!payload.success || clinic === undefined) throw new JobRefused("its payload names no call attempt of a clinic");
  const ports = await dialling(clinic);
  // The attempt was erased with its contact.
  if ((await ports.database.stores.dials.find(payload.data.dialId)) === undefined) return;
  const step = await placeAttempt(payload.data.dialId, ports);
  await passOnUncalled(step.attempt, ports);
  const next = step.kind === "wait" ? step.until : await followCall(step.attempt, ports);
  if (next !== null) throw new JobPutOff(next);
}

/** The job ends only after this, so that a slot whose call failed always goes to the next in line. */
async function passOnUncalled({ key, state, reason }: CallAttempt, ports: AttemptPorts): Promise<void> {
  const offerId = offerIdOf(key);
  if (offerId === undefined || state !== "failed") return;
  await passOnOffer({ offerId, state: "not_called", reason: reason ?? "FAILED" }, ports);
}

/** Sends the request of an attempt that is recorded as started, and records the result. */
async function askRetell(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const order = await callOrder(attempt, ports);
  if (typeof order === "string") return fail(attempt, order, ports);
  return settle(attempt, await ports.calls.createPhoneCall(order), ports);
}

async function settle(attempt: CallAttempt, reply: CallReply, ports: AttemptPorts): Promise<AttemptStep> {
  if (reply.kind === "placed") {
    const placed = { state: "placed", callId: reply.call.callId, reason: null } as const;
    return { kind: "settled", attempt: await settledWith(attempt, placed, ports) };
  }
  if (reply.kind === "limited") return holdBack(attempt, reply.retryAfterMs, ports);
  if (reply.kind === "unknown") {
    const unknown = await settledWith(attempt, { state: "unknown", reason: reply.message }, ports);
    return { kind: "wait", attempt: unknown, until: nextLookAt(unknown, ports.clock.now()), why: "ANSWER_LOST" };
  }
  const reason = `${reply.status}: ${reply.message}`;
  if (reply.kind === "refused") return fail(attempt, reason, ports);
  await settleUnasked(attempt, reason, ports);
  throw new AscendiaError("failed", `Retell refuses calls from this account: ${reply.message}`, {
    hint: "Fix the account in Retell's dashboard; planned calls go out after that.",
  });
}

async function holdBack(attempt: CallAttempt, retryAfterMs: number, ports: AttemptPorts): Promise<AttemptStep> {
  ports.pacer.holdBack(retryAfterMs);
  const until = ports.clock.now() + retryAfterMs;
  return { kind: "wait", attempt: await settleUnasked(attempt, "RATE_LIMITED", ports), until, why: "RATE_LIMITED" };
}

/** Nothing was requested this time; if an earlier request may have been carried out, the attempt stays open. */
function settleUnasked(attempt: CallAttempt, reason: string, ports: AttemptPorts): Promise<CallAttempt> {
  if (attempt.state === "unknown") return settledWith(attempt, { reason }, ports);
  return settledWith(attempt, { state: "planned", requestedAt: null, reason }, ports);
}

async function fail(attempt: CallAttempt, reason: string, ports: AttemptPorts): Promise<AttemptStep> {
  const failed = { state: "failed", reason, endedAt: ports.clock.now() } as const;
  return { kind: "settled", attempt: await settledWith(attempt, failed, ports) };
}

function settledWith(
  attempt: CallAttempt,
  changes: Parameters<typeof moveAttempt>[1],
  { database, clock }: AttemptPorts,
): Promise<CallAttempt> {
  return moveAttempt(attempt.id, changes, { database, now: clock.now() });
}

type AttemptVerdict =
  | { readonly kind: "allowed"; readonly contact: Contact }
  /** Time alone, or the clinic's staff, can resolve it. */
  | { readonly kind: "wait"; readonly rule: RuleCode; readonly until: number }
  | { readonly kind: "forbidden"; readonly rule: RuleCode };

/** How often to check whether staff have lifted the rule. */
const undoablePauseMs = 10 * MINUTE_MS;

/** Judges every rule at this moment, within the transaction that acts on the result. */
async function judgeAttempt(
  attempt: CallAttempt,
  {
    settings,
    stores,
    now,
    isRetellNumber = false,
  }: {
    readonly settings: OutreachSettings;
    readonly stores: OutreachStores;
    readonly now: number;
    readonly isRetellNumber?: boolean;
  },
): Promise<AttemptVerdict> {
  const contact = await stores.contacts.find(attempt.contactId);
  if (contact === undefined) return { kind: "forbidden", rule: "NO_APPOINTMENT" };
  const facts = await readCallFacts({ contact, at: now, attempt, isRetellNumber }, settings, stores);
  const refusals = refusalsOf(facts);
  const [first] = refusals;
  if (first === undefined) return { kind: "allowed", contact };
  const next = nextCallAt(facts);
  if (next !== null) return { kind: "wait", rule: first.code, until: next };
  const person = refusals.find(({ code, until }) => until === null && !liftedByStaff.has(code));
  if (person !== undefined) return { kind: "forbidden", rule: person.code };
  return { kind: "wait", rule: first.code, until: now + undoablePauseMs };
}

/** The attempt, recorded as requested; or why Retell is not asked. */
type Begun = { readonly kind: "begun"; readonly attempt: CallAttempt } | AttemptStep;

/**
 * Judges every rule and records that Retell is about to be asked, in one transaction and in the clinic's turn: from
 * here on the attempt counts as a try, unless Retell reports that nothing happened.
 */
async function beginAttempt(attemptId: string, ports: AttemptPorts): Promise<Begun> {
  const { clinic, database, pacer, clock } = ports;
  const planned = await database.stores.dials.find(attemptId);
  if (planned === undefined) throw new Error(`call attempt ${attemptId} no longer exists`);
  if (planned.state !== "planned") return { kind: "settled", attempt: planned };
  if (clock.now() < planned.dueAt) return { kind: "wait", attempt: planned, until: planned.dueAt, why: "not due" };
  const settings = await readOutreachSettings(ports, clock.now());
  const called = await database.stores.contacts.find(planned.contactId);
  const isRetellNumber = called !== undefined && (await ports.isRetellNumber(called.phone));
  const turn = await pacer.inTurn(clinic.id, () =>
    database.transact(async (stores) => {
      const now = clock.now();
      const attempt = (await stores.dials.find(attemptId)) ?? planned;
      if (attempt.state !== "planned") return { kind: "settled", attempt } as const;
      const verdict = await judgeAttempt(attempt, { settings, stores, now, isRetellNumber });
      const begun = afterVerdict(attempt, verdict, now);
      await stores.dials.update(begun.attempt);
      const offerId = begun.kind === "begun" ? offerIdOf(attempt.key) : undefined;
      if (offerId !== undefined) await holdDuringCall(offerId, now, stores);
      return begun;
    }),
  );
  return turn.kind === "done" ? turn.value : { kind: "wait", attempt: planned, until: turn.until, why: "its turn" };
}

function afterVerdict(attempt: CallAttempt, verdict: AttemptVerdict, now: number): Begun {
  const updatedAt = now;
  if (verdict.kind === "forbidden") {
    return { kind: "settled", attempt: { ...attempt, state: "failed", reason: verdict.rule, endedAt: now, updatedAt } };
  }
  if (verdict.kind === "wait") {
    const { until, rule: reason } = verdict;
    return { kind: "wait", attempt: { ...attempt, dueAt: until, reason, updatedAt }, until, why: reason };
  }
  return { kind: "begun", attempt: { ...attempt, state: "dialling", requestedAt: now, reason: null, updatedAt } };
}

/** By then most calls have ended and been reported. */
const lookEveryMs = 20 * MINUTE_MS;

/** No call lasts longer than two hours, and its analysis is awaited for at most a day. */
const patienceMs = 26 * HOUR_MS;

/**
 * Completes a placed call whose events were missed, for example because the server was down for longer than Retell
 * repeats them (docs/retell.md 5.3): reads the call itself and handles it like its last event. @returns when to look
 * again; null: the call is over. @throws transient
 */
async function followCall(attempt: CallAttempt, ports: AttemptPorts): Promise<number | null> {
  const { calls, clock } = ports;
  if (attempt.state !== "placed" || attempt.callId === null) return null;
  const now = clock.now();
  const askedAt = attempt.requestedAt ?? now;
  if (now < askedAt + lookEveryMs) return askedAt + lookEveryMs;
  const call = await calls.getCall(attempt.callId);
  if (call === undefined) return giveUp(attempt, "CALL_GONE", ports);
  if (now > askedAt + patienceMs) return giveUp(attempt, "NO_NEWS", ports);
  const status = callStatus(call.status);
  if (status !== undefined && isOver(status)) await ports.takeEvent(lastEvent(call));
  return now + lookEveryMs;
}

function lastEvent({ body }: FetchedCall): string {
  const event = body["call_analysis"] === undefined ? "call_ended" : "call_analyzed";
  return JSON.stringify({ event, call: body });
}

async function giveUp(attempt: CallAttempt, reason: string, { database, clock }: AttemptPorts): Promise<null> {
  const now = clock.now();
  await moveAttempt(attempt.id, { state: "ended", reason, endedAt: now }, { database, now });
  return null;
}

/**
 * Settles an attempt whose request has an unknown result: adopts the call with its metadata, or sends the request again
 * under the same key while that cannot make a second call. After that, Retell's list of calls decides.
 */
async function recoverAttempt(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const { calls, database, clock } = ports;
  const [call] = await calls.findByDial(attempt.id);
  const moved = (changes: Parameters<typeof moveAttempt>[1]): Promise<CallAttempt> =>
    moveAttempt(attempt.id, changes, { database, now: clock.now() });
  if (call !== undefined) {
    return { kind: "settled", attempt: await moved({ state: "placed", callId: call.callId, reason: null }) };
  }
  if (!isReplayable(attempt, clock.now())) {
    return { kind: "settled", attempt: await moved({ state: "failed", reason: "ANSWER_LOST", endedAt: clock.now() }) };
  }
  return replay(await moved({ state: "unknown" }), ports);
}

/** The call would ring now, so the rules are judged again. If they forbid it, the call is only looked up. */
async function replay(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const { clinic, database, pacer, clock } = ports;
  if (attempt.state !== "unknown") return { kind: "settled", attempt };
  const now = clock.now();
  const settings = await readOutreachSettings(ports, now);
  const verdict = await judgeAttempt(attempt, { settings, stores: database.stores, now });
  if (verdict.kind !== "allowed") return { kind: "wait", attempt, until: nextLookAt(attempt, now), why: verdict.rule };
  const turn = await pacer.inTurn(clinic.id, () => Promise.resolve(pacer.repeating()));
  if (turn.kind === "wait") return { kind: "wait", attempt, until: turn.until, why: "its turn" };
  return askRetell(attempt, ports);
}

type Changes = Partial<Pick<CallAttempt, "state" | "callId" | "reason" | "requestedAt" | "dueAt" | "endedAt">>;

/** Writes changes to an attempt, except from a settled state: the call's events may arrive before Retell's answer. */
async function moveAttempt(
  attemptId: string,
  changes: Changes,
  { database, now }: { readonly database: OutreachDatabase; readonly now: number },
): Promise<CallAttempt> {
  return database.transact(async ({ dials }) => {
    const attempt = await dials.find(attemptId);
    if (attempt === undefined) throw new Error(`call attempt ${attemptId} no longer exists`);
    const { state = attempt.state } = changes;
    const moves = state === attempt.state || canBecome(attempt.state, state);
    const callId = attempt.callId ?? changes.callId ?? null;
    const moved = moves ? { ...attempt, ...changes, callId, updatedAt: now } : { ...attempt, callId };
    await dials.update(moved);
    return moved;
  });
}

/**
 * How long Retell returns the same call for the same key (docs/retell.md 9.1), minus a margin for clock differences.
 */
const replayableMs = 55 * MINUTE_MS;

/** Whether sending the request again cannot make a second call. */
function isReplayable({ requestedAt }: Pick<CallAttempt, "requestedAt">, now: number): boolean {
  return requestedAt !== null && now - requestedAt < replayableMs;
}

const shortestPauseMs = 2000;

const longestPauseMs = 5 * MINUTE_MS;

/** When to look again for a call whose answer was lost: soon at first, then at doubling intervals. */
function nextLookAt({ requestedAt }: Pick<CallAttempt, "requestedAt">, now: number): number {
  const passed = now - (requestedAt ?? now);
  return now + Math.min(Math.max(passed, shortestPauseMs), longestPauseMs);
}
