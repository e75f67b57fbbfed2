import { MINUTE_MS } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { Contact } from "../contact.ts";
import { readCallFacts } from "../outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachStores } from "../ports.ts";
import { type RuleCode, liftedByStaff, nextCallAt, refusalsOf } from "../rules.ts";
import { holdDuringCall } from "../waitlist-calls.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import { type CallAttempt, offerIdOf } from "./attempt.ts";
import { moveAttempt } from "./move-attempt.ts";
import { callOrder } from "./order-attempt.ts";
import type { CallReply } from "./ports.ts";
import { nextLookAt } from "./recovery.ts";

/** Sends the request of an attempt recorded as started, and records the result. */
export async function askRetell(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const order = await callOrder(attempt, ports);
  if (typeof order === "string") return fail(attempt, order, ports);
  return settle(attempt, await ports.calls.createPhoneCall(order), ports);
}

async function settle(attempt: CallAttempt, reply: CallReply, ports: AttemptPorts): Promise<AttemptStep> {
  if (reply.kind === "placed") {
    const placed = { state: "placed", callId: reply.call.callId, reason: null } as const;
    return { kind: "settled", attempt: await moved(attempt, placed, ports) };
  }
  if (reply.kind === "limited") return holdBack(attempt, reply.retryAfterMs, ports);
  if (reply.kind === "unknown") {
    const unknown = await moved(attempt, { state: "unknown", reason: reply.message }, ports);
    return { kind: "wait", attempt: unknown, until: nextLookAt(unknown, ports.clock.now()), why: "ANSWER_LOST" };
  }
  const reason = `${reply.status}: ${reply.message}`;
  if (reply.kind === "refused") return fail(attempt, reason, ports);
  await notAsked(attempt, reason, ports);
  throw new AscendiaError("failed", `Retell refuses calls from this account: ${reply.message}`, {
    hint: "Fix the account in Retell's dashboard; planned calls go out after that.",
  });
}

async function holdBack(attempt: CallAttempt, retryAfterMs: number, ports: AttemptPorts): Promise<AttemptStep> {
  ports.pacer.holdBack(retryAfterMs);
  const until = ports.clock.now() + retryAfterMs;
  return { kind: "wait", attempt: await notAsked(attempt, "RATE_LIMITED", ports), until, why: "RATE_LIMITED" };
}

/** An earlier request may have been carried out: such an attempt stays open. */
function notAsked(attempt: CallAttempt, reason: string, ports: AttemptPorts): Promise<CallAttempt> {
  if (attempt.state === "unknown") return moved(attempt, { reason }, ports);
  return moved(attempt, { state: "planned", requestedAt: null, reason }, ports);
}

async function fail(attempt: CallAttempt, reason: string, ports: AttemptPorts): Promise<AttemptStep> {
  const failed = { state: "failed", reason, endedAt: ports.clock.now() } as const;
  return { kind: "settled", attempt: await moved(attempt, failed, ports) };
}

function moved(
  attempt: CallAttempt,
  changes: Parameters<typeof moveAttempt>[1],
  { database, clock }: AttemptPorts,
): Promise<CallAttempt> {
  return moveAttempt(attempt.id, changes, { database, now: clock.now() });
}

export type AttemptVerdict =
  | { readonly kind: "allowed"; readonly contact: Contact }
  /** Resolved by time alone, or by the clinic's staff. */
  | { readonly kind: "wait"; readonly rule: RuleCode; readonly until: number }
  | { readonly kind: "forbidden"; readonly rule: RuleCode };

/** Planned calls go out once such a rule is lifted. */
const undoablePauseMs = 10 * MINUTE_MS;

/** Every rule, at this moment; within the transaction that acts on it. */
export async function judgeAttempt(
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

/** The attempt, recorded as requested, or why Retell is not asked. */
export type Begun = { readonly kind: "begun"; readonly attempt: CallAttempt } | AttemptStep;

/**
 * Judges every rule and records that Retell is about to be asked, in one transaction and in the clinic's turn: from
 * here on the attempt counts as a try until Retell says otherwise.
 */
export async function beginAttempt(attemptId: string, ports: AttemptPorts): Promise<Begun> {
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
