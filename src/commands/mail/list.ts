import type { Command } from "commander";
import { type MailState, mailStates } from "../../domain/clinic/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { numberFrom } from "../date-arguments.ts";
import { recordRead } from "../record-change.ts";
import { mailJson, mailTable } from "./view.ts";

interface ListFlags {
  readonly clinic?: string;
  readonly state?: string;
  readonly limit: string;
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .option("--clinic <clinic>", "clinic id or slug (default: all)")
    .option("--state <state>", mailStates.join(", "))
    .option("--limit <n>", "maximum number of rows", "50")
    .option("--reveal", "show full addresses")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { clinics, mails } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const limit = numberFrom(flags.limit, { where: "--limit", least: 1, most: 100_000 });
  const found = await mails.list({ clinicId, state: stateFrom(flags.state), limit });
  const reveal = flags.reveal === true;
  if (reveal) {
    const subject = flags.clinic === undefined ? "installation" : `clinic:${flags.clinic}`;
    await recordRead({ action: "mail:list --reveal", subject, shown: { mails: found.length } }, context);
  }
  const data = { mails: found.map((mail) => mailJson(mail, reveal)) };
  context.output.result(data, () => mailTable(found, reveal));
}

function stateFrom(text: string | undefined): MailState | undefined {
  const state = mailStates.find((known) => known === text);
  if (state !== undefined || text === undefined) return state;
  throw new AscendiaError("usage", `--state: "${text}" is not an email state.`, {
    hint: `Use one of ${mailStates.join(", ")}.`,
  });
}
