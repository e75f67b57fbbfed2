import type { CallAttempt } from "./attempt/attempt.ts";
import type { Contact } from "./contact.ts";
import type { OutreachSettings } from "./outreach-settings.ts";
import {
  type PlannedReminder,
  type ReminderPlan,
  contactOfBooked,
  planReminder,
  planReminders,
} from "./plan-reminders.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

export interface AttemptOrder {
  readonly contactId: string;
  /** See attempt.ts: each key has at most one attempt. */
  readonly key: string;
  readonly dueAt: number;
  readonly about?: string | null | undefined;
  /** A planned attempt with that key, to be rescheduled. */
  readonly before?: CallAttempt | undefined;
}

/** Plans the attempt and orders its job, or reschedules it. Within a transaction. */
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
  // A job keeps the earlier of two times; whoever runs it checks the attempt's own.
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

/** How far ahead calls are ordered: one run a day is enough, and later changes still count. */
export const orderedAheadMs = 86_400_000;

export interface OrderedReminder {
  readonly reminder: PlannedReminder;
  readonly attempt: CallAttempt;
}

export interface ReminderRun {
  readonly plan: ReminderPlan;
  readonly ordered: readonly OrderedReminder[];
}

/** Whether a run at the plan's time orders it. */
export function isDueForOrder({ dueAt }: PlannedReminder, { at }: Pick<ReminderPlan, "at">): boolean {
  return dueAt !== null && dueAt <= at + orderedAheadMs;
}

/**
 * Plans and orders the calls of the next day. Each is judged again in the transaction that orders it, so that
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

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
}

async function orderReminder(
  planned: PlannedReminder,
  settings: OutreachSettings,
  { stores, ports }: Surroundings,
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
  { stores, ports }: Surroundings,
): Promise<Contact | undefined> {
  return appointment === null ? undefined : contactOfBooked(appointment, stores, ports);
}
