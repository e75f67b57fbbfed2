import type { TellPatient } from "../booking/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { Clock } from "../time/ports.ts";
import { appointmentMail } from "./appointment-mail.ts";

interface TellPorts {
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Promises a mail where the patient has an address; who has none costs nothing. */
export function patientTold(clinic: Clinic, { clock, newId }: TellPorts): TellPatient {
  return async ({ kind, appointment, patient }, stores) => {
    if (patient.email === null) return;
    const doctor = (await stores.doctors.list()).find(({ id }) => id === appointment.doctorId)?.name ?? null;
    const addressed = { id: newId(), recipient: patient.email, createdAt: clock.now() };
    await stores.outbox.add(appointmentMail(kind, { appointment, clinic, doctor }, addressed));
  };
}
