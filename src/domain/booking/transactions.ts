import type { BookingPorts, AppointmentNews } from "./ports.ts";

type Work<T> = (ports: BookingPorts) => Promise<T>;

/**
 * Several operations as one: all of them happen or, when the work throws, none. Load holidays first (`warmHolidays`),
 * because a transaction should wait for nothing else: calendars kept elsewhere follow afterwards.
 */
export function inOneTransaction<T>(work: Work<T>, ports: BookingPorts): Promise<T> {
  return ports.database.transact((stores) => work({ ...ports, outside: undefined, database: alreadyIn(stores) }));
}

/** The database within a transaction: what would be one of its own takes part in that. */
export function alreadyIn<Stores>(stores: Stores) {
  const transact = <T>(work: (stores: Stores) => Promise<T>): Promise<T> => work(stores);
  return { stores, transact, transactForHolds: transact };
}

/** Does the work and rolls it back: it returns what doing it now would return. */
export async function rehearse<T>(work: Work<T>, ports: BookingPorts): Promise<T> {
  const takenBack = new Error("taken back");
  const results: T[] = [];
  const rehearsed = inOneTransaction(async (inner) => {
    results.push(await work(inner));
    throw takenBack;
  }, ports);
  await rehearsed.catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
  const [result] = results;
  if (result === undefined) throw takenBack;
  return result;
}

interface Recording {
  readonly atomically: <T>(work: () => Promise<T>) => Promise<T>;
  /** Writes the record. */
  readonly record: (news: AppointmentNews) => Promise<void>;
}

/**
 * The same ports, whose bookings and moves are recorded in the transaction that makes them. Wrapping the whole operation
 * in a transaction would hold it while calendars kept elsewhere are asked.
 */
export function recordedBookings<Ports extends BookingPorts>(ports: Ports, { atomically, record }: Recording): Ports {
  const made: { first: AppointmentNews | undefined } = { first: undefined };
  return {
    ...ports,
    notifyPatient: async (news, stores) => {
      made.first ??= news;
      await ports.notifyPatient?.(news, stores);
    },
    committing: (commit) =>
      atomically(async () => {
        made.first = undefined;
        const outcome = await commit();
        if (made.first !== undefined) await record(made.first);
        return outcome;
      }),
  };
}
