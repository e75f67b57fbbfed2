import type { JobOrders } from "../job/ports.ts";
import { type Appointment, isActive } from "./appointment.ts";

/** An external calendar that bookings are written to: a doctor's, a room's, or (with neither id) the whole clinic's. */
export interface WritingCalendar {
  readonly id: string;
  readonly doctorId: string | null;
  readonly roomId: string | null;
}

/**
 * `pending`: the calendar's event may differ from the visit and must be updated. `placed`: the event is in the calendar
 * as recorded, but the visit is not booked here yet. `written`: the event is in the calendar as recorded.
 */
export type EntryState = "pending" | "placed" | "written";

/** What is known about a visit's event in an external calendar: one entry per calendar and UID. */
export interface CalendarEntry {
  readonly calendarId: string;
  /** The visit's `calendarUid`. */
  readonly uid: string;
  /** Where the event is in that calendar (a path or an id); null: not known to be there. */
  readonly resource: string | null;
  /** The event's version when it was last written or read. */
  readonly etag: string | null;
  /** The time of the event. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly state: EntryState;
  readonly changedAt: number;
}

export interface CalendarEntryStore {
  writing(): Promise<readonly WritingCalendar[]>;
  ofUid(uid: string): Promise<readonly CalendarEntry[]>;
  /** Entries of visits that end after that instant. */
  ofCalendar(calendarId: string, endAfter: number): Promise<readonly CalendarEntry[]>;
  /** Entries whose state is not `written`, oldest change first. */
  unwritten(calendarId: string): Promise<readonly CalendarEntry[]>;
  /** Adds the entry, or replaces the one with the same calendar and UID. */
  put(entry: CalendarEntry): Promise<void>;
  /**
   * Replaces `before` and drops the busy times of its event, unless the entry has changed since (`changedAt`).
   * @returns whether it did
   */
  settle(before: CalendarEntry, after: CalendarEntry): Promise<boolean>;
  remove(entry: Pick<CalendarEntry, "calendarId" | "uid">): Promise<void>;
}

export interface PlannedVisit {
  readonly appointment: Appointment;
  readonly patient: { readonly name: string; readonly phone: string };
}

/**
 * The clinic's external calendars, as booking a visit uses them. A server's failure makes no method throw; whatever a
 * server has not done by `until` counts as failed.
 */
export interface OutsideCalendars {
  /** Reads the changes in the calendars that the visits belong in. */
  refresh(visits: readonly PlannedVisit[], until: number): Promise<void>;
  /**
   * Writes the visits to their calendars, then reads what others wrote meanwhile. Skips a calendar that `refresh` could
   * not read.
   */
  place(visits: readonly PlannedVisit[], until: number): Promise<void>;
  /** Withdraws visits that were not booked after all. */
  release(visits: readonly PlannedVisit[]): Promise<void>;
}

/** Whether a visit's event belongs in that calendar. */
export function belongsIn(
  calendar: Pick<WritingCalendar, "doctorId" | "roomId">,
  { doctorId, roomId }: Pick<Appointment, "doctorId" | "roomId">,
): boolean {
  if (calendar.doctorId !== null) return calendar.doctorId === doctorId;
  return calendar.roomId === null || calendar.roomId === roomId;
}

/** Job `calendar-write`: makes one event match its visit. */
export const calendarWriteKind = "calendar-write";

export interface FollowPorts {
  readonly clock: { now(): number };
  readonly newId: () => string;
}

/**
 * Called in the transaction that books, moves or cancels a visit: orders jobs that update its events. An event already
 * placed at the right time only becomes `written`.
 */
export async function followInCalendars(
  appointment: Appointment,
  { entries, jobs }: { readonly entries: CalendarEntryStore; readonly jobs: JobOrders },
  { clock, newId }: FollowPorts,
): Promise<void> {
  const { calendarUid: uid, startsAt, endsAt } = appointment;
  const writing = isActive(appointment) ? await entries.writing() : [];
  const wanted = writing.filter((calendar) => belongsIn(calendar, appointment)).map(({ id }) => id);
  const known = await entries.ofUid(uid);
  const now = clock.now();
  for (const calendarId of new Set([...wanted, ...known.map((entry) => entry.calendarId)])) {
    const entry = known.find((each) => each.calendarId === calendarId);
    const stands = entry?.state === "placed" && entry.startsAt === startsAt && entry.endsAt === endsAt;
    if (entry !== undefined && stands && wanted.includes(calendarId)) {
      if (await entries.settle(entry, { ...entry, state: "written", changedAt: now })) continue;
    }
    const unknown = { calendarId, uid, resource: null, etag: null, startsAt, endsAt };
    await entries.put({ ...unknown, ...entry, state: "pending", changedAt: now });
    await orderWrite({ calendarId, uid, dueAt: now }, jobs, newId);
  }
}

/** Orders a visit's events to be rewritten at the same time, to change their titles. */
export async function rewriteInCalendars(
  uid: string,
  { entries, jobs }: { readonly entries: CalendarEntryStore; readonly jobs: JobOrders },
  { clock, newId }: FollowPorts,
): Promise<void> {
  const now = clock.now();
  for (const entry of await entries.ofUid(uid)) {
    await entries.put({ ...entry, startsAt: 0, state: "pending", changedAt: now });
    await orderWrite({ ...entry, dueAt: now }, jobs, newId);
  }
}

export interface WriteOrder {
  readonly calendarId: string;
  readonly uid: string;
  readonly dueAt: number;
}

export async function orderWrite(
  { calendarId, uid, dueAt }: WriteOrder,
  jobs: JobOrders,
  newId: () => string,
): Promise<void> {
  const payload = JSON.stringify({ calendarId, uid });
  await jobs.order({ kind: calendarWriteKind, key: `${uid}:${newId()}`, payload, dueAt });
}
