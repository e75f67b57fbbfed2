import { type Command, Option } from "commander";
import { type MailState, mailStates } from "../../domain/clinic/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import type { ClinicMail } from "../../domain/mail/ports.ts";
import type { PageRequest } from "../../domain/page.ts";
import { allRows } from "../../domain/page.ts";
import type { Context } from "../context.ts";
import { type PageFlags, addPageOptions, pageTable, readPage, tabbed } from "../pages.ts";
import { recordRead } from "../record-change.ts";
import { mailColumns, mailJson } from "./view.ts";

interface ListFlags extends PageFlags {
  readonly clinic?: string;
  readonly state?: MailState;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addPageOptions(command, "recipients, subjects and kinds")
    .option("--clinic <clinic>", "clinic id or slug (default: all)")
    .addOption(new Option("--state <state>", "filter by state").choices(mailStates))
    .option("--reveal", "show full addresses")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinics, mails } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const source = {
    read: (page: PageRequest) => mails.list({ clinicId, state: flags.state, ...page }),
    placeOf: ({ createdAt, id }: ClinicMail) => ({ by: createdAt, id }),
  };
  const reveal = flags.reveal === true;
  const record = async (shown: number | "all"): Promise<void> => {
    if (!reveal) return;
    const subject = flags.clinic === undefined ? "installation" : `clinic:${flags.clinic}`;
    await recordRead({ action: "mail:list --reveal", subject, shown: { mails: shown } }, context);
  };
  const columns = mailColumns(reveal);
  if (flags.stream === true) {
    await record("all");
    for await (const mail of allRows(flags, source)) {
      context.output.item(mailJson(mail, reveal), () => tabbed(mail, columns));
    }
    return;
  }
  const page = await readPage(flags, source);
  await record(page.rows.length);
  context.output.result({ mails: page.rows.map((mail) => mailJson(mail, reveal)), next: page.next }, () =>
    pageTable(page, columns),
  );
}
