import type { CallAttempt } from "../../../src/domain/outreach/attempt.ts";
import { newContact } from "../../../src/domain/outreach/contact-changes.ts";
import type { CallFacts } from "../../../src/domain/outreach/reminders/outbound-variables.ts";
import { defaultPolicy } from "../../../src/domain/outreach/policy.ts";
import { day, hour, monday, phone } from "./outreach-fixture.ts";

const clock = { now: () => monday };

export const contact = newContact(
  { name: "Awa Test", phone, language: "fr", consent: true, consentBasis: "stated", appointmentAt: monday + 2 * day },
  { clock, newId: () => "contact-1" },
);

export const hours = {
  zone: "Africa/Porto-Novo",
  opensAt: "09:00",
  closesAt: "20:00",
  onSundays: false,
  holidays: new Set<string>(),
} as const;

/** A reminder that nothing forbids. */
export const allowed: CallFacts = {
  at: monday,
  purpose: "reminder",
  key: null,
  isForced: false,
  clinic: { status: "active", country: "BJ", timezone: "Africa/Porto-Novo" },
  hasNumber: true,
  contact,
  appointment: null,
  offer: null,
  isDeceased: false,
  policy: { ...defaultPolicy, enabled: true },
  pause: null,
  optOut: null,
  dials: [],
  calledAt: [],
  otherCallAt: null,
  hours,
  today: { calls: 0, cents: 0, until: monday + 15 * hour },
  refusedKind: null,
  isRetellNumber: false,
  isNumberConfirmed: true,
};

/** A call that was made, and its outcome. */
export function madeCall(at: number, outcome: CallAttempt["outcome"], more: Partial<CallAttempt> = {}): CallAttempt {
  return {
    id: `dial-${at}`,
    contactId: contact.id,
    state: "ended",
    key: `reminder:contact-1:${at}`,
    dueAt: at,
    attempt: 1,
    about: null,
    forced: null,
    requestedAt: at,
    callId: `call-${at}`,
    reason: null,
    outcome,
    endedAt: at,
    createdAt: at,
    updatedAt: at,
    ...more,
  };
}
