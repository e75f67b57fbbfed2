import { type Command, Option } from "commander";
import { type ContactState, contactStates } from "../../domain/outreach/contact.ts";
import { appointmentAt } from "../../domain/outreach/outbound-variables.ts";
import { type ClinicFlag, addClinicOption, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { type ShownContact, contactJson, contactTable } from "./view.ts";

interface ListFlags extends ClinicFlag {
  readonly state?: ContactState;
  readonly followUp?: boolean;
  readonly all?: boolean;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .addOption(new Option("--state <state>", "filter by state").choices(contactStates))
    .option("--follow-up", "only contacts with an open follow-up")
    .option("--all", "include contacts with past appointments")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinic, database } = await openOutreach(flags, context);
  const { contacts, appointments } = database.stores;
  const found: ShownContact[] = [];
  for (const contact of await contacts.list()) {
    const { appointmentId } = contact;
    const appointment = appointmentId === null ? undefined : await appointments.find(appointmentId);
    found.push({ contact, startsAt: appointmentAt({ contact, appointment: appointment ?? null }) });
  }
  const now = context.clock.now();
  const shown = found.filter(
    ({ contact, startsAt }) =>
      (flags.state === undefined || contact.state === flags.state) &&
      (flags.followUp !== true || contact.followUp !== null) &&
      (flags.all === true || contact.followUp !== null || startsAt === null || startsAt > now),
  );
  shown.sort((one, other) => (one.startsAt ?? 0) - (other.startsAt ?? 0));
  const view = { clinic, reveal: flags.reveal === true };
  if (view.reveal) {
    const read = { subject: `clinic:${clinic.slug}`, shown: { contacts: shown.length } };
    await recordRead({ action: "contact:list --reveal", ...read }, context);
  }
  const data = { clinic: clinic.slug, contacts: shown.map((each) => contactJson(each, view)) };
  context.output.result(data, () => contactTable(shown, view));
}
