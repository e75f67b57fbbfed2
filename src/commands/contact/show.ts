import type { Command } from "commander";
import { oneLine } from "../../domain/language/plain-text.ts";
import type { CallAttempt } from "../../domain/outreach/attempt.ts";
import { appointmentAt } from "../../domain/outreach/reminders/outbound-variables.ts";
import type { OptOut } from "../../domain/outreach/ports.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, contactNamed, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { contactJson, isoOf, momentSaid } from "./view.ts";

interface ShowFlags extends ClinicFlag {
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("show a contact with every planned or placed call")
    .argument("<contact>", "contact id, or its last characters as shown by contact:list")
    .option("--reveal", "show full phone numbers")
    .action((id: string, flags: ShowFlags) => show(id, flags, context));
}

async function show(id: string, flags: ShowFlags, context: Context): Promise<void> {
  const {
    clinic,
    stores: { outreach: database },
  } = await openClinic(flags, context);
  const { stores } = database;
  const contact = await contactNamed(id, { clinic, database });
  const { appointmentId } = contact;
  const appointment = appointmentId === null ? undefined : await stores.appointments.find(appointmentId);
  const optOut = await stores.optOuts.find(contact.phone);
  const attempts = await stores.dials.ofContact(contact.id);
  const startsAt = appointmentAt({ contact, appointment: appointment ?? null });
  const facts = contactJson({ contact, startsAt }, { reveal: flags.reveal === true });
  const read = { subject: `clinic:${clinic.slug}`, shown: { contact: contact.id } };
  await recordRead({ action: "contact:show", ...read }, context);
  const data = {
    clinic: clinic.slug,
    ...facts,
    appointment_status: appointment?.status ?? null,
    email: contact.email === null ? null : flags.reveal === true ? contact.email : "***",
    opt_out: optOutJson(optOut),
    dials: attempts.map(attemptJson),
  };
  context.output.result(data, () => contactText(data, attempts, clinic.timezone));
}

function optOutJson(optOut: OptOut | undefined) {
  if (optOut === undefined) return null;
  const { source, callId, reason, createdAt } = optOut;
  return { source, call_id: callId, reason, since: isoOf(createdAt) };
}

function attemptJson({ id, key, state, attempt, dueAt, callId, outcome, reason, endedAt }: CallAttempt) {
  const times = { due_at: isoOf(dueAt), ended_at: isoOf(endedAt) };
  return { id, key, state, attempt, ...times, call_id: callId, outcome, reason };
}

function contactText(data: object, attempts: readonly CallAttempt[], zone: string): string {
  const lines = Object.entries(data).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "string" || typeof value === "boolean"
      ? [`${name.replaceAll("_", " ").padEnd(18)} ${oneLine(String(value))}`]
      : [],
  );
  if (attempts.length === 0) return [...lines, "", "No calls yet."].join("\n");
  const rows = attempts.map(({ dueAt, attempt, state, outcome, reason, callId }) => [
    momentSaid(dueAt, zone),
    String(attempt),
    state,
    outcome ?? reason ?? "",
    callId ?? "",
  ]);
  return [...lines, "", table(["due", "try", "state", "outcome", "call"], rows)].join("\n");
}
