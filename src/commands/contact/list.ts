import { type Command, Option } from "commander";
import type { ListedContact } from "../../domain/fleet/ports.ts";
import { type ContactState, contactStates } from "../../domain/outreach/contact.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { recordList, revealed } from "../record-change.ts";
import { type Shown, contactColumns, contactJson } from "./view.ts";

interface ListFlags extends ClinicFlag, PageFlags {
  readonly state?: ContactState;
  readonly followUp?: boolean;
  readonly all?: boolean;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(addClinicOption(command), "names, numbers, doctors and appointment types")
    .addOption(new Option("--state <state>", "filter by state").choices(contactStates))
    .option("--follow-up", "only contacts with an open follow-up")
    .option("--all", "include contacts with past appointments")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const {
    clinic,
    stores: { lists },
  } = await openClinic(flags, context);
  const startingAfter = flags.all === true ? undefined : context.clock.now();
  const filter = { state: flags.state, hasFollowUp: flags.followUp === true, startingAfter };
  const source = {
    read: (page: PageRequest) => lists.contacts({ ...filter, ...page }),
    placeOf: ({ contact, startsAt }: ListedContact) => ({ by: startsAt ?? 0, id: contact.id }),
  };
  const view = { clinic, reveal: flags.reveal === true };
  const columns = contactColumns(view);
  if (flags.stream === true) {
    await record("all", view, context);
    for await (const one of allRows(flags, source)) {
      context.output.item(contactJson(one, view), () => tabbed(one, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  await record(page.rows.length, view, context);
  const contacts = page.rows.map((each) => contactJson(each, view));
  context.output.result({ clinic: clinic.slug, contacts, next: page.next }, () => pageTable(page, columns));
}

async function record(contacts: number | "all", view: Shown, context: Context): Promise<void> {
  const read = { subject: `clinic:${view.clinic.slug}`, shown: { contacts } };
  await recordList({ action: revealed("contact:list", view), count: contacts, ...read }, context);
}
