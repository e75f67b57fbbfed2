import type { Appointment } from "../../domain/booking/appointment.ts";
import { findById } from "../../domain/find-by-id.ts";
import type { BookingPorts } from "../../domain/booking/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";

/** Finds an appointment by its id or the end of its id. @throws not_found, conflict */
export async function appointmentNamed(
  text: string,
  { slug }: Pick<Clinic, "slug">,
  { database }: Pick<BookingPorts, "database">,
): Promise<Appointment> {
  const { appointments } = database.stores;
  const appointment =
    (await appointments.find(text.trim())) ??
    findById(text, await appointments.startingWithin({ from: 0, to: Number.MAX_SAFE_INTEGER }), "appointment");
  if (appointment !== undefined) return appointment;
  throw new AscendiaError("not_found", `Appointment "${text}" not found.`, {
    hint: `List them with: ascendia appointment:list --all --clinic ${slug}`,
  });
}
