import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../clock.ts";
import { type Appointment, isActive } from "../../booking/appointment.ts";
import type { Span } from "../../time/spans.ts";
import { type CallAttempt, reminderKey } from "../attempt.ts";
import { type OutreachPolicy, hoursBefore } from "../policy.ts";
import type { Contact } from "../contact.ts";
import { newContact } from "../contact-changes.ts";
import { type CallFacts, appointmentAt, readCallFacts } from "./outbound-variables.ts";
import {
  type DailySpending,
  type OutreachSettings,
  dailySpending,
  readOutreachSettings,
} from "../outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";
import { type JudgedRule, nextCallAt, refusalsOf } from "./rules.ts";

/** The person a reminder would call, and its subject. */
interface ReminderSubject {
  /** Unstored, with an empty id, until a first call is about the appointment. */
  readonly contact: Contact;
  readonly appointment: Appointment | null;
}

/** Later plans cover appointments further ahead. */
const daysAhead = 7;

/** Everyone with an appointment soon or within the last day, in the book or elsewhere; sorted by appointment. */
async function reminderSubjects(
  at: number,
  { leadMinutes }: Pick<OutreachPolicy, "leadMinutes">,
  { database, clinic, clock }: Pick<OutreachPorts, "database" | "clinic" | "clock">,
): Promise<readonly ReminderSubject[]> {
  const { stores } = database;
  const to = at + Math.max(0, ...leadMinutes) * MINUTE_MS + daysAhead * DAY_MS;
  const booked = await stores.appointments.startingWithin({ from: at - DAY_MS, to });
  const contacts = await stores.contacts.list();
  const known = new Set(contacts.map(({ appointmentId }) => appointmentId));
  const subjects = storedSubjects(contacts, booked, { from: at - DAY_MS, to });
  for (const appointment of booked) {
    if (known.has(appointment.id) || !isActive(appointment) || appointment.startsAt < at) continue;
    const contact = await contactOfBooked(appointment, stores, { clinic, clock, newId: () => "" });
    if (contact !== undefined) subjects.push({ contact, appointment });
  }
  return subjects.toSorted((one, other) => (appointmentAt(one) ?? 0) - (appointmentAt(other) ?? 0));
}

/** Reads the book once for all: over the years a clinic gathers as many contacts as visits. */
function storedSubjects(contacts: readonly Contact[], booked: readonly Appointment[], span: Span): ReminderSubject[] {
  const byId = new Map(booked.map((appointment) => [appointment.id, appointment]));
  return contacts.flatMap((contact): ReminderSubject[] => {
    const { appointmentId, appointmentAt: elsewhere } = contact;
    if (appointmentId === null) {
      const isNear = elsewhere === null || (elsewhere >= span.from && elsewhere < span.to);
      return isNear ? [{ contact, appointment: null }] : [];
    }
    const appointment = byId.get(appointmentId);
    return appointment === undefined ? [] : [{ contact, appointment }];
  });
}

/**
 * The contact for an appointment in the book: its patient, with consent implied by booking if the policy accepts it. A
 * moved appointment keeps its predecessor's contact. undefined: the patient no longer exists.
 */
async function contactOfBooked(
  appointment: Appointment,
  { patients, contacts }: Pick<OutreachStores, "patients" | "contacts">,
  { clinic, ...ports }: Pick<OutreachPorts, "clinic" | "clock" | "newId">,
): Promise<Contact | undefined> {
  const patient = await patients.find(appointment.patientId);
  if (patient === undefined) return undefined;
  const { name, phone, email } = patient;
  const before =
    appointment.rescheduledFrom === null ? undefined : await contacts.ofAppointment(appointment.rescheduledFrom);
  const person =
    before === undefined
      ? ({ name, phone, email, language: clinic.language, consent: true, consentBasis: "booking" } as const)
      : { name, phone: before.phone, email, ...asBefore(before) };
  return newContact({ ...person, appointmentId: appointment.id }, ports);
}

function asBefore({ language, timezone, consent, consentBasis }: Contact) {
  return { language, timezone, consent, consentBasis };
}

/** The plan for a subject: the next call about its appointment, or everything that forbids a call. */
export interface PlannedReminder extends ReminderSubject {
  readonly startsAt: number | null;
  /** Minutes before the appointment, from the policy; null: the appointment has no time. */
  readonly leadMinutes: number | null;
  /** Key of the attempt (attempt.ts). */
  readonly key: string;
  /** When the call is due; null: no call. */
  readonly dueAt: number | null;
  readonly refusals: readonly JudgedRule[];
  /** When the call that was already ordered goes out; null: none was. */
  readonly orderedFor: number | null;
}

