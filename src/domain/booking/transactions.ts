import type { BookingPorts, AppointmentNews } from "./ports.ts";

type Work<T> = (ports: BookingPorts) => Promise<T>;

/**
 * Runs several operations as one: all of them happen or, if the work throws, none. Load holidays first
 * (`warmHolidays`), because a transaction must wait for nothing but the database. External calendars are updated
 * afterwards.
 */
export function inOneTransaction<T>(work: Work<T>, ports: BookingPorts): Promise<T> {
  return ports.database.transact((stores) => work({ ...ports, outside: undefined, database: alreadyIn(stores) }));
}

/** The database within a transaction: nested transactions join it instead of opening their own. */
export function alreadyIn<Stores>(stores: Stores) {
  const transact = <T>(work: (stores: Stores) => Promise<T>): Promise<T> => work(stores);
  return { stores, transact, transactForHolds: transact };
}

/** Does the work, rolls it back, and returns the result. */
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
 * The same ports, but bookings and moves are recorded in the transaction that makes them. A transaction around the
 * whole operation would stay open while external calendars respond.
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
