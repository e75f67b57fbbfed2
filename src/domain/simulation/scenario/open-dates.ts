import { findSlots } from "../../booking/find-slots.ts";
import type { BookingPorts } from "../../booking/ports.ts";
import type { Slot } from "../../booking/slot.ts";
import type { Doctor } from "../../clinic/clinic.ts";
import type { WallDate } from "../../time/wall-date.ts";
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
  const dates = new Map<string, Slot[]>();
  for (const slot of slots) {
    const date = dateAt(slot.startsAt, timezone);
    dates.set(date, [...(dates.get(date) ?? []), slot]);
  }
  return [...dates].map(([date, ofDate]) => openDate(date, ofDate, timezone));
}

function openDate(date: WallDate, slots: readonly Slot[], timezone: string): OpenDate {
  const [first] = slots;
  const apart = first && slots.find(({ blockedFrom }) => blockedFrom >= first.blockedTo);
  return {
    date,
    times: slots.slice(0, TIMES_PER_DATE).map(({ startsAt }) => wallTimeAt(startsAt, timezone)),
    timeApart: apart === undefined ? null : wallTimeAt(apart.startsAt, timezone),
  };
}
