import type { Command } from "commander";
import { mailNamed } from "../../domain/mail/send-mail.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { mailJson, mailText } from "./view.ts";

interface ShowFlags {
  readonly reveal?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .argument("<mail>", "email id, or its last characters as shown by mail:list")
    .option("--reveal", "show the full address, the text and the calendar file")
    .action((id: string, flags: ShowFlags) => show(id, flags, context));
}

async function show(id: string, flags: ShowFlags, context: Context): Promise<void> {
  const mail = await mailNamed(id, (await context.store()).mails);
  const reveal = flags.reveal === true;
  if (reveal) await recordRead({ action: "mail:show --reveal", subject: `mail:${mail.id}`, shown: {} }, context);
  const content = reveal ? { text: mail.body, html: mail.html, ics: mail.calendar } : {};
  context.output.result({ ...mailJson(mail, reveal), calendar_method: mail.calendarMethod, ...content }, () =>
    mailText(mail, reveal),
  );
}