export interface ReminderPlan {
  readonly at: number;
  readonly settings: OutreachSettings;
  readonly reminders: readonly PlannedReminder[];
}

/** Who would be called and when, and why the others would not; changes nothing. */
export async function planReminders(ports: OutreachPorts, at: number): Promise<ReminderPlan> {
  const settings = await readOutreachSettings(ports, at);
  const { stores } = ports.database;
  const today = await dailySpending(at, settings.clinic, stores);
  const reminders: PlannedReminder[] = [];
  for (const subject of await reminderSubjects(at, settings.policy, ports)) {
    reminders.push(await planReminder(subject, { settings, stores, at, today }));
  }
  return { at, settings, reminders };
}

interface Surroundings {
  readonly settings: OutreachSettings;
  readonly stores: OutreachStores;
  readonly at: number;
  readonly today?: DailySpending;
}

/** Works inside or outside a transaction. */
async function planReminder(
  subject: ReminderSubject,
  { settings, stores, at, today }: Surroundings,
): Promise<PlannedReminder> {
  const facts = await readCallFacts({ contact: subject.contact, at, purpose: "reminder", today }, settings, stores);
  const orderedFor = facts.dials.find(({ state }) => state === "planned")?.dueAt ?? null;
  return { ...subject, startsAt: appointmentAt(facts), orderedFor, ...nextReminder(facts) };
}

export type NextReminder = Pick<PlannedReminder, "leadMinutes" | "key" | "dueAt" | "refusals">;

/**
 * The first future lead that has no call yet, at the first allowed time of its span; if its span has none, in the last
 * allowed hour before it.
 */
export function nextReminder(facts: CallFacts): NextReminder {
  const startsAt = appointmentAt(facts);
  if (startsAt === null) return refused(facts, null);
  let last: NextReminder | undefined;
  const leads = facts.policy.leadMinutes;
  for (const [index, leadMinutes] of leads.entries()) {
    const next = leads[index + 1];
    const span = {
      from: startsAt - leadMinutes * MINUTE_MS,
      to: next === undefined ? startsAt : startsAt - next * MINUTE_MS,
    };
    const isCalled = facts.dials.some(({ key }) => key === keyOf(facts, leadMinutes));
    if (span.to <= facts.at && next !== undefined) continue;
    last = isCalled ? refused(facts, leadMinutes) : withinSpan(facts, leadMinutes, span);
    if (last.dueAt !== null) return last;
  }
  return last ?? refused(facts, null);
}

function withinSpan(facts: CallFacts, leadMinutes: number, span: Span): NextReminder {
  const at = Math.max(facts.at, span.from);
  const judged = { ...facts, at, key: keyOf(facts, leadMinutes) };
  const next = nextCallAt(judged);
  const dueAt = next !== null && next < latestOf(span, facts) ? next : earlierCallAt(judged, facts.at);
  if (dueAt === null) return refused(judged, leadMinutes);
  return { leadMinutes, key: judged.key, dueAt, refusals: [] };
}

/** In the second half of its span, a call comes too close to the next lead; the last lead has no next. */
function latestOf({ from, to }: Span, facts: CallFacts): number {
  return to === appointmentAt(facts) ? to : (from + to) / 2;
}

/** The last hour of the call hours before a span without any, such as a Sunday. */
function earlierCallAt(judged: CallFacts, now: number): number | null {
  const hours = hoursBefore(judged.at, judged.hours);
  if (hours === null) return null;
  const at = Math.max(hours.to - HOUR_MS, hours.from, now);
  return at < hours.to && refusalsOf({ ...judged, at }).length === 0 ? at : null;
}

function refused(facts: CallFacts, leadMinutes: number | null): NextReminder {
  const key = keyOf(facts, leadMinutes ?? 0);
  const refusals = refusalsOf({ ...facts, key });
  // Refusals that time alone resolves are not worth listing next to lasting ones.
  const lasting = refusals.filter(({ until }) => until === null);
  return { leadMinutes, key, dueAt: null, refusals: lasting.length > 0 ? lasting : refusals };
}

function keyOf({ contact }: CallFacts, leadMinutes: number): string {
  return reminderKey({ appointmentId: contact.appointmentId, contactId: contact.id }, leadMinutes);
}

interface AttemptOrder {
  readonly contactId: string;
  /** Each key has at most one attempt (attempt.ts). */
  readonly key: string;
  readonly dueAt: number;
  readonly about?: string | null | undefined;
  /** A planned attempt with that key, to be rescheduled. */
  readonly before?: CallAttempt | undefined;
}

