import type { AuditEntry } from "../domain/audit/audit-log.ts";
import type { Appointment } from "../domain/booking/appointment.ts";
import type { AppointmentNews } from "../domain/booking/ports.ts";
import { recordedBookings } from "../domain/booking/transactions.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../domain/outreach/ports.ts";
import type { Context } from "./context.ts";

/** `before` and `after` contain no patient data: the log outlives a patient's erasure. */
interface ClinicChange extends Pick<AuditEntry, "action" | "before" | "after"> {
  readonly clinic: Pick<Clinic, "slug">;
  readonly reason?: string | null;
}

/**
 * Makes the change and records it in one transaction. A repeated command that changes
 * nothing leaves no entry.
 */
export async function changeAndRecord<T>(
  make: () => Promise<T>,
  describe: (made: T) => ClinicChange | Promise<ClinicChange>,
  context: Pick<Context, "atomically" | "audit" | "newId">,
): Promise<T> {
  const audit = await context.audit();
  return context.atomically(async () => {
    const made = await make();
    const { action, clinic, before, after, reason = null } = await describe(made);
    if (canonicalJson(before) === canonicalJson(after)) return made;
    await audit.record({ act: context.newId(), action, subject: `clinic:${clinic.slug}`, before, after, reason });
    return made;
  });
}

/** Bookings and moves through these ports are recorded in the transaction that makes them. */
export async function recordingPorts(
  ports: OutreachPorts,
  describe: (news: AppointmentNews) => ClinicChange,
  context: Pick<Context, "atomically" | "audit" | "newId">,
): Promise<OutreachPorts> {
  const audit = await context.audit();
  return recordedBookings(ports, {
    atomically: (work) => context.atomically(work),
    record: async (news) => {
      const { clinic, reason = null, ...change } = describe(news);
      await audit.record({ act: context.newId(), subject: `clinic:${clinic.slug}`, ...change, reason });
    },
  });
}

/** What was shown: how many records, or which one by its id. Never a patient's name or number. */
interface PersonalRead {
  readonly action: string;
  /** `clinic:<slug>`, `call:<id>`. */
  readonly subject: string;
  readonly shown: Readonly<Record<string, string | number | readonly string[]>>;
}

/**
 * Records a list in which `count` people are shown by name; "all": however many there are. An empty list is not a read.
 */
export async function recordList(
  { count, ...read }: PersonalRead & { readonly count: number | "all" },
  context: Pick<Context, "audit" | "newId">,
): Promise<void> {
  if (count !== 0) await recordRead(read, context);
}

/**
 * Records a read of patients' data in the audit log. Call it before showing the data: a read that cannot be recorded is
 * not shown.
 */
export async function recordRead(
  { action, subject, shown }: PersonalRead,
  context: Pick<Context, "audit" | "newId">,
): Promise<void> {
  const audit = await context.audit();
  await audit.record({ act: context.newId(), action, subject, before: null, after: { shown }, reason: null });
}

/** A dry run shows whose appointment would change. */
export async function recordDryRun(
  command: string,
  { clinic, shown }: Pick<PersonalRead, "shown"> & Pick<ClinicChange, "clinic">,
  context: Pick<Context, "audit" | "newId">,
): Promise<void> {
  await recordRead({ action: `${command} --dry-run`, subject: `clinic:${clinic.slug}`, shown }, context);
}

/** The action of a read, which says whether full numbers were shown. */
export function revealed(command: string, { reveal }: { readonly reveal?: boolean }): string {
  return reveal === true ? `${command} --reveal` : command;
}

export function appointmentFacts({ id, doctorId, startsAt, status, overbookReason = null }: Appointment) {
  const overbooked = overbookReason === null ? {} : { overbooked: true };
  return { id, doctor_id: doctorId, starts_at: new Date(startsAt).toISOString(), status, ...overbooked };
}
