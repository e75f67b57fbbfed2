import { z } from "zod";
import { MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { CalendarEntry } from "../booking/calendar-entries.ts";
import type { BookingDatabase } from "../booking/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { JobKind } from "../job/ports.ts";
import { JobPutOff } from "../job/run-jobs.ts";
import { eventWanted } from "./own-event.ts";
import type { CalendarServer, ConnectedCalendar, OutsideEvent, OwnEvent, SyncPorts } from "./ports.ts";

const PATIENCE_MS = 30_000;
/** No server executes a request later than this after it was sent. */
const LATE_MS = 2 * MINUTE_MS;

export interface WritePorts extends SyncPorts {
  readonly clinic: Pick<Clinic, "timezone" | "language">;
  readonly database: Pick<BookingDatabase, "stores">;
}

interface WriteTarget {
  readonly calendarId: string;
  readonly uid: string;
}

/**
 * Makes the calendar's event match its visit: writes, moves or removes it. Reads the current event first, so it does
 * not matter at which point an earlier attempt stopped.
 * @throws transient when someone changed the event at the same moment, or the server fails
 */
export async function writeEvent({ calendarId, uid }: WriteTarget, ports: WritePorts): Promise<void> {
  const { calendars, clock, clinic, database } = ports;
  const calendar = await calendars.find(calendarId);
  const entry = (await calendars.entries.ofUid(uid)).find((each) => each.calendarId === calendarId);
  if (calendar === undefined || entry === undefined || entry.state === "written") return;
  if (calendar.notBefore !== null && clock.now() < calendar.notBefore) throw new JobPutOff(calendar.notBefore);
  const server = await ports.open(calendar, PATIENCE_MS);
  const wanted = await eventWanted({ uid, calendar }, clinic.language, database.stores);
  const standing = await server.find(entry, clinic.timezone);
  if (wanted === undefined) {
    if (standing !== undefined && (await server.remove(standing)) === "differs") throw changedThere(calendar);
    const knownLate = entry.changedAt + LATE_MS;
    // A write whose response was lost may still reach the server.
    if (entry.etag === null && clock.now() < knownLate) throw new JobPutOff(knownLate);
    await calendars.entries.remove(entry);
    return;
  }
  const place = isAsWanted(entry, standing, wanted) ? standing : await written(wanted, { server, standing, calendar });
  const { from: startsAt, to: endsAt } = wanted;
  const { resource, etag } = place;
  const after = {
    calendarId,
    uid,
    resource,
    etag,
    startsAt,
    endsAt,
    state: "written",
    changedAt: clock.now(),
  } as const;
  await calendars.entries.settle(entry, after);
}

/** Whether the event needs no write. An entry whose start is 0 always needs one, because its title must change. */
function isAsWanted(
  { startsAt }: CalendarEntry,
  standing: OutsideEvent | undefined,
  wanted: OwnEvent,
): standing is OutsideEvent {
  const span = standing?.span ?? null;
  return span !== null && span.from === wanted.from && span.to === wanted.to && startsAt !== 0;
}

interface Writing {
  readonly server: CalendarServer;
  readonly standing: OutsideEvent | undefined;
  readonly calendar: ConnectedCalendar;
}

async function written(wanted: OwnEvent, { server, standing, calendar }: Writing) {
  const outcome = await server.write(wanted, standing ?? null);
  if (outcome.kind === "differs") throw changedThere(calendar);
  return outcome;
}

function changedThere({ host }: ConnectedCalendar): AscendiaError {
  return new AscendiaError("transient", `The event at ${host} was changed at the same moment.`);
}

const payloadShape = z.object({ calendarId: z.string(), uid: z.string() });

/** Retried for about two days. After a longer outage, the calendar's next reading writes what is missing. */
export function calendarWriteJob(portsOf: (clinicId: string) => Promise<WritePorts | undefined>): JobKind {
  return {
    attempts: 60,
    firstPauseMs: 2000,
    longestPauseMs: 60 * MINUTE_MS,
    run: async ({ clinicId, payload }) => {
      const target = payloadShape.parse(JSON.parse(payload));
      const ports = clinicId === null ? undefined : await portsOf(clinicId);
      if (ports !== undefined) await writeEvent(target, ports);
    },
  };
}
