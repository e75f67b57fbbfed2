import type { Command } from "commander";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { appointmentAt, readCallFacts } from "../../domain/outreach/reminders/outbound-variables.ts";
import { readOutreachSettings } from "../../domain/outreach/outreach-settings.ts";
import { type NextReminder, nextReminder } from "../../domain/outreach/reminders/plan-reminders.ts";
import { type JudgedRule, judgeCall } from "../../domain/outreach/reminders/rules.ts";
import { dateAt, wallTimeAt } from "../../domain/time/zoned-time.ts";
import { table } from "../../terminal/table.ts";
import { momentArgument } from "../date-arguments.ts";
import { type ClinicFlag, addClinicOption, contactNamed, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { durationSaid } from "../view.ts";

interface ExplainFlags extends ClinicFlag {
  readonly at?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("check every reminder rule for one contact and show when the next call may go out")
    .argument("<contact>", "contact id, or its last characters as shown by contact:list")
    .option("--at <date and time>", "evaluate at this time at the clinic, such as 2026-03-03T09:00")
    .action((id: string, flags: ExplainFlags) => explain(id, flags, context));
}

async function explain(id: string, flags: ExplainFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic, database } = ports;
  const contact = await contactNamed(id, ports);
  const at = flags.at === undefined ? context.clock.now() : momentArgument(flags.at, clinic, context);
  const settings = await readOutreachSettings(ports, at);
  const facts = await readCallFacts({ contact, at, purpose: "reminder" }, settings, database.stores);
  const rules = judgeCall(facts);
  const next = nextReminder(facts);
  const waiting = facts.dials.find(({ state }) => state === "planned");
  const zone = contact.timezone ?? clinic.timezone;
  const startsAt = appointmentAt(facts);
  const read = { subject: `clinic:${clinic.slug}`, shown: { contact: contact.id } };
  await recordRead({ action: "call:explain", ...read }, context);
  const data = {
    clinic: clinic.slug,
    contact_id: contact.id,
    phone: maskNumber(contact.phone),
    timezone: zone,
    at: new Date(at).toISOString(),
    appointment_at: startsAt === null ? null : new Date(startsAt).toISOString(),
    may_call_now: rules.every(({ passes }) => passes),
    rules: rules.map((rule) => ({ rule: rule.code, passes: rule.passes, why: rule.says, until: untilOf(rule) })),
    planned_call_at: waiting === undefined ? null : new Date(waiting.dueAt).toISOString(),
    next_call_at: next.dueAt === null ? null : new Date(next.dueAt).toISOString(),
    next_refused_by: next.refusals.map(({ code }) => code),
  };
  context.output.result(data, () =>
    [
      `${contact.name} (${data.phone ?? ""}) at ${momentSaid(at, zone)} ${zone}`,
      table(
        ["", "rule", "why", "passes from"],
        rules.map((rule) => [rule.passes ? "ok" : "no", rule.code, rule.says, sinceSaid(rule, zone)]),
      ),
      waiting === undefined ? nextSaid(next, zone) : `A call is planned for ${momentSaid(waiting.dueAt, zone)}.`,
    ].join("\n"),
  );
}

function untilOf(rule: JudgedRule): string | null {
  return rule.passes || rule.until === null ? null : new Date(rule.until).toISOString();
}

function sinceSaid(rule: JudgedRule, zone: string): string {
  if (rule.passes) return "";
  return rule.until === null ? "never by time alone" : momentSaid(rule.until, zone);
}

function nextSaid({ dueAt, leadMinutes, refusals }: NextReminder, zone: string): string {
  if (dueAt === null) return `No reminder will be sent: ${refusals.map(({ code }) => code).join(", ")}.`;
  return `The next reminder may go out at ${momentSaid(dueAt, zone)}, ${durationSaid(leadMinutes ?? 0)} before the appointment.`;
}

function momentSaid(instant: number, zone: string): string {
  return `${dateAt(instant, zone)} ${wallTimeAt(instant, zone)}`;
}
