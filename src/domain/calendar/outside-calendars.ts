import { MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { type OutsideCalendars, type PlannedVisit, belongsIn, orderWrite } from "../booking/calendar-entries.ts";
import type { BookingDatabase } from "../booking/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { ownEvent } from "./own-event.ts";
import type { ConnectedCalendar, SyncPorts } from "./ports.ts";
import { syncCalendar } from "./sync-calendar.ts";

/**
 * A caller is waiting, so a step that takes longer is given up. The visit is then booked by what is known, and written
 * later.
 */
const STEP_MS = 4000;
/** After this time, the booking has either been made or never will be. */
const SETTLED_AFTER_MS = 2 * MINUTE_MS;

export interface OutsidePorts extends SyncPorts {
  readonly clinic: Pick<Clinic, "timezone" | "language">;
  readonly database: BookingDatabase;
  readonly newId: () => string;
}

type Placing = readonly [PlannedVisit, ConnectedCalendar];

/** The clinic's external calendars to which bookings are written, for the duration of one booking. */
export function outsideCalendars(ports: OutsidePorts): OutsideCalendars {
  const { clock } = ports;
  const refresh = async (calendars: readonly ConnectedCalendar[], until: number): Promise<void> => {
    const patienceMs = timeLeft(until, clock.now());
    if (patienceMs === 0) return;
    await Promise.all([...new Set(calendars)].map((calendar) => syncCalendar(calendar, ports, { patienceMs })));
  };
  return {
    refresh: async (visits, until) => {
      const all = await placings(visits, ports);
      await refresh(
        all.map(([, calendar]) => calendar),
        until,
      );
    },
    place: async (visits, until) => {
      const answering = await Promise.all(
        (await placings(visits, ports)).map((placing) => place(placing, { ...ports, until })),
      );
      // List them again, because another booking may have changed their state meanwhile.
      const again = new Set(answering.flatMap((id) => id ?? []));
      await refresh(
        (await ports.calendars.list()).filter(({ id }) => again.has(id)),
        until,
      );
    },
    release: (visits) => release(visits, ports),
  };
}

async function placings(visits: readonly PlannedVisit[], { calendars }: OutsidePorts): Promise<readonly Placing[]> {
  const writing = (await calendars.list()).filter(({ role }) => role === "write");
  return visits.flatMap((visit) =>
    writing.filter((calendar) => belongsIn(calendar, visit.appointment)).map((calendar): Placing => [visit, calendar]),
  );
}

function timeLeft(until: number, now: number): number {
  return Math.max(0, Math.min(STEP_MS, until - now));
}

interface PlacePorts extends OutsidePorts {
  readonly until: number;
}

/**
 * Writes the event. Records it first, and orders a job to check it, so that if this process dies the event is later
 * made to match the booking, or removed. @returns the calendar's id; undefined: its server does not answer
 */
async function place([visit, calendar]: Placing, ports: PlacePorts): Promise<string | undefined> {
  const { clock, clinic, calendars, database, newId, until } = ports;
  const event = ownEvent(visit, { language: clinic.language, names: calendar.names });
  const { uid, from: startsAt, to: endsAt } = event;
  const known = (await calendars.entries.ofUid(uid)).find(({ calendarId }) => calendarId === calendar.id);
  const now = clock.now();
  const noted = {
    ...(known ?? { calendarId: calendar.id, uid, resource: null, etag: null, startsAt, endsAt }),
    state: "pending" as const,
    changedAt: now,
  };
  await database.transact(async ({ entries, jobs }) => {
    await entries.put(noted);
    await orderWrite({ calendarId: calendar.id, uid, dueAt: now + SETTLED_AFTER_MS }, jobs, newId);
  });
  const patienceMs = timeLeft(until, clock.now());
  // The calendar has just failed, and the caller should not wait for it again.
  if (calendar.failure !== null || patienceMs === 0) return undefined;
  try {
    const server = await ports.open(calendar, patienceMs);
    const { resource, etag } = noted;
    const outcome = await server.write(event, resource === null || etag === null ? null : { resource, etag });
    if (outcome.kind === "written") {
      const { kind: _, ...at } = outcome;
      await calendars.entries.settle(noted, { ...noted, ...at, startsAt, endsAt, state: "placed" });
    }
    return calendar.id;
  } catch (error) {
    // The entry stays pending: the booking orders a job that writes it, and that job reports why if it fails too.
    if (!(error instanceof AscendiaError)) throw error;
    return undefined;
  }
}

/** Orders jobs at once that remove events that were made and put back events that were moved. */
async function release(visits: readonly PlannedVisit[], { database, clock, newId }: OutsidePorts): Promise<void> {
  await database.transact(async ({ entries, jobs }) => {
    for (const { appointment } of visits) {
      for (const entry of await entries.ofUid(appointment.calendarUid)) {
        if (entry.state === "written") continue;
        await entries.put({ ...entry, state: "pending", changedAt: clock.now() });
        await orderWrite({ ...entry, dueAt: clock.now() }, jobs, newId);
      }
    }
  });
}
