import type { Span } from "../time/spans.ts";
import { appointmentAt, readCallFacts, type CallFacts } from "./call-facts.ts";
import { hoursBefore } from "./call-hours.ts";
import { reminderKey } from "./dial/dial-key.ts";
import { nextCallAt, refusalsOf, type JudgedRule } from "./judge-call.ts";
import { readOutreachSettings, type OutreachSettings } from "./outreach-settings.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";
import { reminderSubjects, type ReminderSubject } from "./reminder-subjects.ts";

/** What becomes of a subject: the next call about its appointment, or all that forbids one. */
export interface PlannedReminder extends ReminderSubject {
  readonly startsAt: number | null;
  /** Before the appointment, by the policy; null: there is no time to count from. */
  readonly leadMinutes: number | null;
  /** The dial's (dial-key.ts). */
  readonly key: string;
  /** When it would be called; null: not at all. */
  readonly dueAt: number | null;
  readonly refusals: readonly JudgedRule[];
  /** When the call that is ordered already will go out; null: none is. */
  readonly orderedFor: number | null;
}

export interface ReminderPlan {
  readonly at: number;
  readonly settings: OutreachSettings;
  readonly reminders: readonly PlannedReminder[];
}

/** Who would be called when, and why everybody else would not; changes nothing. */
export async function planReminders(ports: OutreachPorts, at: number): Promise<ReminderPlan> {
  const settings = await readOutreachSettings(ports, at);
  const reminders: PlannedReminder[] = [];
  for (const subject of await reminderSubjects(at, settings.policy, ports)) {
    reminders.push(await planReminder(subject, { settings, stores: ports.database.stores, at }));
  }
  return { at, settings, reminders };
}

interface Surroundings {
  readonly settings: OutreachSettings;
  readonly stores: OutreachStores;
  readonly at: number;
}

/** Within or without a transaction. */
export async function planReminder(
  subject: ReminderSubject,
  { settings, stores, at }: Surroundings,
): Promise<PlannedReminder> {
  const facts = await readCallFacts({ contact: subject.contact, at, purpose: "reminder" }, settings, stores);
  const orderedFor = facts.dials.find(({ state }) => state === "planned")?.dueAt ?? null;
  return { ...subject, startsAt: appointmentAt(facts), orderedFor, ...nextReminder(facts) };
}

export type NextReminder = Pick<PlannedReminder, "leadMinutes" | "key" | "dueAt" | "refusals">;

/**
 * The first lead whose time is not over and that was not called for, at the first allowed time of its span; where there
 * is none, in the last allowed hour before.
 */
export function nextReminder(facts: CallFacts): NextReminder {
  const startsAt = appointmentAt(facts);
  if (startsAt === null) return refused(facts, null);
  let last: NextReminder | undefined;
  const leads = facts.policy.leadMinutes;
  for (const [index, leadMinutes] of leads.entries()) {
    const next = leads[index + 1];
    const span = {
      from: startsAt - leadMinutes * 60_000,
      to: next === undefined ? startsAt : startsAt - next * 60_000,
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

/** In the second half of its span a call would only be the next lead's, come early; the last lead has none after it. */
function latestOf({ from, to }: Span, facts: CallFacts): number {
  return to === appointmentAt(facts) ? to : (from + to) / 2;
}

const HOUR_MS = 3_600_000;

/** In the last hour of the hours before a span in which nobody may be called, such as a Sunday. */
function earlierCallAt(judged: CallFacts, now: number): number | null {
  const hours = hoursBefore(judged.at, judged.hours);
  if (hours === null) return null;
  const at = Math.max(hours.to - HOUR_MS, hours.from, now);
  return at < hours.to && refusalsOf({ ...judged, at }).length === 0 ? at : null;
}

function refused(facts: CallFacts, leadMinutes: number | null): NextReminder {
  const key = keyOf(facts, leadMinutes ?? 0);
  const refusals = refusalsOf({ ...facts, key });
  // What time alone would mend is no reason beside what it does not.
  const lasting = refusals.filter(({ until }) => until === null);
  return { leadMinutes, key, dueAt: null, refusals: lasting.length > 0 ? lasting : refusals };
}

function keyOf({ contact }: CallFacts, leadMinutes: number): string {
  return reminderKey({ appointmentId: contact.appointmentId, contactId: contact.id }, leadMinutes);
}
