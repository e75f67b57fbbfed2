import { DAY_MS, MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { CalendarChanges, ConnectedCalendar, OpenCalendar, OwnEvent, Place, Written } from "./ports.ts";

export interface TryPorts {
  readonly clinic: { readonly timezone: string };
  readonly open: OpenCalendar;
  readonly clock: { now(): number };
  readonly newId: () => string;
}

export interface Trial {
  readonly events: number;
  /** Whether an event could be written, moved and removed again; null: bookings are not written to this calendar. */
  readonly wrote: boolean | null;
  readonly problems: readonly string[];
}

const PATIENCE_MS = MINUTE_MS;
const FAR_AHEAD_MS = 300 * DAY_MS;

/**
 * Reads the whole calendar. If bookings are written to it, also writes a five-minute event about 300 days ahead, moves
 * it and removes it. @throws the server's errors, and failed when the server does not store what was written
 */
export async function tryCalendar(calendar: ConnectedCalendar, ports: TryPorts): Promise<Trial> {
  const { clinic, open, clock, newId } = ports;
  const server = await open(calendar, PATIENCE_MS);
  const now = clock.now();
  const span = { from: now, to: now + FAR_AHEAD_MS };
  const ask = (token: string | null): Promise<CalendarChanges> =>
    server.changes({ token, span, zone: clinic.timezone, known: new Map() });
  const whole = await ask(null);
  const found = { events: whole.events.length, problems: whole.problems };
  if (calendar.role !== "write") return { ...found, wrote: null };
  const from = Math.floor((now + FAR_AHEAD_MS) / DAY_MS) * DAY_MS;
  const event: OwnEvent = {
    uid: newId(),
    sequence: 0,
    from,
    to: from + 5 * MINUTE_MS,
    title: "ascendia calendar:test",
    changedAt: now,
  };
  const written = placeOf(await server.write(event, null), "written");
  const moved = { ...event, sequence: 1, from: from + 10 * MINUTE_MS, to: from + 15 * MINUTE_MS };
  const again = placeOf(await server.write(moved, written), "moved");
  const standing = await server.find({ uid: event.uid, resource: again.resource }, clinic.timezone);
  const isKept = standing?.span?.from === moved.from && standing.span.to === moved.to;
  if ((await server.remove(again)) === "differs") throw notKept("removed");
  if (!isKept) throw notKept("read back as it was written");
  return { ...found, wrote: true };
}

function placeOf(outcome: Written, what: string): Place {
  if (outcome.kind === "written") return outcome;
  throw notKept(what);
}

function notKept(what: string): AscendiaError {
  return new AscendiaError("failed", `The test event could not be ${what}: the server changes what it is given.`, {
    hint: 'Look for an event "ascendia calendar:test" some 300 days ahead and delete it.',
  });
}
