import type { BookingPorts } from "./ports.ts";

type Work<T> = (ports: BookingPorts) => Promise<T>;

/**
 * Several operations as one: all of them happen or, when the work throws, none. Holidays must be known beforehand
 * (`warmHolidays`), as a transaction should wait for nothing else.
 */
export function inOneTransaction<T>(work: Work<T>, ports: BookingPorts): Promise<T> {
  return ports.database.transact((stores) =>
    work({ ...ports, database: { stores, transact: (inner) => inner(stores) } }),
  );
}

/** Does the work for real and takes all of it back: what it returns is what doing it now would have returned. */
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
