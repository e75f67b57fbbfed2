import { findSlots } from "../../booking/find-slots.ts";
import type { BookingPorts } from "../../booking/ports.ts";
import type { Doctor } from "../../clinic/clinic.ts";
import { addDays } from "../../time/wall-date.ts";
import { dateAt, todayIn, wallTimeAt } from "../../time/zoned-time.ts";
import type { OpenDate } from "./clinic-facts.ts";

/** How far ahead scenarios look for dates, and how many times of each they name. */
const DAYS_AHEAD = 21;
const TIMES_PER_DATE = 8;

/** Dates from tomorrow on with free slots of the first doctor, earliest first. */
export async function openDates(doctors: readonly Doctor[], ports: BookingPorts): Promise<readonly OpenDate[]> {
  const [first] = doctors;
  if (first === undefined) return [];
  const { timezone } = ports.clinic;
  const today = todayIn(timezone, ports.clock);
  const { slots } = await findSlots(
    {
      doctorIds: [first.id],
      typeId: null,
      firstDate: addDays(today, 1),
      lastDate: addDays(today, DAYS_AHEAD),
      dayPart: null,
      callId: null,
    },
    ports,
  );
  const dates = new Map<string, string[]>();
  for (const { startsAt } of slots) {
    const date = dateAt(startsAt, timezone);
    const times = dates.get(date) ?? [];
    if (times.length < TIMES_PER_DATE) times.push(wallTimeAt(startsAt, timezone));
    dates.set(date, times);
  }
  return [...dates].map(([date, times]) => ({ date, times }));
}