/** Plans the attempt and orders its job, or reschedules it. Runs in a transaction. */
export async function orderAttempt(
  { contactId, key, dueAt, about, before }: AttemptOrder,
  {
    stores,
    ports,
  }: {
    readonly stores: Pick<OutreachStores, "dials" | "jobs">;
    readonly ports: Pick<OutreachPorts, "clock" | "newId">;
  },
): Promise<CallAttempt> {
  const now = ports.clock.now();
  const attempt =
    before === undefined
      ? await plannedAttempt({ contactId, key, dueAt, about }, { stores, ports })
      : { ...before, dueAt, updatedAt: now };
  if (before === undefined) await stores.dials.add(attempt);
  else await stores.dials.update(attempt);
  // A job keeps the earlier of two times; when it runs, the attempt's own time is checked.
  await stores.jobs.order({ kind: "dial", key: attempt.id, payload: JSON.stringify({ dialId: attempt.id }), dueAt });
  return attempt;
}

async function plannedAttempt(
  { contactId, key, dueAt, about = null }: Omit<AttemptOrder, "before">,
  {
    stores,
    ports,
  }: {
    readonly stores: Pick<OutreachStores, "dials">;
    readonly ports: Pick<OutreachPorts, "clock" | "newId">;
  },
): Promise<CallAttempt> {
  const now = ports.clock.now();
  const earlier = await stores.dials.ofContact(contactId);
  return {
    id: ports.newId(),
    contactId,
    state: "planned",
    key,
    dueAt,
    attempt: earlier.length + 1,
    about,
    forced: null,
    requestedAt: null,
    callId: null,
    reason: null,
    outcome: null,
    endedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** How far ahead calls are ordered: one run a day suffices, and later changes still count. */
export const orderedAheadMs = DAY_MS;

interface OrderedReminder {
  readonly reminder: PlannedReminder;
  readonly attempt: CallAttempt;
}

interface ReminderRun {
  readonly plan: ReminderPlan;
  readonly ordered: readonly OrderedReminder[];
}

/** Whether a run at the plan's time orders the call. */
export function isDueForOrder({ dueAt }: PlannedReminder, { at }: Pick<ReminderPlan, "at">): boolean {
  return dueAt !== null && dueAt <= at + orderedAheadMs;
}

/**
 * Plans and orders the calls of the coming day. Each is judged again in the transaction that orders it, so that
 * concurrent runs in any process order each appointment and lead once.
 */
export async function runReminders(ports: OutreachPorts): Promise<ReminderRun> {
  const plan = await planReminders(ports, ports.clock.now());
  const ordered: OrderedReminder[] = [];
  for (const reminder of plan.reminders) {
    if (!isDueForOrder(reminder, plan)) continue;
    const done = await ports.database.transact((stores) => orderReminder(reminder, plan.settings, { stores, ports }));
    if (done !== undefined) ordered.push(done);
  }
  return { plan, ordered };
}

interface OrderingPorts {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
}

async function orderReminder(
  planned: PlannedReminder,
  settings: OutreachSettings,
  { stores, ports }: OrderingPorts,
): Promise<OrderedReminder | undefined> {
  const known = await contactNow(planned, stores);
  const contact = known ?? (await contactToAdd(planned, { stores, ports }));
  if (contact === undefined) return undefined;
  const reminder = await planReminder({ ...planned, contact }, { settings, stores, at: ports.clock.now() });
  if (reminder.dueAt === null || !isDueForOrder(reminder, { at: ports.clock.now() })) return undefined;
  if ((await stores.dials.withKey(reminder.key)) !== undefined) return undefined;
  if (known === undefined) await stores.contacts.add(contact);
  const attempt = await orderAttempt(
    { contactId: contact.id, key: reminder.key, dueAt: reminder.dueAt },
    { stores, ports },
  );
  return { reminder, attempt };
}

function contactNow(
  { contact, appointment }: PlannedReminder,
  { contacts }: OutreachStores,
): Promise<Contact | undefined> {
  if (contact.id !== "") return contacts.find(contact.id);
  return appointment === null ? Promise.resolve(undefined) : contacts.ofAppointment(appointment.id);
}

async function contactToAdd(
  { appointment }: PlannedReminder,
  { stores, ports }: OrderingPorts,
): Promise<Contact | undefined> {
  return appointment === null ? undefined : contactOfBooked(appointment, stores, ports);
}
