import type { Command } from "commander";
import { isLanguage, languages } from "../../domain/language/language.ts";
import { type MailKind, mailKinds } from "../../domain/mail/mail.ts";
import { previewMail } from "../../domain/mail/contents/preview-mail.ts";
import { AscendiaError } from "../../errors.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { type OutputFlags, addOutputOption, refuseToReplace } from "../output-option.ts";

interface PreviewFlags extends ClinicFlag, OutputFlags {
  readonly html?: boolean;
  readonly language?: string;
}

export function configure(command: Command, context: Context): void {
  addOutputOption(addClinicOption(command), "write to this file instead of standard output")
    .description("preview a kind of email as this clinic would send it, with a made-up call, day or appointment")
    .argument("<kind>", mailKinds.join(", "))
    .option("--html", "print HTML instead of plain text")
    .option("--language <language>", `${languages.join(", ")} (default: the clinic's language)`)
    .action((kind: string, flags: PreviewFlags) => preview(kindFrom(kind), flags, context));
}

async function preview(kind: MailKind, flags: PreviewFlags, context: Context): Promise<void> {
  refuseToReplace(flags.output, flags, context);
  const clinic = await chosenClinic(flags, context);
  const stores = (await context.store()).scope(clinic.id);
  const mail = previewMail(kind, {
    clinic: { ...clinic, language: languageFrom(flags.language) ?? clinic.language },
    doctors: await stores.doctors.list(),
    phoneNumber: (await stores.number.find())?.phoneNumber ?? null,
    now: context.clock.now(),
  });
  const content = (flags.html === true ? mail.html : null) ?? mail.body;
  if (flags.output !== undefined) await context.writeOutput(flags.output, content);
  const data = { kind, subject: mail.subject, text: mail.body, html: mail.html, ics: mail.calendar };
  context.output.result({ clinic: clinic.slug, ...data, file: flags.output ?? null }, () =>
    flags.output === undefined ? shown(mail.subject, content, flags) : `Wrote ${flags.output}.`,
  );
}

function shown(subject: string, content: string, { html }: PreviewFlags): string {
  return html === true ? content : terminalSafe(`Subject: ${subject}\n\n${content.trimEnd()}`);
}

function kindFrom(text: string): MailKind {
  const kind = mailKinds.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new AscendiaError("usage", `Unknown kind of email "${text}".`, {
    hint: `Use one of ${mailKinds.join(", ")}.`,
  });
}

function languageFrom(text: string | undefined) {
  if (text === undefined || isLanguage(text)) return text;
  throw new AscendiaError("usage", `--language: "${text}" is not a supported language.`, {
    hint: `Use one of: ${languages.join(", ")}.`,
  });
}
