import type { AppointmentNews, BookingPorts } from "./ports.ts";

export interface Recording {
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
