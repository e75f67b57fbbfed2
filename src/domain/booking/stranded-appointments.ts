import { contains } from "../time/spans.ts";
import { dateAt, todayIn } from "../time/zoned-time.ts";
import type { Appointment } from "./appointment.ts";
import type { ClinicCalendar } from "./clinic-calendar.ts";
import { readCalendar } from "./clinic-calendar.ts";
import { comingAppointments } from "./coming-appointments.ts";
import { doctorOpenings } from "./doctor-openings.ts";
import type { BookingPorts } from "./ports.ts";

/**
 * Coming appointments that lie in their doctor's hours as they are, and would not once the calendar is changed. They
 * stand all the same: whoever changes the hours has to know them.
 */
export async function strandedAppointments(
  change: (calendar: ClinicCalendar) => ClinicCalendar,
  ports: BookingPorts,
): Promise<readonly Appointment[]> {
  const coming = await comingAppointments(ports);
  const last = coming.at(-1);
  if (last === undefined) return [];
  const { timezone } = ports.clinic;
  const range = { firstDate: todayIn(timezone, ports.clock), lastDate: dateAt(last.endsAt, timezone) };
  const calendar = await readCalendar(range, ports.database.stores, ports);
  const before = presence(calendar);
  const after = presence(change(calendar));
  return coming.filter((appointment) => before(appointment) && !after(appointment));
}

/** Whether the doctor of an appointment is there for all of it. */
function presence(calendar: ClinicCalendar): (appointment: Appointment) => boolean {
  const known = new Map<string, ReturnType<typeof doctorOpenings>["open"]>();
  return ({ doctorId, startsAt, endsAt }) => {
    const open = known.get(doctorId) ?? doctorOpenings(calendar, doctorId).open;
    known.set(doctorId, open);
    return open.some((span) => contains(span, { from: startsAt, to: endsAt }));
  };
}
