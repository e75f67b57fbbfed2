import { type Command, Option } from "commander";
import { type MailState, mailStates } from "../../domain/clinic/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { type LimitFlag, addLimitOption } from "../arguments.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { mailJson, mailTable } from "./view.ts";

interface ListFlags extends LimitFlag {
  readonly clinic?: string;
  readonly state?: MailState;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(command)
    .option("--clinic <clinic>", "clinic id or slug (default: all)")
    .addOption(new Option("--state <state>", "filter by state").choices(mailStates))
    .option("--reveal", "show full addresses")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinics, mails } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const found = await mails.list({ clinicId, state: flags.state, limit: flags.limit });
  const reveal = flags.reveal === true;
  if (reveal) {
    const subject = flags.clinic === undefined ? "installation" : `clinic:${flags.clinic}`;
    await recordRead({ action: "mail:list --reveal", subject, shown: { mails: found.length } }, context);
  }
  const data = { mails: found.map((mail) => mailJson(mail, reveal)) };
  context.output.result(data, () => mailTable(found, reveal));
}
