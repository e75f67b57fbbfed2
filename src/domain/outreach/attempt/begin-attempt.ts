import { MINUTE_MS } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import type { Contact } from "../contact.ts";
import { readCallFacts } from "../outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachStores } from "../ports.ts";
import { type RuleCode, nextCallAt, refusalsOf } from "../rules.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import type { CallAttempt } from "./attempt.ts";
import { moveAttempt } from "./move-attempt.ts";
import { callOrder } from "./order-attempt.ts";
import type { CallReply } from "./ports.ts";
import { nextLookAt } from "./recovery.ts";

/** Sends the request of a dial that is written down as begun, and writes down what became of it. */
export async function askRetell(dial: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const order = await callOrder(dial, ports);
  if (typeof order === "string") return fail(dial, order, ports);
  return settle(dial, await ports.calls.createPhoneCall(order), ports);
}

async function settle(dial: CallAttempt, reply: CallReply, ports: AttemptPorts): Promise<AttemptStep> {
  if (reply.kind === "placed") {
    const placed = { state: "placed", callId: reply.call.callId, reason: null } as const;
    return { kind: "settled", dial: await moved(dial, placed, ports) };
  }
  if (reply.kind === "limited") return holdBack(dial, reply.retryAfterMs, ports);
  if (reply.kind === "unknown") {
    const unknown = await moved(dial, { state: "unknown", reason: reply.message }, ports);
    return { kind: "wait", dial: unknown, until: nextLookAt(unknown, ports.clock.now()), why: "ANSWER_LOST" };
  }
  const reason = `${reply.status}: ${reply.message}`;
  if (reply.kind === "refused") return fail(dial, reason, ports);
  await notAsked(dial, reason, ports);
  throw new AscendiaError("failed", `Retell takes no calls of this account: ${reply.message}`, {
    hint: "Correct the account in Retell's dashboard; calls that are planned go out then.",
  });
}

async function holdBack(dial: CallAttempt, retryAfterMs: number, ports: AttemptPorts): Promise<AttemptStep> {
  ports.pacer.holdBack(retryAfterMs);
  const until = ports.clock.now() + retryAfterMs;
  return { kind: "wait", dial: await notAsked(dial, "RATE_LIMITED", ports), until, why: "RATE_LIMITED" };
}

/** A request that was sent before may have been carried out: that one stays open. */
function notAsked(dial: CallAttempt, reason: string, ports: AttemptPorts): Promise<CallAttempt> {
  if (dial.state === "unknown") return moved(dial, { reason }, ports);
  return moved(dial, { state: "planned", requestedAt: null, reason }, ports);
}

async function fail(dial: CallAttempt, reason: string, ports: AttemptPorts): Promise<AttemptStep> {
  const failed = { state: "failed", reason, endedAt: ports.clock.now() } as const;
  return { kind: "settled", dial: await moved(dial, failed, ports) };
}

function moved(
  dial: CallAttempt,
  changes: Parameters<typeof moveAttempt>[1],
  { database, clock }: AttemptPorts,
): Promise<CallAttempt> {
  return moveAttempt(dial.id, changes, { database, now: clock.now() });
}

export type AttemptVerdict =
  | { readonly kind: "allowed"; readonly contact: Contact }
  /** Time alone, or the clinic's staff, lets it pass. */
  | { readonly kind: "wait"; readonly rule: RuleCode; readonly until: number }
  | { readonly kind: "forbidden"; readonly rule: RuleCode };

/** What is no decision about the person: looked at again, so that what was planned goes out once it is taken back. */
const undoable: ReadonlySet<RuleCode> = new Set(["OUTREACH_PAUSED", "CLINIC_SUSPENDED", "POLICY_OFF", "NO_NUMBER"]);

const undoablePauseMs = 10 * MINUTE_MS;

/** Every rule, at this moment; within the transaction that acts on it. */
export async function judgeAttempt(
  dial: CallAttempt,
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
  const contact = await stores.contacts.find(dial.contactId);
  if (contact === undefined) return { kind: "forbidden", rule: "NO_APPOINTMENT" };
  const facts = await readCallFacts({ contact, at: now, dial, isRetellNumber }, settings, stores);
  const refusals = refusalsOf(facts);
  const [first] = refusals;
  if (first === undefined) return { kind: "allowed", contact };
  const next = nextCallAt(facts);
  if (next !== null) return { kind: "wait", rule: first.code, until: next };
  const person = refusals.find(({ code, until }) => until === null && !undoable.has(code));
  if (person !== undefined) return { kind: "forbidden", rule: person.code };
  return { kind: "wait", rule: first.code, until: now + undoablePauseMs };
}

/** Either the dial, written down as being asked for, or why Retell is not asked. */
export type Begun = { readonly kind: "begun"; readonly dial: CallAttempt } | AttemptStep;

/**
 * Judges every rule and writes down that Retell is about to be asked, in one transaction and in the clinic's turn:
 * from here on the dial counts as a try until Retell says otherwise.
 */
export async function beginAttempt(dialId: string, ports: AttemptPorts): Promise<Begun> {
  const { clinic, database, pacer, clock } = ports;
  const planned = await database.stores.dials.find(dialId);
  if (planned === undefined) throw new Error(`the dial ${dialId} is gone`);
  if (planned.state !== "planned") return { kind: "settled", dial: planned };
  if (clock.now() < planned.dueAt) return { kind: "wait", dial: planned, until: planned.dueAt, why: "not due" };
  const settings = await readOutreachSettings(ports, clock.now());
  const called = await database.stores.contacts.find(planned.contactId);
  const isRetellNumber = called !== undefined && (await ports.isRetellNumber(called.phone));
  const turn = await pacer.inTurn(clinic.id, () =>
    database.transact(async (stores) => {
      const now = clock.now();
      const dial = (await stores.dials.find(dialId)) ?? planned;
      if (dial.state !== "planned") return { kind: "settled", dial } as const;
      const verdict = await judgeAttempt(dial, { settings, stores, now, isRetellNumber });
      const begun = afterVerdict(dial, verdict, now);
      await stores.dials.update(begun.dial);
      return begun;
    }),
  );
  return turn.kind === "done" ? turn.value : { kind: "wait", dial: planned, until: turn.until, why: "its turn" };
}

function afterVerdict(dial: CallAttempt, verdict: AttemptVerdict, now: number): Begun {
  const updatedAt = now;
  if (verdict.kind === "forbidden") {
    return { kind: "settled", dial: { ...dial, state: "failed", reason: verdict.rule, endedAt: now, updatedAt } };
  }
  if (verdict.kind === "wait") {
    const { until, rule: reason } = verdict;
    return { kind: "wait", dial: { ...dial, dueAt: until, reason, updatedAt }, until, why: reason };
  }
  return { kind: "begun", dial: { ...dial, state: "dialling", requestedAt: now, reason: null, updatedAt } };
}
