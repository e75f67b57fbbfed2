import type { Clinic } from "../../domain/clinic/clinic.ts";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import type { PlannedReminder, ReminderPlan } from "../../domain/outreach/reminders/plan-reminders.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { table } from "../../terminal/table.ts";
import { durationSaid } from "../view.ts";

export interface ClinicPlan {
  readonly clinic: Clinic;
  readonly plan: ReminderPlan;
}

export function planJson(plans: readonly ClinicPlan[], reveal: boolean) {
  return {
    clinics: plans.map(({ clinic, plan }) => ({
      clinic: clinic.slug,
      at: new Date(plan.at).toISOString(),
      ...countsOf(plan),
      reminders: plan.reminders.map((reminder) => reminderJson(reminder, reveal)),
    })),
  };
}

export function countsOf({ reminders }: Pick<ReminderPlan, "reminders">) {
  const called = reminders.filter(({ dueAt }) => dueAt !== null).length;
  const ordered = reminders.filter(({ orderedFor }) => orderedFor !== null).length;
  const reasons = new Map<string, number>();
  for (const { refusals, orderedFor } of reminders) {
    if (orderedFor !== null) continue;
    for (const { code } of refusals) reasons.set(code, (reasons.get(code) ?? 0) + 1);
  }
  return { called, ordered, not_called: reminders.length - called - ordered, reasons: Object.fromEntries(reasons) };
}

export function reminderJson(
  { contact, startsAt, leadMinutes, dueAt, orderedFor, refusals }: PlannedReminder,
  reveal: boolean,
) {
  return {
    contact_id: contact.id === "" ? null : contact.id,
    name: contact.name,
    phone: phoneSaid(contact.phone, reveal),
    appointment_id: contact.appointmentId,
    appointment_at: startsAt === null ? null : new Date(startsAt).toISOString(),
    lead_minutes: leadMinutes,
    call_at: dueAt === null ? null : new Date(dueAt).toISOString(),
    ordered_for: orderedFor === null ? null : new Date(orderedFor).toISOString(),
    refused_by: refusals.map(({ code, says }) => ({ rule: code, why: says })),
  };
}

export function planText(plans: readonly ClinicPlan[], reveal: boolean): string {
  return plans.map((each) => clinicText(each, reveal)).join("\n\n");
}

function clinicText({ clinic, plan }: ClinicPlan, reveal: boolean): string {
  const { called, ordered, not_called: left } = countsOf(plan);
  const head = `${clinic.name} at ${momentSaid(plan.at, clinic.timezone)} ${clinic.timezone}: ${called} to call, ${ordered} ordered, ${left} not`;
  const off = plan.settings.policy.enabled
    ? []
    : [`Reminders are off: ascendia reminder:policy --clinic ${clinic.slug} --on`];
  if (plan.reminders.length === 0) return [head, ...off, "No upcoming appointments or contacts."].join("\n");
  const rows = plan.reminders.map((reminder) => [
    reminder.startsAt === null ? "" : momentSaid(reminder.startsAt, clinic.timezone),
    reminder.contact.name,
    phoneSaid(reminder.contact.phone, reveal),
    ...callSaid(reminder, clinic),
  ]);
  return [head, ...off, table(["appointment", "name", "phone", "call", "lead", "not called because"], rows)].join("\n");
}

/** When, with which lead time, or why not; in the person's own time zone, like the permitted hours. */
function callSaid(reminder: PlannedReminder, { timezone }: Clinic): readonly string[] {
  const { contact, dueAt, orderedFor, leadMinutes, refusals } = reminder;
  const at = orderedFor ?? dueAt;
  if (at === null) return ["-", "", refusals.map(({ code }) => code).join(" ")];
  const where = contact.timezone === null ? "" : ` ${contact.timezone}`;
  const when = `${momentSaid(at, contact.timezone ?? timezone)}${where}`;
  return orderedFor === null ? [when, durationSaid(leadMinutes ?? 0), ""] : [`${when} (ordered)`, "", ""];
}

function momentSaid(instant: number, zone: string): string {
  return `${dateAt(instant, zone)} ${wallTimeAt(instant, zone)}`;
}

function phoneSaid(phone: string, reveal: boolean): string {
  return reveal ? phone : (maskNumber(phone) ?? "");
}
