import { AscendiaError } from "../../../errors.ts";
import { isActive } from "../../booking/appointment.ts";
import { callSpeech } from "../../call/line/call-speech.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import { foldText } from "../../language/fold-text.ts";
import type { WallDate } from "../../time/wall-date.ts";
import type { Contact } from "../contact.ts";
import { newContact } from "../contact-changes.ts";
import { type ReminderCall, outboundVariables, readCallFacts } from "../reminders/outbound-variables.ts";
import { readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";
import { type JudgedRule, refusalsOf } from "../reminders/rules.ts";
import { orderAttempt } from "../reminders/plan-reminders.ts";
import type { AttemptPorts } from "./attempt-ports.ts";
import { type CallAttempt, type PhoneCallOrder, offerIdOf, canBecome } from "../attempt.ts";
import { passOnOffer } from "./waitlist-calls.ts";

/** The rule that the call would now break, if its number or appointment disappeared since it was judged. */
type Unorderable = "NO_NUMBER" | "NO_APPOINTMENT";

/** The call with its current wording. */
export async function callOrder(attempt: CallAttempt, ports: AttemptPorts): Promise<PhoneCallOrder | Unorderable> {
  const { clinic, database, clock, phrases, voices } = ports;
  const from = await database.stores.number.find();
  if (from === undefined) return "NO_NUMBER";
  const contact = await database.stores.contacts.find(attempt.contactId);
  const reminder =
    contact === undefined
      ? undefined
      : await callAbout(attempt, contact, { stores: database.stores, now: clock.now() });
  if (contact === undefined || reminder === undefined) return "NO_APPOINTMENT";
  const { agentId, agentVersion: version } = from;
  const facts = await ports.callerFacts();
  return {
    dialId: attempt.id,
    clinicId: clinic.id,
    contactId: contact.id,
    fromNumber: from.phoneNumber,
    toNumber: contact.phone,
    agent: agentId === null || version === null ? null : { agentId, version },
    speech: callSpeech(facts, contact.language, voices),
    variables: outboundVariables(reminder, facts, { phrases, now: clock.now() }),
  };
}

/** The offered slot, else the appointment. */
async function callAbout(
  { key, about }: CallAttempt,
  contact: Contact,
  { stores, now }: { readonly stores: OutreachStores; readonly now: number },
): Promise<ReminderCall | undefined> {
  if (about !== null) return { contact, appointment: null, typeName: null, about };
  const offerId = offerIdOf(key);
  if (offerId === undefined) return reminderOf(contact, stores, now);
  const offer = await stores.offered.find(offerId);
  if (offer === undefined) return undefined;
  const isAdult = await isKnownAdult(offer.patientId, now, stores);
  return { contact, appointment: null, typeName: null, offer, isAdult };
}

/** The reminder for a contact's appointment; undefined: its time is unknown. */
export async function reminderOf(
  contact: ReminderCall["contact"] & { readonly appointmentId: string | null },
  stores: OutreachStores,
  now: number,
): Promise<ReminderCall | undefined> {
  const { appointments, types } = stores;
  const { appointmentId, language } = contact;
  const appointment = appointmentId === null ? undefined : await appointments.find(appointmentId);
  if (appointment === undefined) {
    return contact.appointmentAt === null ? undefined : { contact, appointment: null, typeName: null };
  }
  const type = appointment.typeId === null ? undefined : await types.find(appointment.typeId);
  const isAdult = await isKnownAdult(appointment.patientId, now, stores);
  return { contact, appointment, typeName: type?.name[language] ?? null, isAdult };
}

const ofAge = 18;

async function isKnownAdult(patientId: string, now: number, { patients }: OutreachStores): Promise<boolean> {
  return isOfAge((await patients.find(patientId))?.birthDate ?? null, now);
}

/** false: a child, or the birth date is unknown. */
export function isOfAge(birthDate: WallDate | null, now: number): boolean {
  if (birthDate === null) return false;
  const year = String(Number(birthDate.slice(0, 4)) + ofAge).padStart(4, "0");
  return `${year}${birthDate.slice(4)}` <= new Date(now).toISOString().slice(0, 10);
}

/** The person an operator wants to call: a contact, or a number and, when several people share it, a name. */
export type Callee = { readonly contactId: string } | { readonly phone: string; readonly name: string | null };

/** Someone with an upcoming appointment. */
interface FoundCallee {
  readonly contact: Contact;
  /** Not stored yet. */
  readonly isNew: boolean;
  readonly appointmentAt: number;
}

/** A person to give a notice to, with or without an appointment. `consent`: how they agreed to be called. */
async function resolvePerson(
  callee: Callee,
  consent: string | null,
  ports: CalleePorts,
): Promise<Omit<FoundCallee, "appointmentAt">> {
  const { contacts, patients } = ports.database.stores;
  if ("contactId" in callee) {
    const contact = await contacts.find(callee.contactId);
    if (contact === undefined) throw unknownContact(callee.contactId, ports);
    return { contact: agreed(contact, consent), isNew: false };
  }
  const phone = patientPhone(callee.phone);
  const known = (await contacts.withPhone(phone)).find((contact) => isNamed(contact, callee.name));
  if (known !== undefined) return { contact: agreed(known, consent), isNew: false };
  const patient = (await patients.withPhone(phone)).find(
    ({ name }) => callee.name === null || foldText(name) === foldText(callee.name),
  );
  const name = callee.name ?? patient?.name ?? "";
  const person = { name, phone, language: ports.clinic.language, consent: false, consentBasis: "stated" } as const;
  return { contact: agreed(newContact(person, ports), consent), isNew: true };
}

function agreed(contact: Contact, consent: string | null): Contact {
  return consent === null ? contact : { ...contact, consent: true, consentBasis: "stated" };
}

function unknownContact(contactId: string, { clinic }: Pick<CalleePorts, "clinic">): AscendiaError {
  return new AscendiaError("not_found", `The clinic has no contact ${contactId}.`, {
    hint: `List them with: ascendia contact:list --clinic ${clinic.slug}`,
  });
}

type CalleePorts = Pick<OutreachPorts, "clinic" | "database" | "clock" | "newId">;

/** @throws not_found; invalid when they have no upcoming appointment; conflict when several people match */
async function resolveCallee(callee: Callee, ports: CalleePorts): Promise<FoundCallee> {
  if ("contactId" in callee) return ofContact(callee.contactId, ports);
  const phone = patientPhone(callee.phone);
  const found = [...(await amongContacts(phone, ports)), ...(await amongPatients(phone, ports))];
  const named = found.filter(({ contact }) => isNamed(contact, callee.name));
  const [first] = named.toSorted((one, other) => one.appointmentAt - other.appointmentAt);
  if (first === undefined) throw noAppointment("No one with that number has");
  const people = new Set(named.map(({ contact }) => foldText(contact.name)));
  if (people.size <= 1) return first;
  throw new AscendiaError("conflict", `${people.size} people with that number have an upcoming appointment.`, {
    hint: "Choose one with --name or --contact.",
  });
}

async function ofContact(contactId: string, ports: CalleePorts): Promise<FoundCallee> {
  const contact = await ports.database.stores.contacts.find(contactId);
  if (contact === undefined) throw unknownContact(contactId, ports);
  const appointmentAt = await comingAt(contact, ports);
  if (appointmentAt === null) throw noAppointment("The contact does not have");
  return { contact, isNew: false, appointmentAt };
}

async function amongContacts(phone: string, ports: CalleePorts): Promise<readonly FoundCallee[]> {
  const found: FoundCallee[] = [];
  for (const contact of await ports.database.stores.contacts.withPhone(phone)) {
    const appointmentAt = await comingAt(contact, ports);
    if (appointmentAt !== null) found.push({ contact, isNew: false, appointmentAt });
  }
  return found;
}

/** Patients whose appointments no call has been about yet. */
async function amongPatients(phone: string, ports: CalleePorts): Promise<readonly FoundCallee[]> {
  const { patients, appointments, contacts } = ports.database.stores;
  const found: FoundCallee[] = [];
  for (const patient of await patients.withPhone(phone)) {
    for (const { id, startsAt, ...appointment } of await appointments.ofPatient(patient.id)) {
      if (startsAt <= ports.clock.now() || !isActive({ id, startsAt, ...appointment })) continue;
      if ((await contacts.ofAppointment(id)) !== undefined) continue;
      const { name, email } = patient;
      const known = { name, phone, email, appointmentId: id, language: ports.clinic.language };
      const contact = newContact({ ...known, consent: true, consentBasis: "booking" }, ports);
      found.push({ contact, isNew: true, appointmentAt: startsAt });
    }
  }
  return found;
}

async function comingAt(contact: Contact, { database, clock }: CalleePorts): Promise<number | null> {
  const { appointmentId } = contact;
  const appointment = appointmentId === null ? undefined : await database.stores.appointments.find(appointmentId);
  if (appointment !== undefined && !isActive(appointment)) return null;
  const startsAt = appointment?.startsAt ?? contact.appointmentAt;
  return startsAt !== null && startsAt > clock.now() ? startsAt : null;
}

function isNamed({ name }: Contact, wanted: string | null): boolean {
  return wanted === null || foldText(name) === foldText(wanted);
}

function noAppointment(who: string): AscendiaError {
  return new AscendiaError(
    "invalid",
    `NO_APPOINTMENT: ${who} an upcoming appointment, so there is no reason to call.`,
    {
      hint: "Book one (ascendia appointment:book), or import the contact with its appointment (ascendia contact:import <file>).",
    },
  );
}

/** A call ordered by an operator. */
export interface CallRequest {
  readonly callee: Callee;
  readonly dueAt: number;
  /** The same key stands for the same call; null: a new call. */
  readonly key: string | null;
  /** Why the call hours are overridden; null: they apply. */
  readonly force: string | null;
  /** What to say to a person without an appointment; null: the call is about their appointment. */
  readonly about: string | null;
  /** How they agreed to be called; null: as recorded. */
  readonly consent: string | null;
}

export interface CallPlan extends Omit<FoundCallee, "appointmentAt"> {
  readonly appointmentAt: number | null;
  readonly key: string;
  readonly dueAt: number;
  readonly force: string | null;
  readonly about: string | null;
  readonly consent: string | null;
  /** The call already ordered with that key. */
  readonly ordered: CallAttempt | null;
}

/** @throws forbidden with every rule that the call would break; and everything that `resolveCallee` throws */
export async function planCall(request: CallRequest, ports: OutreachPorts): Promise<CallPlan> {
  const { dueAt, force, about, consent } = request;
  const { stores } = ports.database;
  const key = `${about === null ? "manual" : "notice"}:${request.key ?? ports.newId()}`;
  const ordered = await stores.dials.withKey(key);
  if (ordered !== undefined) return earlierPlan(ordered, request, ports);
  const found = about === null ? await resolveCallee(request.callee, ports) : await noticed(request, ports);
  const at = Math.max(dueAt, ports.clock.now());
  const settings = await readOutreachSettings(ports, at);
  const attempt = { id: "", key, forced: force };
  const isRetellNumber = await ports.isRetellNumber(found.contact.phone);
  const facts = await readCallFacts({ contact: found.contact, at, attempt, isRetellNumber }, settings, stores);
  const refusals = refusalsOf(facts);
  if (refusals.length > 0) throw forbidden(refusals);
  return { ...found, key, dueAt, force, about, consent, ordered: null };
}

async function noticed({ callee, consent }: CallRequest, ports: OutreachPorts) {
  return { ...(await resolvePerson(callee, consent, ports)), appointmentAt: null };
}

/** Finds the person even if the appointment has changed since. */
async function earlierPlan(
  ordered: CallAttempt,
  { force, about, consent }: CallRequest,
  { database }: OutreachPorts,
): Promise<CallPlan> {
  const { contacts, appointments } = database.stores;
  const contact = await contacts.find(ordered.contactId);
  if (contact === undefined) throw new AscendiaError("not_found", "The contact of that call was erased.");
  const { appointmentId } = contact;
  const appointment = appointmentId === null ? undefined : await appointments.find(appointmentId);
  const appointmentAt = appointment?.startsAt ?? contact.appointmentAt;
  const { key, dueAt } = ordered;
  return { contact, isNew: false, appointmentAt, key, dueAt, force, about, consent, ordered };
}

/** Stores the call and, if it is new, its contact. The rules are judged again when the call is placed. */
export async function orderCall(plan: CallPlan, ports: OutreachPorts): Promise<CallAttempt> {
  return ports.database.transact(async (stores) => {
    const earlier = await stores.dials.withKey(plan.key);
    if (earlier !== undefined) return earlier;
    const { contact, isNew, key, dueAt, about, consent } = plan;
    if (isNew) await stores.contacts.add(contact);
    else if (consent !== null) await stores.contacts.update({ ...contact, updatedAt: ports.clock.now() });
    const attempt = await orderAttempt({ contactId: contact.id, key, dueAt, about }, { stores, ports });
    if (plan.force === null) return attempt;
    const forced = { ...attempt, forced: plan.force };
    await stores.dials.update(forced);
    return forced;
  });
}

function forbidden(refusals: readonly JudgedRule[]): AscendiaError {
  const [first] = refusals;
  const isHours = refusals.every(({ code }) => code === "OUTSIDE_HOURS");
  return new AscendiaError("forbidden", `${first?.code ?? ""}: ${first?.says ?? ""}.`, {
    hint: isHours
      ? hints.OUTSIDE_HOURS
      : (hints[first?.code ?? ""] ?? "See every rule with: ascendia call:explain <contact>"),
    detail: refusals.map(({ code, says }) => ({ rule: code, says })),
  });
}

const hints: Readonly<Record<string, string>> & { readonly OUTSIDE_HOURS: string } = {
  OUTSIDE_HOURS: "Choose a time within the hours with --at, or override them with --force <reason>.",
  NO_CONSENT: "If they agreed, say how: --consent with --about, or contact:add --consent.",
};

/**
 * Cancels one planned call for staff. If it was to offer a slot, the next in line gets the offer. @throws conflict when
 * it has begun
 */
export async function cancelPlanned(attemptId: string, ports: OutreachPorts): Promise<CallAttempt> {
  const { database, clock } = ports;
  const reason = "CANCELLED_BY_STAFF";
  const cancelled = await database.transact(async ({ dials }) => {
    const attempt = await dials.find(attemptId);
    if (attempt === undefined) throw new Error(`call attempt ${attemptId} no longer exists`);
    if (attempt.state === "failed") return attempt;
    if (attempt.state !== "planned" || !canBecome(attempt.state, "failed")) throw begun(attempt);
    const at = clock.now();
    const failed = { ...attempt, state: "failed", reason, endedAt: at, updatedAt: at } as const;
    await dials.update(failed);
    return failed;
  });
  const offerId = offerIdOf(cancelled.key);
  if (offerId !== undefined) await passOnOffer({ offerId, state: "not_called", reason }, ports);
  return cancelled;
}

function begun({ state, callId }: CallAttempt): AscendiaError {
  const hint = callId === null ? "See it with: ascendia call:list" : `End it with: ascendia call:stop ${callId}`;
  const message = state === "ended" ? "That call is over." : "That call has begun, so it cannot be cancelled.";
  return new AscendiaError("conflict", message, state === "ended" ? {} : { hint });
}

/** Ends an active call. Its events follow, as after any other call. @throws not_found when Retell has no such call */
export async function stopCall(callId: string, { calls }: Pick<AttemptPorts, "calls">): Promise<void> {
  const isStopped = await calls.stop(callId);
  if (isStopped) return;
  throw new AscendiaError("not_found", `Retell has no active call ${callId}.`, {
    hint: "List calls with: ascendia call:list",
  });
}
