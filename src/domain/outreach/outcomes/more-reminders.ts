import { MINUTE_MS } from "../../../clock.ts";
import { sameName } from "../../booking/patients/patient.ts";
import type { CallOutcome } from "../../call/call.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import { type CallAttempt, purposeOf } from "../attempt.ts";
import { reminderOf } from "../attempts/order-attempt.ts";
import type { Contact } from "../contact.ts";
import { type ReminderCall, readCallFacts } from "../reminders/outbound-variables.ts";
import { type OutreachSettings, readOutreachSettings } from "../outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";
import { type RuleCode, liftedByStaff, refusalsOf } from "../reminders/rules.ts";
import { orderedAheadMs } from "../reminders/plan-reminders.ts";

/** A reminder call in progress, and how far it has got. */
interface ReminderSoFar {
  readonly callId: string;
  /** The number that the clinic called. */
  readonly dialled: string;
  /** The appointment last mentioned, or whose patient was last asked for. */
  readonly appointmentId: string;
  /** Whether the person who answered said that they are the one asked for, or their parent. */
  readonly isAnswered: boolean;
}

/**
 * `ask`: the appointment is another person's, who must first identify themselves. `say`: the appointment may be
 * mentioned, and the call counts as its reminder.
 */
export type MoreReminders =
  | { readonly kind: "ask"; readonly contact: Contact; readonly reminder: ReminderCall }
  | { readonly kind: "say"; readonly isOther: boolean; readonly contact: Contact; readonly reminder: ReminderCall }
  | { readonly kind: "none" };

/**
 * The next reminder that the same call can give, among those planned for the dialled number in the coming day. So one
 * call serves them all, and an appointment is not mentioned until its patient is on the line.
 */
export async function nextReminder(soFar: ReminderSoFar, ports: OutreachPorts): Promise<MoreReminders> {
  const settings = await readOutreachSettings(ports, ports.clock.now());
  return ports.database.transact(async (stores) => {
    const around = { stores, settings, at: ports.clock.now() };
    const phone = patientPhone(soFar.dialled);
    const current = await contactOf(soFar.appointmentId, stores);
    if (current?.phone !== phone) return { kind: "none" };
    const before = await earlierAnswer(current, soFar, around);
    if (before !== undefined) return before;
    const waiting = await remindersOf(phone, around);
    const asked = soFar.isAnswered ? waiting.find(({ contact }) => contact.id === current.id) : undefined;
    if (asked !== undefined) return sayReminder(asked, { ...soFar, isOther: true }, around);
    const [own, next] = [waiting.find(({ contact }) => isSame(contact, current)), waiting[0]];
    if (own !== undefined) return sayReminder(own, { ...soFar, isOther: false }, around);
    if (next === undefined || soFar.isAnswered) return { kind: "none" };
    await putOff(next.attempt, around);
    return { kind: "ask", contact: next.contact, reminder: next.reminder };
  });
}

/**
 * The earlier answer to the same question: Retell repeats a question if our server died, and a reminder whose answer
 * got lost would be neither spoken nor called about. undefined: the question is new.
 */
async function earlierAnswer(
  current: Contact,
  { callId, isAnswered }: ReminderSoFar,
  { stores, at }: Surroundings,
): Promise<MoreReminders | undefined> {
  const ofCall: Pick<Waiting, "attempt" | "contact">[] = [];
  for (const contact of await stores.contacts.withPhone(current.phone)) {
    for (const attempt of await stores.dials.ofContact(contact.id)) {
      if (attempt.callId === callId) ofCall.push({ attempt, contact });
    }
  }
  const covered = ofCall
    .filter(({ attempt }) => attempt.reason === SAID)
    .toSorted((one, other) => (one.attempt.endedAt ?? 0) - (other.attempt.endedAt ?? 0));
  const place = covered.findIndex(({ contact }) => contact.id === current.id);
  // The call's own reminder precedes all others; if a person was asked for in vain, nothing was said about theirs.
  if (place < 0 && !ofCall.some(({ contact }) => contact.id === current.id)) return undefined;
  const contact = covered[isAnswered ? place : place + 1]?.contact;
  const reminder = contact === undefined ? undefined : await reminderOf(contact, stores, at);
  return contact === undefined || reminder === undefined
    ? undefined
    : { kind: "say", isOther: isAnswered, contact, reminder };
}

