import { MINUTE_MS } from "../../../clock.ts";
import { warmHolidays } from "../../booking/calendar/clinic-calendar.ts";
import type { Call, CallOutcome } from "../../call/call.ts";
import { type OutcomeOfCall, outcomeOf } from "../../call/events/describe-call.ts";
import { type CallAttempt, type CallPurpose, canBecome, purposeOf, retryKey } from "../attempt.ts";
import { type BookEffect, applyToBook } from "./book-outcome.ts";
import { callbackTime, promiseCallback } from "./caller-requests.ts";
import { cancelAttempts, optOutNumber } from "../contact-changes.ts";
import {
  type Contact,
  type ContactState,
  type FollowUp,
  canMoveContact,
  changeContact,
  ownNumber,
} from "../contact.ts";
import { outcomeInBook, plannedReminders } from "./more-reminders.ts";
import { calledContact, readCallFacts } from "../reminders/outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import { retryMinutes } from "../policy.ts";
import type { AppliedOutcome, OutreachPorts, OutreachStores } from "../ports.ts";
import { nextCallAt } from "../reminders/rules.ts";
import { orderAttempt } from "../reminders/plan-reminders.ts";

/** The consequences of a call's outcome. */
interface OutcomeEffect {
  /** The contact's new state; null: unchanged. */
  readonly state: ContactState | null;
  readonly book: BookEffect | null;
  /** `retry`: call again while tries remain; `callback`: call at the time the person asked for. */
  readonly next: "retry" | "callback" | "opt_out" | null;
  /** Whether planned calls are no longer needed. */
  readonly endsCalls: boolean;
}

const nothing: OutcomeEffect = { state: null, book: null, next: null, endsCalls: false };

const again: OutcomeEffect = { ...nothing, next: "retry" };

const outcomeEffects: Readonly<Record<CallOutcome, OutcomeEffect>> = {
  confirmed: { state: "confirmed", book: "confirm", next: null, endsCalls: true },
  rescheduled: { state: "rescheduled", book: "move", next: null, endsCalls: true },
  cancelled: { state: "cancelled", book: "cancel", next: null, endsCalls: true },
  callback_requested: { state: "callback_requested", book: null, next: "callback", endsCalls: false },
  wrong_person: { state: "wrong_person", book: null, next: null, endsCalls: true },
  opted_out: { state: "opted_out", book: null, next: "opt_out", endsCalls: true },
  no_answer: again,
  busy: again,
  voicemail: again,
  failed: again,
  // Someone answered but nothing changed for the appointment: the next lead calls again.
  booked: nothing,
  question_answered: nothing,
  message_taken: nothing,
  transferred: nothing,
  emergency: nothing,
  no_outcome: nothing,
};

/** Calls about a slot settle it themselves, and notices concern no appointment; neither is repeated. */
const beyondVisits: ReadonlySet<CallPurpose> = new Set(["waitlist", "notice"]);

function effectOnPerson(outcome: CallOutcome): OutcomeEffect {
  const { state, next, endsCalls } = outcomeEffects[outcome];
  if (next === "opt_out" || next === "callback") return { ...nothing, next, endsCalls };
  return outcome === "wrong_person" ? { ...nothing, state, endsCalls } : nothing;
}

interface ContactOutcome {
  readonly call: Call;
  readonly outcome: CallOutcome;
  readonly contact: Contact;
  /** The attempt that placed the call, already ended; undefined: unknown. */
  readonly attempt: CallAttempt | undefined;
}

interface ContactEffects {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
  readonly settings: OutreachSettings;
}

/** Carries out the `outcomeEffects` of an outcome, within a transaction. */
async function applyToContact(contactOutcome: ContactOutcome, around: ContactEffects): Promise<void> {
  const { stores, ports } = around;
  const { key } = contactOutcome.attempt ?? { key: "" };
  const isAboutVisit = !beyondVisits.has(purposeOf(key));
  const effect = isAboutVisit ? outcomeEffects[contactOutcome.outcome] : effectOnPerson(contactOutcome.outcome);
  const at = ports.clock.now();
  if (effect.endsCalls)
    await cancelAttempts([contactOutcome.contact], { reason: contactOutcome.outcome.toUpperCase(), at }, stores);
  if (effect.next === null) return settle(contactOutcome, effect, around);
  await followUps[effect.next](contactOutcome, around);
}

/** Updates contact and book together: if the book has the appointment, the book decides. */
async function settle({ call, contact }: ContactOutcome, effect: OutcomeEffect, { stores, ports }: ContactEffects) {
  const at = ports.clock.now();
  if (effect.state === null) return stores.contacts.update(reached(contact, at));
  const { appointmentId } = contact;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  if (effect.book === null || appointment === undefined) {
    const kind: FollowUp | null = effect.book === "move" ? "staff_move" : null;
    return stores.contacts.update(changeContact(contact, { state: effect.state, followUp: dueNow(kind, at), at }));
  }
  const { state, followUp } = await applyToBook(effect.book, appointment, { stores, ports, callId: call.callId });
  await stores.contacts.update(changeContact(contact, { state, followUp: dueNow(followUp, at), at }));
}

