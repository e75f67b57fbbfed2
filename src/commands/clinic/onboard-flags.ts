import { type Command, Option } from "commander";
import { transports } from "../../domain/clinic/clinic-request.ts";
import type { FieldProblem } from "../../domain/clinic/clinic-file-problem.ts";
import { openingHoursToJson } from "../../domain/clinic/opening-hours-json.ts";
import { parseOpeningHours } from "../../domain/clinic/opening-hours-text.ts";
import type { ClinicSource } from "../../domain/clinic/read-clinic-request.ts";
import { AscendiaError } from "../../domain/errors.ts";
import { languages } from "../../domain/language/language.ts";

export interface ClinicFlags {
  readonly name?: string;
  readonly slug?: string;
  readonly address?: string;
  readonly country?: string;
  readonly timezone?: string;
  readonly language?: string;
  readonly phone?: string;
  readonly transferNumber?: string;
  readonly emergencyNumber?: string;
  readonly ownerEmail?: string;
  readonly instructions?: string;
  readonly hours?: string;
  readonly doctor?: readonly string[];
  readonly room?: readonly string[];
  readonly sms?: boolean;
  readonly buy?: string;
  readonly import?: string;
  readonly terminationUri?: string;
  readonly sipUsername?: string;
  readonly sipPasswordEnv?: string;
  readonly sipTransport?: string;
}

/** clinic.json in the making. */
export interface ClinicDraft extends ClinicSource {
  readonly value: Readonly<Record<string, unknown>>;
  readonly problems: readonly FieldProblem[];
}

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

export function addClinicOptions(command: Command): Command {
  return command
    .option("--name <name>", "the clinic as callers know it")
    .option("--slug <slug>", "short name for commands and addresses; made from the name when left out")
    .option("--address <address>", "street and town, as said to callers")
    .option("--country <code>", "ISO 3166-1, such as BJ")
    .option("--timezone <zone>", "IANA name, such as Africa/Porto-Novo")
    .option("--language <language>", languages.join(" or "))
    .option("--phone <number>", "the clinic's own line")
    .option("--transfer-number <number>", "who takes a call that asks for a human")
    .option("--emergency-number <number>", "who takes an emergency; the transfer number when left out")
    .option("--owner-email <mail>", "who is told that the receptionist is ready")
    .option("--instructions <text>", "what the receptionist should know about this clinic")
    .option("--hours <hours>", 'such as "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00"')
    .option("--doctor <name;specialty[;mail]>", "a doctor; repeat for each", collect)
    .option("--room <name>", "a treatment room; repeat for each", collect)
    .option("--sms", "confirm bookings by SMS")
    .option("--buy <country[:area|:toll-free]>", "buy a number, such as US:512, CA or US:toll-free")
    .option("--import <number>", "bring a number of the clinic's carrier, with --termination-uri")
    .option("--termination-uri <host>", "host of the carrier's SIP trunk")
    .option("--sip-username <name>", "user name at the trunk")
    .option("--sip-password-env <variable>", "environment variable with the trunk's password; asked for at a terminal")
    .addOption(new Option("--sip-transport <transport>", "how Retell speaks to the trunk").choices(transports));
}

/** The flags in the form of clinic.json; what cannot be brought into that form is told beside it. */
export function clinicFromFlags(flags: ClinicFlags): ClinicDraft {
  const problems: FieldProblem[] = [];
  const value = withoutUndefined({
    name: flags.name,
    slug: flags.slug,
    address: flags.address,
    country: flags.country,
    timezone: flags.timezone,
    language: flags.language,
    phone: flags.phone,
    transfer_number: flags.transferNumber,
    emergency_number: flags.emergencyNumber,
    owner_email: flags.ownerEmail,
    instructions: flags.instructions,
    hours: flags.hours === undefined ? undefined : hoursFromText(flags.hours, problems),
    doctors: flags.doctor?.map((text) => doctorFromText(text)),
    rooms: flags.room?.map((name) => ({ name })),
    sms: flags.sms,
    number: numberFromFlags(flags),
  });
  return { value, name: "The clinic as given", problems };
}

/** "Awa Test;Dentiste;awa@example.com" */
export function doctorFromText(text: string): Readonly<Record<string, unknown>> {
  const [name, specialty, email] = text.split(";").map((part) => part.trim());
  return withoutUndefined({ name, specialty, email: email === "" ? undefined : email });
}

/** "US", "US:512", "US:toll-free" */
export function orderFromText(text: string): Readonly<Record<string, unknown>> {
  const [country = "", kind] = text.split(":").map((part) => part.trim());
  if (kind === undefined || kind === "") return { country: country.toUpperCase() };
  if (/^toll-?free$/iu.test(kind)) return { country: country.toUpperCase(), toll_free: true };
  return { country: country.toUpperCase(), area_code: /^\d+$/u.test(kind) ? Number(kind) : kind };
}

const flagOf: Readonly<Record<string, string>> = {
  name: "--name",
  address: "--address",
  country: "--country",
  timezone: "--timezone",
  language: "--language",
  owner_email: "--owner-email",
  hours: "--hours",
  doctors: "--doctor",
  number: "--buy or --import",
};

/** Without a terminal nobody can be asked. @throws usage naming every flag that is missing */
export function refuseMissingFlags({ value, problems }: ClinicDraft): void {
  const missing = Object.entries(flagOf)
    .filter(([field]) => value[field] === undefined && !problems.some(({ path }) => path === field))
    .map(([, flag]) => flag);
  if (missing.length === 0) return;
  throw new AscendiaError("usage", `There is no terminal to ask at, and these are missing: ${missing.join(", ")}.`, {
    hint: "Give them, or --file clinic.json.",
  });
}

/** "Mon-Fri 08:00-12:30" in the form of clinic.json; undefined, and a problem more, when it cannot be read. */
export function hoursFromText(text: string, problems: FieldProblem[]): unknown {
  try {
    return openingHoursToJson(parseOpeningHours(text));
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    problems.push({ path: "hours", message: error.message, fix: error.hint ?? "" });
    return undefined;
  }
}

function numberFromFlags(flags: ClinicFlags): unknown {
  const { terminationUri, sipUsername, sipPasswordEnv, sipTransport: transport } = flags;
  const trunk = { termination_uri: terminationUri, username: sipUsername, password_env: sipPasswordEnv, transport };
  const hasTrunk = Object.values(trunk).some((part) => part !== undefined);
  if (flags.buy === undefined && flags.import === undefined && !hasTrunk) return undefined;
  return withoutUndefined({
    buy: flags.buy === undefined ? undefined : orderFromText(flags.buy),
    import:
      flags.import === undefined && !hasTrunk ? undefined : withoutUndefined({ phone_number: flags.import, ...trunk }),
  });
}

export function withoutUndefined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
