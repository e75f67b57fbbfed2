import type { Call, CallOutcome } from "../call/call.ts";
import { readCallFacts } from "./call-facts.ts";
import { callbackTime } from "./callback-time.ts";
import { cancelDials } from "./cancel-dials.ts";
import { changeContact } from "./change-contact.ts";
import { canMoveContact, type Contact, type FollowUp } from "./contact.ts";
import type { Dial } from "./dial/dial.ts";
import { purposeOf, retryKey } from "./dial/dial-key.ts";
import { nextCallAt } from "./judge-call.ts";
import { optOutNumber } from "./opt-out.ts";
import { orderDial } from "./order-dial.ts";
import { applyToBook } from "./outcome-book.ts";
import { outcomeEffects, type OutcomeEffect } from "./outcome-effects.ts";
import type { OutreachSettings } from "./outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";
import { promiseCallback } from "./request-callback.ts";
import { retryMinutes } from "./retry-minutes.ts";

export interface ContactOutcome {
  readonly call: Call;
  readonly outcome: CallOutcome;
  readonly contact: Contact;
  /** The attempt that the call was, ended by now; undefined: none that is known. */
  readonly dial: Dial | undefined;
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
  readonly settings: OutreachSettings;
}

/** Carries out what the table of effects asks for, within a transaction. */
export async function applyToContact(given: ContactOutcome, around: Surroundings): Promise<void> {
  const effect = outcomeEffects[given.outcome];
  const { stores, ports } = around;
  const at = ports.clock.now();
  if (effect.endsCalls) await cancelDials([given.contact], { reason: given.outcome.toUpperCase(), at }, stores);
  if (effect.next === null) return settle(given, effect, around);
  await nexts[effect.next](given, around);
}

/** State and book together: where there is an appointment in the book, the book has the last word. */
async function settle({ call, contact }: ContactOutcome, effect: OutcomeEffect, { stores, ports }: Surroundings) {
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

/** Nothing came of it, but the call that was to follow was made. */
function reached(contact: Contact, at: number): Contact {
  const state = contact.state === "unreached" ? "open" : contact.state;
  const isStaffs = contact.followUp !== null && contact.followUp !== "retry" && contact.followUp !== "callback";
  return isStaffs ? { ...contact, state, updatedAt: at } : changeContact(contact, { state, at });
}

function dueNow(kind: FollowUp | null, at: number) {
  return kind === null ? null : { kind, at };
}

const nexts: Readonly<
  Record<NonNullable<OutcomeEffect["next"]>, (given: ContactOutcome, around: Surroundings) => Promise<void>>
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

/** Nobody was reached: another try once the policy's time has passed, while there are tries left and it is not too late. */
async function retry(
  { outcome, contact, dial }: ContactOutcome,
  { stores, ports, settings }: Surroundings,
): Promise<void> {
  const minutes = retryMinutes(outcome, settings.policy);
  if (dial === undefined || minutes === null || purposeOf(dial.key) === "manual") return;
  const now = ports.clock.now();
  const key = retryKey(dial.id);
  if ((await stores.dials.withKey(key)) !== undefined) return;
  const from = Math.max(now, (dial.endedAt ?? now) + minutes * 60_000);
  const facts = await readCallFacts({ contact, at: from, key }, settings, stores);
  // A pause is over one day; whoever places the call waits for that.
  const dueAt = nextCallAt({ ...facts, pause: null });
  if (dueAt === null) return giveUp(contact, now, stores);
  await orderDial({ contactId: contact.id, key, dueAt }, { stores, ports });
  const followUp = { kind: "retry", at: dueAt } as const;
  await stores.contacts.update(changeContact(contact, { state: contact.state, followUp, at: now }));
}

/** What was settled before stays settled. */
async function giveUp(contact: Contact, at: number, { contacts }: OutreachStores): Promise<void> {
  if (canMoveContact(contact.state, "unreached"))
    await contacts.update(changeContact(contact, { state: "unreached", at }));
}
