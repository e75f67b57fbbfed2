import type { Appointment } from "./appointment.ts";
import { isActive } from "./appointment.ts";
import type { BookingPorts } from "./ports.ts";

/** Active appointments that have not begun, by start. */
export async function comingAppointments({
  database,
  clock,
}: Pick<BookingPorts, "database" | "clock">): Promise<readonly Appointment[]> {
  const from = clock.now();
  const appointments = await database.stores.appointments.startingWithin({ from, to: Number.MAX_SAFE_INTEGER });
  return appointments.filter((appointment) => isActive(appointment));
}
