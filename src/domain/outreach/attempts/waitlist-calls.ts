import { MINUTE_MS } from "../../../clock.ts";
import { type Booked, type Unavailable, bookAppointment } from "../../booking/visits/book-appointment.ts";
import { defaultBookingRules } from "../../booking/booking-rules.ts";
import { warmHolidays } from "../../booking/calendar/clinic-calendar.ts";
import { sameName } from "../../booking/patients/patient.ts";
import type { BookingPorts, BookingStores, OfferedSlot, Patient } from "../../booking/ports.ts";
import { type OfferEnd, type WaitlistOffer, settleOffer } from "../../booking/visits/waitlist.ts";
import { type CallAttempt, offerIdOf, waitlistKey } from "../attempt.ts";
import { cancelAttempts, newContact } from "../contact-changes.ts";
import type { Contact } from "../contact.ts";
import { calledContact, readCallFacts } from "../reminders/outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";
import { liftedByStaff, nextCallAt, refusalsOf } from "../reminders/rules.ts";
import { orderAttempt } from "../reminders/plan-reminders.ts";

/** `planned`: the call goes out at `at`. `staff`: the clinic makes no calls at present, so staff call the patient. */
type OfferCall =
  | { readonly kind: "planned"; readonly at: number }
  | { readonly kind: "staff" | "over" }
  | { readonly kind: "passed_on"; readonly reason: string; readonly next: readonly WaitlistOffer[] };

/**
 * Plans the call about an offer under every rule, and holds the slot until the patient answers. A patient who may not
 * be called in time is passed over. Safe to repeat.
 */
export async function planOfferCall(offerId: string, ports: OutreachPorts): Promise<OfferCall> {
  const { stores } = ports.database;
  const offer = await stores.offered.find(offerId);
  if (offer?.state !== "open") return { kind: "over" };
  await warmHolidays(offer, ports);
  const settings = await readOutreachSettings(ports, ports.clock.now());
  const patient = await stores.patients.find(offer.patientId);
  const isRetellNumber = patient !== undefined && (await ports.isRetellNumber(patient.phone));
  return ports.database.transact((inner) => plan({ offerId, isRetellNumber }, settings, { stores: inner, ports }));
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
}

async function plan(
  { offerId, isRetellNumber }: { readonly offerId: string; readonly isRetellNumber: boolean },
  settings: OutreachSettings,
  { stores, ports }: Surroundings,
): Promise<OfferCall> {
  const offer = await stores.offered.find(offerId);
  if (offer?.state !== "open") return { kind: "over" };
  const key = waitlistKey(offerId);
  const before = await stores.dials.withKey(key);
  if (before !== undefined) return { kind: "planned", at: before.dueAt };
  const contact = await contactOf(offer, { stores, ports });
  const now = ports.clock.now();
  await cancelPassedOffers(contact, now, stores);
  const facts = await readCallFacts({ contact, at: now, key, isRetellNumber }, settings, stores);
  const at = nextCallAt(facts);
  if (at !== null) {
    await orderAttempt({ contactId: contact.id, key, dueAt: at }, { stores, ports });
    const { waitlistHoldMinutes } = (await stores.rules.find()) ?? defaultBookingRules;
    await holdUntil(offerId, at + waitlistHoldMinutes * MINUTE_MS, stores);
    return { kind: "planned", at };
  }
  const refusals = refusalsOf(facts);
  if (refusals.some(({ code }) => liftedByStaff.has(code))) return { kind: "staff" };
  const reason = (refusals.find(({ until }) => until === null) ?? refusals[0])?.code ?? "OFFER_OVER";
  return {
    kind: "passed_on",
    reason,
    next: await settleOffer({ offerId, state: "not_called", reason }, stores, ports),
  };
}

/** A planned call about a slot that has gone to another patient must not block the call about this offer. */
async function cancelPassedOffers(contact: Contact, at: number, stores: OutreachStores): Promise<void> {
  const open = new Set((await stores.offered.open()).map(({ id }) => id));
  const which = ({ key }: Pick<CallAttempt, "key">): boolean => {
    const offerId = offerIdOf(key);
    return offerId !== undefined && !open.has(offerId);
  };
  await cancelAttempts([contact], { reason: "OFFER_OVER", at, which }, stores);
}

