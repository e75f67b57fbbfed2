import { MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { JobKind } from "../job/ports.ts";
import { JobPutOff } from "../job/run-jobs.ts";
import type { OutreachPorts } from "../outreach/ports.ts";
import { type FollowChangePorts, followChange } from "./follow-change.ts";
import type { CalendarStore, ConnectedCalendar, FleetCalendars, OpenCalendar, SyncPorts } from "./ports.ts";
import { type Read, syncCalendar } from "./sync-calendar.ts";
import { writeEvent } from "./write-event.ts";

export interface CalendarPorts extends FleetCalendars {
  calendarsOf(clinicId: string): CalendarStore;
  bookingsOf(clinic: Clinic): OutreachPorts;
  readonly open: OpenCalendar;
  readonly clock: { now(): number };
}

const EVERY_MS = MINUTE_MS;
/** A feed is always sent whole, and providers update it rarely. */
const FEED_EVERY_MS = 5 * MINUTE_MS;
/** How many calendars are read at the same time. */
const AT_ONCE = 4;

/**
 * Reads every connected calendar every minute, feeds every five minutes. A failing calendar does not delay the others.
 */
export function syncCalendarsKind(ports: CalendarPorts): JobKind {
  return { run: () => syncCalendars(ports), everyMs: EVERY_MS, attempts: 1 };
}

async function syncCalendars(ports: CalendarPorts): Promise<void> {
  const work = (await ports.clinics()).values();
  const failures: unknown[] = [];
  const reader = async (): Promise<void> => {
    for (const clinic of work) {
      const calendars = ports.calendarsOf(clinic.id);
      const due = (await calendars.list()).filter((calendar) => isDue(calendar, ports.clock.now()));
      const { open, clock } = ports;
      const syncPorts = { clinic, calendars, open, clock, bookings: ports.bookingsOf(clinic) };
      for (const calendar of due) {
        await syncAndFollow(calendar, syncPorts).catch((error: unknown) => failures.push(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  // Fail the job only after all other calendars have been read.
  if (failures.length > 0) throw failures[0];
}

function isDue({ kind, confirmedAt, failure, notBefore }: ConnectedCalendar, now: number): boolean {
  if (notBefore !== null && now < notBefore) return false;
  // A job may run a little early or late.
  return (
    kind !== "ics" || failure !== null || confirmedAt === null || now - confirmedAt >= FEED_EVERY_MS - MINUTE_MS / 2
  );
}

export type SyncAndFollowPorts = SyncPorts &
  FollowChangePorts & { readonly clinic: Pick<Clinic, "timezone" | "language"> };

/** Reads the calendar, follows changes to events of ours, and writes events that could not be written before. */
export async function syncAndFollow(
  calendar: ConnectedCalendar,
  ports: SyncAndFollowPorts,
  overdueMs = OVERDUE_MS,
): Promise<Read> {
  const follow = (change: Parameters<typeof followChange>[0]) => followChange(change, calendar, ports);
  const read = await syncCalendar(calendar, ports, { follow });
  if (read.failure === null && calendar.role === "write") await catchUp(calendar, ports, overdueMs);
  return read;
}

/** By then, the entry's own job has failed several times. */
const OVERDUE_MS = 5 * MINUTE_MS;

async function catchUp({ id }: ConnectedCalendar, ports: SyncAndFollowPorts, overdueMs: number): Promise<void> {
  const { calendars, clock, bookings } = ports;
  const now = clock.now();
  const overdue = (await calendars.entries.unwritten(id)).filter(({ changedAt }) => changedAt <= now - overdueMs);
  for (const { uid } of overdue) {
    try {
      await writeEvent({ calendarId: id, uid }, { ...ports, database: bookings.database });
    } catch (error) {
      // The entry stays pending; calendar:status shows it.
      if (!(error instanceof AscendiaError) && !(error instanceof JobPutOff)) throw error;
      return;
    }
  }
}
