import type { AuditEntry } from "../domain/audit/ports.ts";
import type { Appointment } from "../domain/booking/appointment.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { Context } from "./context.ts";

/** `before` and `after` name no patient: the log outlives a patient's erasure. */
interface ClinicChange extends Pick<AuditEntry, "action" | "before" | "after"> {
  readonly clinic: Pick<Clinic, "slug">;
  readonly reason?: string | null;
}

/** After the change is made. What was so already, such as a repeated command, is no act and leaves no entry. */
export async function recordChange(
  { action, clinic, before, after, reason = null }: ClinicChange,
  context: Pick<Context, "audit" | "newId">,
): Promise<void> {
  if (canonicalJson(before) === canonicalJson(after)) return;
  const audit = await context.audit();
  await audit.record({ act: context.newId(), action, subject: `clinic:${clinic.slug}`, before, after, reason });
}

export function appointmentFacts({ id, doctorId, startsAt, status }: Appointment) {
  return { id, doctor_id: doctorId, starts_at: new Date(startsAt).toISOString(), status };
}