/** The call changed nothing, but it completed the planned follow-up. */
function reached(contact: Contact, at: number): Contact {
  const state = contact.state === "unreached" ? "open" : contact.state;
  const isStaffs = contact.followUp !== null && contact.followUp !== "retry" && contact.followUp !== "callback";
  return isStaffs ? { ...contact, state, updatedAt: at } : changeContact(contact, { state, at });
}

function dueNow(kind: FollowUp | null, at: number) {
  return kind === null ? null : { kind, at };
}

const followUps: Readonly<
  Record<NonNullable<OutcomeEffect["next"]>, (contactOutcome: ContactOutcome, around: ContactEffects) => Promise<void>>
> = {
  opt_out: async ({ call: { callId }, contact }, { stores, ports }) => {
    const createdAt = ports.clock.now();
    await optOutNumber({ phone: contact.phone, source: "call", callId, reason: null, createdAt }, stores);
  },
  callback: async ({ call, contact }, { stores, ports, settings }) => {
    const wantedAt = callbackTime(call, ports.clinic);
    const request = { callId: call.callId, phone: contact.phone, wantedAt, contactId: contact.id };
    await promiseCallback(request, settings, { stores, ports });
  },
  retry,
};

/** The call reached no one: plans another try after the policy's delay, while tries and time remain. */
async function retry(
  { outcome, contact, attempt }: ContactOutcome,
  { stores, ports, settings }: ContactEffects,
): Promise<void> {
  const minutes = retryMinutes(outcome, settings.policy);
  if (attempt === undefined || minutes === null || purposeOf(attempt.key) === "manual") return;
  const now = ports.clock.now();
  const key = retryKey(attempt.id);
  if ((await stores.dials.withKey(key)) !== undefined) return;
  const from = Math.max(now, (attempt.endedAt ?? now) + minutes * MINUTE_MS);
  const facts = await readCallFacts({ contact, at: from, key }, settings, stores);
  // A pause ends some day; the call waits for that when it is placed.
  const dueAt = nextCallAt({ ...facts, pause: null });
  if (dueAt === null) return giveUp(contact, now, stores);
  await orderAttempt({ contactId: contact.id, key, dueAt }, { stores, ports });
  const followUp = { kind: "retry", at: dueAt } as const;
  await stores.contacts.update(changeContact(contact, { state: contact.state, followUp, at: now }));
}

/** Keeps a state that was already settled. */
async function giveUp(contact: Contact, at: number, { contacts }: OutreachStores): Promise<void> {
  if (canMoveContact(contact.state, "unreached"))
    await contacts.update(changeContact(contact, { state: "unreached", at }));
}

/** `applied`: this outcome; `before`: the same or a better one had been applied; `none`: the call is not over. */
interface OutcomeResult {
  readonly kind: "applied" | "before" | "none";
  readonly outcome: CallOutcome | null;
}

/**
 * Applies a call's outcome to its attempt, contact, appointment and follow-up, in one transaction. Repeating it changes
 * nothing; an outcome from the later analysis replaces one inferred from status and reason.
 */
export async function applyOutcome(callId: string, ports: OutreachPorts): Promise<OutcomeResult> {
  const { database, clock } = ports;
  const settings = await readOutreachSettings(ports, clock.now());
  await warmCalendar(callId, ports);
  return database.transact(async (stores) => {
    const call = await stores.calls.find(callId);
    const found = call === undefined ? null : outcomeOf(call);
    if (call === undefined || found === null) return { kind: "none", outcome: null };
    const before = await stores.applied.find(callId);
    if (before !== undefined && !beats(found, before)) return { kind: "before", outcome: before.outcome };
    await stores.applied.save({ callId, ...found, appliedAt: clock.now() });
    const { attempt, contact } = await calledContact(call, stores);
    const ended = attempt === undefined ? undefined : await endAttempt(attempt, { call, found }, { stores, ports });
    if (before !== undefined && contact !== undefined && outcomeEffects[found.outcome].next !== "retry") {
      await cancelAttempts([contact], { reason: "SUPERSEDED", at: clock.now() }, stores);
    }
    const around = { stores, ports, settings };
    if (contact === undefined) await applyToCaller({ call, outcome: found.outcome }, around);
    else await applyToReached({ call, outcome: found.outcome, contact, attempt: ended }, around);
    return { kind: "applied", outcome: found.outcome };
  });
}

/**
 * Applies what was said about the contact's appointment, and about the other appointments of the number that the call
 * covered.
 */
