import type { PlannedVisit } from "../calendar-entries.ts";
import { holdOffered } from "./holds.ts";
import { rehearse } from "../transactions.ts";
import type { BookingPorts, BookingStores } from "../ports.ts";

/** A caller is waiting, and a function may take ten seconds in a call. */
const PATIENCE_MS = 8000;

/** A write, and the visits that its outcome books: none when it refuses or repeats. */
interface Writing<T> {
  readonly write: (stores: BookingStores, ports: BookingPorts) => Promise<T>;
  readonly visitsOf: (outcome: T) => readonly PlannedVisit[];
}

/**
 * Books in external calendars and here as one operation: reads the calendars, writes the visit to them, reads them once
 * more, and books here only a visit that still fits. A concurrent writer is seen by one of the two reads, or sees our
 * event. If this process dies midway, a job makes the event match the booking, or removes it.
 */
export async function transactInCalendars<T>({ write, visitsOf }: Writing<T>, ports: BookingPorts): Promise<T> {
  const { outside, database, committing = (commit) => commit() } = ports;
  const commit = (newId: () => string): Promise<T> =>
    committing(() => database.transact((stores) => write(stores, { ...ports, newId })));
  const once = (): Promise<T> => commit(ports.newId);
  if (outside === undefined || (await database.stores.entries.writing()).length === 0) return once();
  const ids = repeatable(ports.newId);
  const planned = (): Promise<T> =>
    rehearse((inner) => write(inner.database.stores, { ...inner, newId: ids.again() }), ports);
  const wanted = visitsOf(await planned());
  if (wanted.length === 0) return once();
  const until = ports.clock.now() + PATIENCE_MS;
  await outside.refresh(wanted, until);
  await holdFor(wanted, ports);
  const visits = visitsOf(await planned());
  if (visits.length === 0) return once();
  await outside.place(visits, until);
  let booked: readonly PlannedVisit[] = [];
  try {
    const outcome = await commit(ids.again());
    booked = visitsOf(outcome);
    return outcome;
  } finally {
    const uids = new Set(booked.map(({ appointment }) => appointment.calendarUid));
    const left = visits.filter(({ appointment }) => !uids.has(appointment.calendarUid));
    if (left.length > 0) await giveUp(left, ports);
  }
}

async function giveUp(visits: readonly PlannedVisit[], { outside, database }: BookingPorts): Promise<void> {
  await outside?.release(visits);
  const callId = visits[0]?.appointment.callId ?? null;
  if (callId !== null) await database.transact((stores) => stores.holds.removeOfCall(callId));
}

/**
 * Ensures that only one of several callers who want the same time writes to the calendars; the others learn at once
 * that it is taken.
 */
async function holdFor(visits: readonly PlannedVisit[], ports: BookingPorts): Promise<void> {
  const [first] = visits;
  const callId = first?.appointment.callId ?? null;
  if (callId !== null) await holdOffered({ choices: visits.map(({ appointment }) => appointment), callId }, ports);
}

/** The rehearsals and the booking use the same ids, so that the event written in between belongs to the visit. */
function repeatable(newId: () => string): { again(): () => string } {
  const used: string[] = [];
  return {
    again: () => {
      let at = 0;
      return () => {
        const id = used[at] ?? newId();
        used[at] = id;
        at += 1;
        return id;
      };
    },
  };
}
