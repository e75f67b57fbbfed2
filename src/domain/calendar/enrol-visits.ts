import { isActive } from "../booking/appointment.ts";
import { type FollowPorts, type WritingCalendar, belongsIn, orderWrite } from "../booking/calendar-entries.ts";
import type { BookingDatabase } from "../booking/ports.ts";

interface Enrolling extends FollowPorts {
  readonly database: Pick<BookingDatabase, "transact">;
}

/** Orders jobs that write visits booked before a calendar was connected to that calendar. @returns how many */
export function enrolVisits(calendar: WritingCalendar, { database, clock, newId }: Enrolling): Promise<number> {
  const now = clock.now();
  return database.transact(async ({ appointments, entries, jobs }) => {
    const coming = await appointments.startingWithin({ from: now, to: Number.MAX_SAFE_INTEGER });
    const visits = coming.filter((appointment) => isActive(appointment) && belongsIn(calendar, appointment));
    for (const { calendarUid: uid, startsAt, endsAt } of visits) {
      const unknown = { calendarId: calendar.id, uid, resource: null, etag: null, startsAt, endsAt };
      await entries.put({ ...unknown, state: "pending", changedAt: now });
      await orderWrite({ calendarId: calendar.id, uid, dueAt: now }, jobs, newId);
    }
    return visits.length;
  });
}
