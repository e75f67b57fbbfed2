import { MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import { type OutsideCalendars, type PlannedVisit, belongsIn, orderWrite } from "../booking/calendar-entries.ts";
import type { BookingDatabase } from "../booking/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { ownEvent } from "./own-event.ts";
import type { ConnectedCalendar, SyncPorts } from "./ports.ts";
import { syncCalendar } from "./sync-calendar.ts";

/** A caller is waiting: what takes longer is booked by what is known, and written later. */
const PATIENCE_MS = 4000;
/** Until then the booking has been made, or never will be. */
const SETTLED_AFTER_MS = 2 * MINUTE_MS;

export interface OutsidePorts extends SyncPorts {
  readonly clinic: Pick<Clinic, "timezone" | "language">;
  readonly database: BookingDatabase;
  readonly newId: () => string;
}

type Placing = readonly [PlannedVisit, ConnectedCalendar];

/** The clinic's calendars that bookings are written to, for the length of one booking. */
export function outsideCalendars(ports: OutsidePorts): OutsideCalendars {
  const refresh = async (visits: readonly PlannedVisit[]): Promise<void> => {
    const calendars = new Set((await placings(visits, ports)).map(([, calendar]) => calendar));
    await Promise.all([...calendars].map((calendar) => syncCalendar(calendar, ports, { patienceMs: PATIENCE_MS })));
  };
  return {
    refresh,
    place: async (visits) => {
      await Promise.all((await placings(visits, ports)).map((placing) => place(placing, ports)));
      await refresh(visits);
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

/**
 * Noted before it is written, with an order to look at it again: whenever the process dies, the event is later made
 * what was booked, or removed.
 */
async function place([visit, calendar]: Placing, ports: OutsidePorts): Promise<void> {
  const { clock, clinic, calendars, database, newId } = ports;
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
  if (calendar.notBefore !== null && now < calendar.notBefore) return;
  try {
    const server = await ports.open(calendar, PATIENCE_MS);
    const { resource, etag } = noted;
    const outcome = await server.write(event, resource === null || etag === null ? null : { resource, etag });
    if (outcome.kind === "differs") return;
    const { kind: _, ...at } = outcome;
    await calendars.entries.settle(noted, { ...noted, ...at, startsAt, endsAt, state: "placed" });
  } catch (error) {
    // It stays pending: the booking orders that it be written, and says why when that fails too.
    if (!(error instanceof AscendiaError)) throw error;
  }
}

/** By a job at once: it removes an event that was made, and puts back one that was moved. */
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
