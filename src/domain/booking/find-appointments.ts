import type { ClaimedAppointment } from "./claimed-appointment.ts";
import { isActive } from "./appointment.ts";
import type { PatientClaim } from "./patient-match.ts";
import { claimedPatients } from "./patient-match.ts";
import type { BookingPorts } from "./ports.ts";

/** The coming appointments of whoever the claim covers, by start. A caller who proves nothing learns nothing. */
export async function findAppointments(
  claim: PatientClaim,
  { database, clock }: BookingPorts,
): Promise<readonly ClaimedAppointment[]> {
  const patients = await claimedPatients(claim, database.stores);
  const found = await Promise.all(
    patients.map(async (patient) => {
      const appointments = await database.stores.appointments.ofPatient(patient.id);
      return appointments
        .filter((appointment) => isActive(appointment) && appointment.endsAt > clock.now())
        .map((appointment) => ({ appointment, patient }));
    }),
  );
  return found.flat().toSorted((a, b) => a.appointment.startsAt - b.appointment.startsAt);
}