/** Longer than any call lasts, including ringing. */
const callMinutes = 20;

/** Keeps the slot for the patient while the call about the offer lasts. Runs in a transaction. */
export function holdDuringCall(offerId: string, now: number, stores: Pick<BookingStores, "holds">): Promise<void> {
  return holdUntil(offerId, now + callMinutes * MINUTE_MS, stores);
}

async function holdUntil(offerId: string, until: number, { holds }: Pick<BookingStores, "holds">): Promise<void> {
  const hold = await holds.find(offerId);
  if (hold === undefined) return;
  const expiresAt = Math.min(Math.max(hold.expiresAt, until), hold.startsAt);
  await holds.remove(offerId);
  await holds.add({ ...hold, expiresAt });
}

/** One contact per person, without an appointment: calls about slots are about none. */
async function contactOf({ patientId, entryId }: OfferedSlot, { stores, ports }: Surroundings): Promise<Contact> {
  const patient = await stores.patients.find(patientId);
  const entry = await stores.waitlist.find(entryId);
  const [name, phone] = [patient?.name ?? "", patient?.phone ?? ""];
  const consent = entry?.mayCall === true;
  const known = (await stores.contacts.withPhone(phone)).find(
    (contact) => contact.appointmentId === null && contact.appointmentAt === null && sameName(contact.name, name),
  );
  if (known !== undefined) {
    if (known.consent || !consent) return known;
    const agreed = { ...known, consent, consentBasis: "stated", updatedAt: ports.clock.now() } as const;
    await stores.contacts.update(agreed);
    return agreed;
  }
  const { language } = ports.clinic;
  const contact = newContact({ name, phone, language, consent, consentBasis: "stated" }, ports);
  await stores.contacts.add(contact);
  return contact;
}

/** Ends an offer whose call will not take place or did not end in a yes, and offers the slot to the next in line. */
export async function passOnOffer(end: OfferEnd, ports: OutreachPorts): Promise<readonly WaitlistOffer[]> {
  const offer = await ports.database.stores.offered.find(end.offerId);
  if (offer?.state !== "open") return [];
  await warmHolidays(offer, ports);
  return ports.database.transact((stores) => settleOffer(end, stores, ports));
}

/** After a call: releases what it held; an offer that it did not bring to a yes goes to the next in line. */
export async function endOfCall(callId: string, ports: OutreachPorts): Promise<void> {
  const { stores } = ports.database;
  await ports.database.transact((inner) => inner.holds.removeOfCall(callId));
  const call = await stores.calls.find(callId);
  if (call === undefined) return;
  const { attempt } = await calledContact(call, stores);
  const offerId = attempt === undefined ? undefined : offerIdOf(attempt.key);
  if (offerId === undefined) return;
  await passOnOffer({ offerId, state: "unanswered", reason: call.reason ?? call.status }, ports);
}

/** A patient accepts the freed slot that they were called about. */
interface Acceptance {
  readonly offer: OfferedSlot;
  readonly patient: Patient;
  readonly callId: string;
}

/**
 * Books the offered slot. If it has gone in the meantime, returns what else is free, and the patient stays on the
 * waitlist.
 */
export async function acceptOffer(
  { offer, patient, callId }: Acceptance,
  ports: BookingPorts,
): Promise<Booked | Unavailable> {
  const { doctorId, startsAt, entryId } = offer;
  const entry = await ports.database.stores.waitlist.find(entryId);
  const choice = { doctorId, startsAt, typeId: entry?.typeId ?? null };
  const by = { kind: "caller", callId, number: patient.phone, phoneConfirmed: true } as const;
  const { name, phone } = patient;
  const outcome = await bookAppointment({ choice, patient: { name, phone }, by }, ports);
  if (outcome.kind === "booked") await ports.database.transact((stores) => markBooked(entryId, stores));
  return outcome;
}

/** If an offer had lapsed but its slot was still free, its patient is also taken off the waitlist. */
async function markBooked(entryId: string, { waitlist }: BookingStores): Promise<void> {
  const entry = await waitlist.find(entryId);
  if (entry?.status === "waiting") await waitlist.update({ ...entry, status: "booked" });
}