async function applyToReached({ outcome, ...rest }: ContactOutcome, around: ContactEffects): Promise<void> {
  const own = await ownOutcome(outcome, rest, around.stores);
  await applyToOthers(rest.call, around);
  await applyToContact({ ...rest, outcome: own }, around);
  if (rest.attempt !== undefined) await retryMissedReminders(rest.attempt, rest, around);
}

/** If the call covered several appointments of the number, its outcome does not apply to this one in particular. */
async function ownOutcome(
  outcome: CallOutcome,
  { call, contact }: Pick<ContactOutcome, "call" | "contact">,
  stores: OutreachStores,
): Promise<CallOutcome> {
  const isAboutOne = (await stores.dials.alsoInCall(call.callId)).length === 0;
  return isAboutOne || outcomeEffects[outcome].book === null ? outcome : outcomeInBook(contact, stores);
}

/** Applies what was said about each of the other appointments. */
async function applyToOthers(call: Call, around: ContactEffects): Promise<void> {
  const { dials, contacts } = around.stores;
  for (const attempt of await dials.alsoInCall(call.callId)) {
    const contact = await contacts.find(attempt.contactId);
    if (contact === undefined || attempt.outcome !== null) continue;
    const outcome = await outcomeInBook(contact, around.stores);
    await dials.update({ ...attempt, outcome, updatedAt: around.ports.clock.now() });
    await applyToContact({ call, outcome, contact, attempt }, around);
  }
}

/**
 * After a call that reached no one: the number's other reminders that were due count as missed too, and are retried
 * with it.
 */
async function retryMissedReminders(
  attempt: CallAttempt,
  { call, contact }: Pick<ContactOutcome, "call" | "contact">,
  around: ContactEffects,
): Promise<void> {
  const { outcome, endedAt } = attempt;
  const minutes = outcome === null ? null : retryMinutes(outcome, around.settings.policy);
  if (outcome === null || minutes === null || purposeOf(attempt.key) !== "reminder") return;
  const { stores, ports } = around;
  const at = ports.clock.now();
  const due = (endedAt ?? at) + minutes * MINUTE_MS;
  for (const other of await plannedReminders(contact.phone, due, stores)) {
    if (other.contact.id === contact.id) continue;
    const missed = {
      ...other.attempt,
      state: "ended",
      callId: call.callId,
      outcome,
      endedAt: at,
      updatedAt: at,
    } as const;
    await stores.dials.update({ ...missed, reason: call.reason });
    await retry({ call, outcome, contact: other.contact, attempt: missed }, around);
  }
}

const ranks: Readonly<Record<OutcomeOfCall["basis"], number>> = { ending: 1, tools: 2, analysis: 3 };

function beats(found: OutcomeOfCall, before: AppliedOutcome): boolean {
  return found.outcome !== before.outcome && ranks[found.basis] >= ranks[before.basis];
}

/** Loads the holidays, which cancelling needs and the database does not have. */
async function warmCalendar(callId: string, ports: OutreachPorts): Promise<void> {
  const { stores } = ports.database;
  const call = await stores.calls.find(callId);
  const { contact } = call === undefined ? { contact: undefined } : await calledContact(call, stores);
  const appointmentId = contact?.appointmentId ?? null;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  if (appointment !== undefined) await warmHolidays(appointment, ports);
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
}

async function endAttempt(
  attempt: CallAttempt,
  { call, found }: { readonly call: Call; readonly found: OutcomeOfCall },
  { stores, ports }: Surroundings,
): Promise<CallAttempt> {
  if (attempt.state !== "ended" && !canBecome(attempt.state, "ended")) return attempt;
  const now = ports.clock.now();
  const { callId, reason, calledAt } = call;
  const ended: CallAttempt = {
    ...attempt,
    state: "ended",
    callId,
    reason,
    outcome: found.outcome,
    requestedAt: attempt.requestedAt ?? calledAt,
    endedAt: call.endedAt ?? now,
    updatedAt: now,
  };
  await stores.dials.update(ended);
  return ended;
}

/** For a call without a contact, such as an inbound one: opt-outs and callback requests still apply. */
async function applyToCaller(
  { call, outcome }: { readonly call: Call; readonly outcome: CallOutcome },
  around: Surroundings & { readonly settings: Awaited<ReturnType<typeof readOutreachSettings>> },
): Promise<void> {
  const { callId } = call;
  const phone = ownNumber(call.patientNumber);
  if (phone === null) return;
  const { stores, ports, settings } = around;
  if (outcome === "opted_out") {
    await optOutNumber({ phone, source: "call", callId, reason: null, createdAt: ports.clock.now() }, stores);
  }
  if (outcome === "callback_requested") {
    await promiseCallback({ callId, phone, wantedAt: callbackTime(call, ports.clinic) }, settings, { stores, ports });
  }
}
