import { type Command, Option } from "commander";
import { maskNumber } from "../../domain/clinic/telephone/mask-number.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import { type Language, languages } from "../../domain/language/language.ts";
import {
  type AddedContact,
  type ContactRequest,
  addContact,
  planContact,
} from "../../domain/outreach/contact-changes.ts";
import type { OutreachPorts } from "../../domain/outreach/ports.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { mailAddressFrom } from "../arguments.ts";
import { type WriteFlags, addClinicOption, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { instantFrom } from "../date-arguments.ts";
import { changeAndRecord } from "../record-change.ts";

interface AddFlags extends WriteFlags {
  readonly name?: string;
  readonly phone?: string;
  readonly at?: string;
  readonly type?: string;
  readonly provider?: string;
  readonly instructions?: string;
  readonly language?: Language;
  readonly email?: string;
  readonly consent?: string;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("add a person that the clinic may call, with or without an appointment")
    .option("--name <name>", "full name")
    .option("--phone <number>", "phone number, in E.164 or the clinic's national format")
    .option("--at <time>", 'appointment kept in another system, such as "2027-03-28 09:30"')
    .option("--type <text>", "what that appointment is for")
    .option("--provider <text>", "who that appointment is with")
    .option("--instructions <text>", "what to say about it, such as a request to come early")
    .addOption(new Option("--language <language>", "their language (default: the clinic's)").choices(languages))
    .option("--email <address>", "email address")
    .option("--consent <how>", "how the person agreed to be called; without it, no call goes out")
    .action((flags: AddFlags) => add(flags, context));
}

async function add(flags: AddFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const request = await requestOf(flags, ports, context);
  const { clinic } = ports;
  const isDryRun = flags.dryRun === true;
  const describe = ({ contact, repeated }: AddedContact) => {
    const after = { contact_id: contact.id, consent: contact.consent };
    return { action: "contact:add", clinic, before: repeated ? after : null, after, reason: request.consent };
  };
  const { contact, repeated } = isDryRun
    ? await planContact(request, ports)
    : await changeAndRecord(() => addContact(request, ports), describe, context);
  const phone = maskNumber(request.phone) ?? "";
  const mayCall = contact.consent;
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    // The id of a dry run does not exist afterwards.
    contact_id: isDryRun && !repeated ? null : contact.id,
    phone,
    may_call: mayCall,
    state: contact.state,
    repeated,
  };
  context.output.result(data, () => {
    const verb = data.repeated ? "Already a contact" : isDryRun ? "Would add" : "Added";
    const calls = mayCall ? "" : " No call goes out until they agree: pass --consent.";
    const id = data.contact_id === null ? "" : `\nid ${data.contact_id}`;
    return `${terminalSafe(`${verb}: ${request.name}, ${phone}.`)}${calls}${id}`;
  });
}

async function requestOf(flags: AddFlags, { clinic }: OutreachPorts, context: Context): Promise<ContactRequest> {
  const ask = (message: string, flag: string): Promise<string> => context.prompt.text({ message, flag });
  const phone = flags.phone ?? (await ask("Phone?", "--phone"));
  return {
    name: flags.name ?? (await ask("Full name?", "--name")),
    phone: parseTelephone(phone, clinic.country, "--phone"),
    appointmentAt: flags.at === undefined ? null : instantFrom(flags.at, clinic, context),
    appointmentType: flags.type ?? null,
    provider: flags.provider ?? null,
    instructions: flags.instructions ?? null,
    language: flags.language ?? null,
    email: flags.email === undefined ? null : mailAddressFrom(flags.email, "--email"),
    consent: said(flags.consent),
  };
}

function said(text: string | undefined): string | null {
  return text === undefined || text.trim() === "" ? null : text.trim();
}
