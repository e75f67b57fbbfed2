import { wallSpans } from "../time/day-spans.ts";
import { datesFrom } from "../time/wall-date.ts";
import { minutesOfWallTime, minutesPerDay } from "../time/wall-time.ts";
import { todayIn } from "../time/zoned-time.ts";
import { warmHolidays } from "./clinic-calendar.ts";
import type { BookingPorts, BookingStores, CalendarException } from "./ports.ts";
import { type WaitlistOffer, offerFreedTime } from "./waitlist-offers.ts";

/** Adds a closure or an extra opening; what it opens is offered to the waitlist. @returns the offers */
export async function addException(
  exception: CalendarException,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  await warmYears(exception, ports);
  return ports.database.transact(async (stores) => {
    await stores.exceptions.add(exception);
    return exception.kind === "open" ? offerTimes(exception, stores, ports) : [];
  });
}

/** Removes it; the time of a lifted closure is offered to the waitlist. undefined: it is no longer there. */
export async function removeException(
  exception: CalendarException,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[] | undefined> {
  await warmYears(exception, ports);
  return ports.database.transact(async (stores) => {
    if (!(await stores.exceptions.remove(exception.id))) return undefined;
    return exception.kind === "closed" ? offerTimes(exception, stores, ports) : [];
  });
}

async function warmYears({ firstDate, lastDate }: CalendarException, ports: BookingPorts): Promise<void> {
  for (const date of [firstDate, lastDate]) await warmHolidays({ startsAt: Date.parse(`${date}T12:00Z`) }, ports);
}

/** Only the dates for which anyone waits. */
async function offerTimes(
  { doctorId, firstDate, lastDate, fromTime, toTime }: CalendarException,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  const { timezone: zone } = ports.clinic;
  const today = todayIn(zone, ports.clock);
  const waiting = await stores.waitlist.inLine();
  const wanted =
    waiting
      .map((entry) => entry.lastDate)
      .toSorted()
      .at(-1) ?? "";
  const [first, last] = [firstDate < today ? today : firstDate, lastDate < wanted ? lastDate : wanted];
  const minutes = [minutesOfWallTime(fromTime) ?? 0, minutesOfWallTime(toTime) ?? minutesPerDay] as const;
  const offers: WaitlistOffer[] = [];
  for (const date of last < first ? [] : datesFrom(first, last)) {
    for (const { from, to } of wallSpans(date, zone, minutes)) {
      offers.push(...(await offerFreedTime({ doctorId, from, to }, stores, ports)));
    }
  }
  return offers;
}
