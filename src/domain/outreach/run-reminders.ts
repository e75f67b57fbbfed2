import type { Contact } from "./contact.ts";
import type { Dial } from "./dial/dial.ts";
import { orderDial } from "./order-dial.ts";
import type { OutreachSettings } from "./outreach-settings.ts";
import { planReminder, planReminders, type PlannedReminder, type ReminderPlan } from "./plan-reminders.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";
import { contactOfBooked } from "./reminder-subjects.ts";

/** How far ahead of their time calls are ordered: so that a run a day is enough, and what changes is still seen. */
export const orderedAheadMs = 86_400_000;

export interface OrderedReminder {
  readonly reminder: PlannedReminder;
  readonly dial: Dial;
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
 * Plans, and orders the calls of the next day. Each is judged once more in the transaction that orders it, so that runs
 * at the same time, of whichever process, order every appointment and lead once.
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
  const dial = await orderDial({ contactId: contact.id, key: reminder.key, dueAt: reminder.dueAt }, { stores, ports });
  return { reminder, dial };
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