/** An appointment moved during the call is a new one; its contact is the old one's. */
async function contactOf(
  appointmentId: string,
  { contacts, appointments }: Pick<OutreachStores, "contacts" | "appointments">,
): Promise<Contact | undefined> {
  const contact = await contacts.ofAppointment(appointmentId);
  const before = contact === undefined ? (await appointments.find(appointmentId))?.rescheduledFrom : undefined;
  return before == null ? contact : contacts.ofAppointment(before);
}

/** What a call about several appointments did with this one, according to the book. */
export async function outcomeInBook(
  { appointmentId }: Contact,
  { appointments }: Pick<OutreachStores, "appointments">,
): Promise<CallOutcome> {
  const status = appointmentId === null ? undefined : (await appointments.find(appointmentId))?.status;
  return status === "confirmed" || status === "cancelled" || status === "rescheduled" ? status : "no_outcome";
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly settings: OutreachSettings;
  readonly at: number;
}

interface Waiting {
  readonly attempt: CallAttempt;
  readonly contact: Contact;
  readonly reminder: ReminderCall;
}

function isSame(contact: Contact, { name, language }: Contact): boolean {
  return sameName(contact.name, name) && contact.language === language;
}

/**
 * Sorted by appointment. Time rules, and rules that staff set for future calls, do not matter to a call in progress.
 */
async function remindersOf(phone: string, { stores, settings, at }: Surroundings): Promise<readonly Waiting[]> {
  const found: Waiting[] = [];
  for (const { contact, attempt } of await plannedReminders(phone, at + orderedAheadMs, stores)) {
    const reminder = await reminderOf(contact, stores, at);
    if (reminder?.appointment == null) continue;
    const facts = await readCallFacts({ contact, at, attempt }, settings, stores);
    const isBarred = refusalsOf(facts).some(({ code, until }) => until === null && !isMoot(code));
    if (!isBarred) found.push({ attempt, contact, reminder });
  }
  return found.toSorted((one, other) => startOf(one) - startOf(other));
}

/** Rules that only forbid starting a call: this one is in progress, with that number. */
function isMoot(code: RuleCode): boolean {
  return code === "NOT_DIALLABLE" || liftedByStaff.has(code);
}

function startOf({ reminder }: Waiting): number {
  return reminder.appointment?.startsAt ?? 0;
}

/** Reminders of a number that are due by `before` and have not started. */
export async function plannedReminders(
  phone: string,
  before: number,
  { contacts, dials }: Pick<OutreachStores, "contacts" | "dials">,
): Promise<readonly Pick<Waiting, "attempt" | "contact">[]> {
  const found: Pick<Waiting, "attempt" | "contact">[] = [];
  for (const contact of await contacts.withPhone(phone)) {
    for (const attempt of await dials.ofContact(contact.id)) {
      const isWaiting = attempt.state === "planned" && attempt.dueAt <= before;
      if (isWaiting && purposeOf(attempt.key) === "reminder") found.push({ attempt, contact });
    }
  }
  return found;
}

/** A person who is not there now is not called again right away. */
async function putOff(attempt: CallAttempt, { stores, settings, at }: Surroundings): Promise<void> {
  const dueAt = Math.max(attempt.dueAt, at + settings.policy.noAnswerMinutes * MINUTE_MS);
  await stores.dials.update({ ...attempt, dueAt, updatedAt: at });
}

const SAID = "SAID_IN_ANOTHER_CALL";

/** The call also serves as this attempt, which will not be placed. */
async function sayReminder(
  { attempt, contact, reminder }: Waiting,
  { callId, isOther }: Pick<ReminderSoFar, "callId"> & { readonly isOther: boolean },
  { stores, at }: Surroundings,
): Promise<MoreReminders> {
  const covered = {
    ...attempt,
    state: "ended",
    callId,
    reason: SAID,
    endedAt: at,
    updatedAt: at,
  } as const;
  await stores.dials.update(covered);
  return { kind: "say", isOther, contact, reminder };
}
